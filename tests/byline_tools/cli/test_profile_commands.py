"""byline_tools.cli.desk_commands: `byline rename`, `retire` and `revive` on the local server, on an API and on a table."""

import io
import json
import sys
from collections.abc import Callable

import pytest

from tests.byline_tools.cli.results import Target, Thing, between, failed, row, rows, usage
from tests.support.command_line import Byline, Result


def test_a_renamed_section_is_found_by_both_names(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing
) -> None:
    publish(section)
    new = f"{section['slug']}-renamed"
    found = [row(byline("rename", "section", section["slug"], new, *target)) for _ in range(2)]
    assert [(each["outcome"], each["id"]) for each in found] == [("changed", f"sections/{new}"), ("unchanged", f"sections/{new}")]
    shown = [json.loads(byline("show", f"sections/{slug}", *target).out) for slug in (section["slug"], new)]
    assert shown[0] == shown[1]


def test_a_name_that_is_taken_is_refused(publish: Callable[..., Result], byline: Byline, target: Target, section: Thing) -> None:
    publish(section, {**section, "slug": f"{section['slug']}-other"})
    message = failed(byline("rename", "section", section["slug"], f"{section['slug']}-other", *target))
    assert "is or was the name of another: choose a new name (409)" in message


def test_renaming_does_not_overwrite_another_edit(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(section)
    between(monkeypatch, lambda desk: desk.put(f"/sections/{section['slug']}", {**section, "title": "Meanwhile"}))
    assert "(412)" in failed(byline("rename", "section", section["slug"], f"{section['slug']}-new", *target))


DONE_TWICE = (("changed", "revived"), ("unchanged", "unchanged"))


def test_a_retired_author_is_gone_until_they_are_revived(
    publish: Callable[..., Result], byline: Byline, target: Target, number: int
) -> None:
    publish({"type": "author", "slug": f"author-{number}", "name": "Jane Doe"})
    found = [row(byline("retire", "author", f"author-{number}", "--yes", *target)) for _ in range(2)]
    retired = {"id": f"authors/author-{number}", "status": "retired"}
    assert found == [{"outcome": "changed", **retired}, {"outcome": "unchanged", **retired}]
    assert json.loads(byline("show", f"authors/author-{number}", *target).out)["retired"] is True
    assert f"authors/author-{number}" not in [each["feed"] for each in rows(byline("feeds", *target))]
    story = {"id": f"urn:{number}", "url": f"https://www.example.com/x/{number}", "title": "X", "content": "<p>X.</p>"}
    assert "revive it first, or use another name" in failed(publish({**story, "authors": [f"author-{number}"]}))
    revived = [row(byline("revive", "author", f"author-{number}", *target)) for _ in range(2)]
    assert revived == [{"outcome": each, "id": f"authors/author-{number}", "status": status} for each, status in DONE_TWICE]
    assert f"authors/author-{number}" in [each["feed"] for each in rows(byline("feeds", *target))]


def test_nothing_is_retired_without_confirmation(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(section)
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    asked = failed(byline("retire", "section", section["slug"], *target))
    assert f"sections/{section['slug']} has 0 articles, and 3 addresses to subscribe to:" in asked
    assert f"  /sections/{section['slug']}/atom.xml\n" in asked
    assert "Retire it? [y/N]" in asked
    assert "retired" not in json.loads(byline("show", f"sections/{section['slug']}", *target).out)


@pytest.mark.parametrize(
    "command",
    [
        ("rename", "section", "nowhere", "elsewhere"),
        ("retire", "section", "nowhere"),
        ("retire", "section", "nowhere", "--yes"),
        ("revive", "section", "nowhere"),
        ("show", "sections/nowhere"),
    ],
)
def test_an_unknown_section_is_reported_by_its_name(byline: Byline, target: Target, command: Target) -> None:
    assert failed(byline(*command, *target)) == "byline: there is no feed called sections/nowhere (404)\n"


@pytest.mark.parametrize("command", ["rename", "retire"])
def test_only_sections_and_authors_are_renamed_and_retired(byline: Byline, target: Target, command: str) -> None:
    result = byline(command, "article", "a", *(["b"] if command == "rename" else []), *target)
    assert (result.status, "'article' is not one of 'section', 'author'" in result.err) == (2, True)


@pytest.mark.parametrize("command", ["retire", "revive", "rename"])
def test_a_name_that_is_no_slug_gets_the_slug_that_is_meant(
    publish: Callable[..., Result], byline: Byline, target: Target, number: int, command: str
) -> None:
    publish({"type": "author", "slug": f"nina-{number}", "name": f"Nina{number} Berg"})
    for typed in (f"Nina {number}", f"Nina{number}"):
        said = usage(byline(command, "author", typed, *(["other"] if command == "rename" else []), *target))
        assert f"'{typed}' is not a slug: lower-case letters and digits" in said
        assert f"Did you mean nina-{number}" in said
    assert f"did you mean authors/nina-{number} (" in failed(byline("show", f"authors/nina{number}", *target))


@pytest.mark.parametrize("command", [("show",), ("edit",), ("history",), ("withdraw",), ("erase", "--reason", "Why", "--yes")])
def test_an_empty_name_is_refused_with_what_to_give(byline: Byline, target: Target, command: Target) -> None:
    assert "the name is empty: give the id or the address of an article" in usage(byline(*command, "", *target))


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("show", "section/world"), "section/world is no article. Did you mean sections/world?"),
        (("show", "authors/"), "the name is empty: give the slug of the author"),
        (("retire", "section", ""), "the name is empty: give the slug of the section"),
        (
            ("list", "--section", "World"),
            "'World' is not a slug: lower-case letters and digits in words joined by single hyphens. Did you mean world?",
        ),
    ],
)
def test_a_name_that_is_nearly_one_is_refused_with_what_to_give(
    byline: Byline, target: Target, command: Target, words: str
) -> None:
    assert words in usage(byline(*command, *target))


def test_sections_are_not_erased_and_have_no_history(byline: Byline, target: Target) -> None:
    said = usage(byline("erase", "sections/world", "--reason", "Why", *target))
    assert "sections are retired, not erased: byline retire section world" in said
    said = usage(byline("history", "authors/jane", *target))
    assert "authors/jane is no article, but an author: give an id or an address" in said


def test_one_article_is_one_article(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(section, story)
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    assert f"sections/{section['slug']} has 1 article, and 3 addresses" in failed(
        byline("retire", "section", section["slug"], *target)
    )


def test_what_is_not_retired_is_not_called_revived(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing
) -> None:
    publish(section)
    found = row(byline("revive", "section", section["slug"], *target))
    assert (found["outcome"], found["status"]) == ("unchanged", "unchanged")


def test_a_question_without_an_answer_ends_its_line(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(section)
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert failed(byline("retire", "section", section["slug"], *target)).endswith("[y/N]: \nAborted!\n")
