"""What the desk does from the command line, wherever the newsroom is."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from byline_tools.cli.desk_client import DeskClient, DeskResponse
from tests.support.command_line import Byline, Result
from tests.support.serving import Addresses, serving

Target = tuple[str, ...]
Thing = dict[str, Any]

LATER = (datetime.now(UTC) + timedelta(days=400)).replace(microsecond=0)
NUMBERS = count(1)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    file = tmp_path_factory.mktemp("newsroom") / "news.ndjson"
    file.write_text(json.dumps({"type": "section", "slug": "world", "title": "World"}), encoding="utf-8")
    with serving(file) as service:
        yield service


@pytest.fixture(params=["local", "api", "table"])
def target(request: pytest.FixtureRequest, service: Addresses, monkeypatch: pytest.MonkeyPatch) -> Target:
    """The same newsroom, reached in each of the three ways."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", service.dynamodb)
    port = urlsplit(service.desk).port or 0
    return {
        "local": ("--local", "--port", str(port - 2)),
        "api": ("--api", service.desk),
        "table": ("--to", "byline", "--site-url", "https://www.example.com"),
    }[str(request.param)]


@pytest.fixture
def number() -> int:
    """Tells what one test makes from what the others do."""
    return next(NUMBERS)


@pytest.fixture
def section(number: int) -> Thing:
    return {"type": "section", "slug": f"section-{number}", "title": f"Section {number}"}


@pytest.fixture
def story(number: int) -> Thing:
    return {
        "type": "article",
        "id": f"tag:example.com:rocket:{number}",
        "url": f"https://www.example.com/{number}",
        "title": f"Story {number} :rocket:",
        "content": "<p>Thick.</p>",
        "sections": [f"section-{number}"],
    }


@pytest.fixture
def publish(byline: Byline, target: Target, tmp_path: Path) -> Callable[..., Result]:
    def call(*things: Thing, looked_at: bool = False) -> Result:
        path = tmp_path / "news.ndjson"
        path.write_text("".join(json.dumps(thing) + "\n" for thing in things), encoding="utf-8")
        return byline("publish", path, *target, looked_at=looked_at)

    return call


def rows(result: Result) -> list[Thing]:
    assert (result.status, result.err) == (0, "")
    told: list[Thing] = json.loads(result.out)
    return told


def row(result: Result) -> Thing:
    (told,) = rows(result)
    return told


def failed(result: Result) -> str:
    assert (result.status, result.out) == (1, "")
    return result.err


def between(monkeypatch: pytest.MonkeyPatch, edit: Callable[[DeskClient], object]) -> None:
    """Have somebody else make an edit after each reading of a command."""
    get = DeskClient.get

    def get_and_edit(client: DeskClient, path: str) -> DeskResponse:
        told = get(client, path)
        edit(client)
        return told

    monkeypatch.setattr(DeskClient, "get", get_and_edit)


def test_what_is_published_is_told_thing_by_thing(publish: Callable[..., Result], section: Thing, story: Thing) -> None:
    first, second = rows(publish(section, story))
    assert (first["what"], first["name"], first["title"]) == ("new", f"sections/{section['slug']}", section["title"])
    assert (second["what"], second["name"], second["title"]) == ("new", story["id"], story["title"])
    assert (second["status"], second["published"][-1]) == ("published", "Z")


def test_publishing_the_same_file_again_changes_nothing(publish: Callable[..., Result], section: Thing, story: Thing) -> None:
    first = rows(publish(section, story))
    assert rows(publish(section, story)) == [{**each, "what": "kept"} for each in first]


def test_an_article_may_stand_before_its_section(publish: Callable[..., Result], section: Thing, story: Thing) -> None:
    assert [each["name"] for each in rows(publish(story, section))] == [f"sections/{section['slug']}", story["id"]]


def test_a_time_to_come_and_a_draft_are_told_as_what_they_are(
    publish: Callable[..., Result], section: Thing, story: Thing
) -> None:
    draft = {**story, "draft": True}
    assert rows(publish(section, draft))[1]["status"] == "draft"
    scheduled = row(publish({**story, "published": LATER.isoformat()}))
    assert (scheduled["status"], scheduled["published"]) == ("scheduled", f"{LATER:%Y-%m-%dT%H:%M:%SZ}")


def test_people_get_a_table_with_ids_and_titles_as_they_are(publish: Callable[..., Result], section: Thing, story: Thing) -> None:
    heading, first, second = publish(section, story, looked_at=True).out.splitlines()
    assert heading.split() == ["what", "name", "title", "status", "published"]
    assert first.split()[:2] == ["new", f"sections/{section['slug']}"]
    assert f"{story['id']}  {story['title']}  published" in second


