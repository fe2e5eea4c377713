"""byline_tools.cli.desk_commands: `byline rename`, `retire` and `revive` on the local server, on an API and on a table."""

import io
import json
import sys
from collections.abc import Callable

import pytest

from tests.byline_tools.cli.results import Target, Thing, between, failed, row, rows
from tests.support.command_line import Byline, Result


def test_a_renamed_section_is_found_by_both_names(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing
) -> None:
    publish(section)
    new = f"{section['slug']}-renamed"
    found = [row(byline("rename", "section", section["slug"], new, *target)) for _ in range(2)]
    assert [each["slug"] for each in found] == [new, new]
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


def test_a_retired_author_is_gone_until_they_are_revived(
    publish: Callable[..., Result], byline: Byline, target: Target, number: int
) -> None:
    publish({"type": "author", "slug": f"author-{number}", "name": "Jane Doe"})
    found = row(byline("retire", "author", f"author-{number}", "--yes", *target))
    assert found == {"name": f"authors/author-{number}", "status": "retired"}
    assert json.loads(byline("show", f"authors/author-{number}", *target).out)["retired"] is True
    assert f"authors/author-{number}" not in [each["feed"] for each in rows(byline("feeds", *target))]
    said = {"url": "https://www.example.com/x", "title": "X", "content": "X"}
    story = {"id": f"urn:{number}", **said, "authors": [f"author-{number}"]}
    assert "revive it first, or use another name" in failed(publish(story))
    revived = [row(byline("revive", "author", f"author-{number}", *target)) for _ in range(2)]
    assert revived == [{"name": f"authors/author-{number}", "status": "revived"}] * 2
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