def test_every_wrong_field_of_a_refused_article_is_listed_once(publish: Callable[..., Result], story: Thing) -> None:
    told = failed(publish({**story, "title": "", "url": "/relative", "colour": "red"}))
    assert told.startswith(f"byline: articles/{story['id']} was refused (422)\n")
    assert [line.split(":")[0].strip() for line in told.splitlines()[1:]] == ["url", "title", "colour"]


def test_a_section_that_does_not_exist_is_named_once(publish: Callable[..., Result], story: Thing) -> None:
    told = failed(publish(story))
    assert told.count(story["sections"][0]) == 1
    assert "store it first" in told


def test_what_was_stored_before_a_refusal_is_told(publish: Callable[..., Result], section: Thing, story: Thing) -> None:
    result = publish(section, {**story, "title": ""})
    assert result.status == 1
    assert [each["name"] for each in json.loads(result.out)] == [f"sections/{section['slug']}"]
    assert "title" in result.err


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"type": "poem"}, "'poem' is neither article, section nor author"),
        ({"type": "section"}, "the slug of a section, its name in addresses,"),
        ({"type": "author", "slug": ""}, "the slug of a author, its name in addresses,"),
        ({"type": "section", "slug": "a b/../c?d=e"}, "the slug of a section, its name in addresses,"),
        ({"id": "", "url": None}, "an article without an id needs --id-authority, and a url"),
    ],
)
def test_a_thing_without_a_name_keeps_all_of_the_file_out(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, change: Thing, told: str
) -> None:
    result = publish(section, {**story, **change})
    assert (result.status, result.out) == (2, "")
    assert told in " ".join(result.err.split())
    assert "404" in failed(byline("show", f"sections/{section['slug']}", *target))


def test_an_article_without_an_id_gets_one_told_from_its_address(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, tmp_path: Path
) -> None:
    publish(section)
    file = tmp_path / "one.json"
    file.write_text(json.dumps({name: value for name, value in story.items() if name != "id"}, indent=2), encoding="utf-8")
    minted = [row(byline("publish", file, "--id-authority", "example.com,2026", *target))["name"] for _ in range(2)]
    assert minted[0] == minted[1]
    assert minted[0].startswith("tag:example.com,2026:")


def test_a_withdrawn_article_is_told_with_its_notice(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, story)
    told = row(byline("withdraw", story["id"], "--notice", "It was another ship + harbour & 100 %.", *target))
    assert (told["status"], told["withdrawal"]["notice"]) == ("withdrawn", "It was another ship + harbour & 100 %.")


def test_a_withdrawn_article_is_published_again_under_its_id(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, story)
    assert byline("withdraw", story["id"], *target).status == 0
    told = row(publish(story))
    assert (told["what"], told["name"], told["status"]) == ("kept", story["id"], "published")


def test_a_correction_is_kept_once_and_moves_the_time_of_change(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, {**story, "published": "2026-03-14T06:30:00Z"})
    told = [row(byline("correct", story["id"], "--note", "It was thin.", *target)) for _ in range(2)]
    assert told[0] == told[1]
    assert [each["note"] for each in told[0]["corrections"]] == ["It was thin."]
    assert told[0]["updated"] == told[0]["corrections"][0]["at"]


def test_a_correction_does_not_publish_what_was_withdrawn(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, story)
    byline("withdraw", story["id"], *target)
    assert "publish it again" in failed(byline("correct", story["id"], "--note", "It was thin.", *target))
    assert json.loads(byline("show", story["id"], *target).out)["status"] == "withdrawn"


def test_a_correction_over_somebody_elses_edit_is_not_made(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(section, story)
    with monkeypatch.context() as patch:
        between(patch, lambda desk: desk.put(f"/articles/{story['id']}", {**story, "title": "Meanwhile"}))
        told = failed(byline("correct", story["id"], "--note", "It was thin.", *target))
    assert "(412)" in told
    assert "read it again before you change it" in told
    stored = json.loads(byline("show", story["id"], *target).out)
    assert (stored["title"], "corrections" in stored) == ("Meanwhile", False)


def test_what_is_stored_is_shown_as_json(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, story)
    article = json.loads(byline("show", story["id"], *target).out)
    assert article.items() >= {**{name: story[name] for name in ("id", "title", "sections")}, "status": "published"}.items()
    assert json.loads(byline("show", f"sections/{section['slug']}", *target).out)["title"] == section["title"]


@pytest.mark.parametrize("article_id", ["https://old.example/a%20b?p=1&q=2#c", "urn:a:../b//c", "tag:example.com,2026:(a+b)*~'"])
def test_an_id_of_any_form_finds_its_article(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, article_id: str
) -> None:
    article_id = f"{article_id}{section['slug']}"
    assert rows(publish(section, {**story, "id": article_id}))[1]["name"] == article_id
    assert json.loads(byline("show", article_id, *target).out)["id"] == article_id
    assert row(byline("withdraw", article_id, *target))["id"] == article_id


@pytest.mark.parametrize("command", [("show",), ("withdraw",), ("correct", "--note", "Thin.")])
def test_an_unknown_article_is_told_by_its_id(byline: Byline, target: Target, command: Target) -> None:
    told = failed(byline(*command, "tag:example.com,2026:nowhere", *target))
    assert told == "byline: there is no article tag:example.com,2026:nowhere (404)\n"


def test_what_waits_is_listed_earliest_first(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    times = {f"{story['id']}-{hours}": LATER + timedelta(hours=hours) for hours in (2, 1)}
    publish(section, *({**story, "id": name, "published": at.isoformat()} for name, at in times.items()))
    told = [each for each in rows(byline("scheduled", *target)) if each["id"] in times]
    assert [each["id"] for each in told] == [f"{story['id']}-1", f"{story['id']}-2"]
    assert f"{story['id']}-1" in byline("scheduled", *target, looked_at=True).out


def test_every_feed_is_listed_with_its_state(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, {**story, "published": LATER.isoformat()})
    feeds = {each["feed"]: each for each in rows(byline("feeds", *target))}
    assert feeds[f"sections/{section['slug']}"]["next_release_at"] == f"{LATER:%Y-%m-%dT%H:%M:%SZ}"
    heading, site, *_ = byline("feeds", *target, looked_at=True).out.splitlines()
    assert heading.split() == ["feed", "title", "changed", "at", "next", "release", "at", "max", "age"]
    assert site.split()[:2] == ["site", "The"]


def test_a_renamed_section_is_known_by_both_names(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing
) -> None:
    publish(section)
    new = f"{section['slug']}-renamed"
    told = [row(byline("rename", "section", section["slug"], new, *target)) for _ in range(2)]
    assert [each["slug"] for each in told] == [new, new]
    shown = [json.loads(byline("show", f"sections/{slug}", *target).out) for slug in (section["slug"], new)]
    assert shown[0] == shown[1]


def test_a_name_that_is_taken_is_told(publish: Callable[..., Result], byline: Byline, target: Target, section: Thing) -> None:
    publish(section, {**section, "slug": f"{section['slug']}-other"})
    told = failed(byline("rename", "section", section["slug"], f"{section['slug']}-other", *target))
    assert "is or was the name of another: take one that is new (409)" in told


def test_renaming_over_somebody_elses_edit_is_not_done(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(section)
    between(monkeypatch, lambda desk: desk.put(f"/sections/{section['slug']}", {**section, "title": "Meanwhile"}))
    assert "(412)" in failed(byline("rename", "section", section["slug"], f"{section['slug']}-new", *target))


def test_a_retired_author_is_gone_for_ever(publish: Callable[..., Result], byline: Byline, target: Target, number: int) -> None:
    publish({"type": "author", "slug": f"author-{number}", "name": "Jane Doe"})
    told = row(byline("retire", "author", f"author-{number}", "--yes", *target))
    assert told == {"name": f"authors/author-{number}", "status": "retired"}
    assert json.loads(byline("show", f"authors/author-{number}", *target).out)["retired"] is True
    assert f"authors/author-{number}" not in [each["feed"] for each in rows(byline("feeds", *target))]
    assert "retired for ever" in failed(publish({"type": "author", "slug": f"author-{number}", "name": "John Roe"}))


def test_nothing_is_retired_without_a_yes(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(section)
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    assert "Retire it? [y/N]" in failed(byline("retire", "section", section["slug"], *target))
    assert "retired" not in json.loads(byline("show", f"sections/{section['slug']}", *target).out)


@pytest.mark.parametrize(
    "command",
    [("rename", "section", "nowhere", "elsewhere"), ("retire", "section", "nowhere", "--yes"), ("show", "sections/nowhere")],
)
def test_an_unknown_section_is_told_by_its_name(byline: Byline, target: Target, command: Target) -> None:
    assert failed(byline(*command, *target)) == "byline: there is no feed called sections/nowhere (404)\n"


@pytest.mark.parametrize("command", ["rename", "retire"])
def test_only_sections_and_authors_are_renamed_and_retired(byline: Byline, target: Target, command: str) -> None:
    result = byline(command, "article", "a", *(["b"] if command == "rename" else []), *target)
    assert (result.status, "'article' is not one of 'section', 'author'" in result.err) == (2, True)
