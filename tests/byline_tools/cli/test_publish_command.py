"""byline_tools.cli.desk_commands: `byline publish` on the local server, on an API and on a table."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.byline_tools.cli.results import Target, Thing, failed, row, rows
from tests.support.command_line import Byline, Result

LATER = (datetime.now(UTC) + timedelta(days=400)).replace(microsecond=0)


def test_publish_reports_each_thing(publish: Callable[..., Result], section: Thing, story: Thing) -> None:
    first, second = rows(publish(section, story))
    assert (first["what"], first["name"], first["title"]) == ("new", f"sections/{section['slug']}", section["title"])
    assert (second["what"], second["name"], second["title"]) == ("new", story["id"], story["title"])
    assert (second["status"], second["published"][-1]) == ("published", "Z")


def test_publishing_the_same_file_again_changes_nothing(publish: Callable[..., Result], section: Thing, story: Thing) -> None:
    first = rows(publish(section, story))
    assert rows(publish(section, story)) == [{**each, "what": "kept"} for each in first]


def test_an_article_may_precede_its_section_in_a_file(publish: Callable[..., Result], section: Thing, story: Thing) -> None:
    assert [each["name"] for each in rows(publish(story, section))] == [f"sections/{section['slug']}", story["id"]]


def test_scheduled_articles_and_drafts_are_reported_as_such(publish: Callable[..., Result], section: Thing, story: Thing) -> None:
    draft = {**story, "draft": True}
    assert rows(publish(section, draft))[1]["status"] == "draft"
    scheduled = row(publish({**story, "published": LATER.isoformat()}))
    assert (scheduled["status"], scheduled["published"]) == ("scheduled", f"{LATER:%Y-%m-%dT%H:%M:%SZ}")


def test_a_terminal_gets_a_table_with_ids_and_titles_unchanged(
    publish: Callable[..., Result], section: Thing, story: Thing
) -> None:
    heading, first, second = publish(section, story, looked_at=True).out.splitlines()
    assert heading.split() == ["what", "name", "title", "status", "published"]
    assert first.split()[:2] == ["new", f"sections/{section['slug']}"]
    assert f"{story['id']}  {story['title']}  published" in second


def test_every_wrong_field_of_a_refused_article_is_listed_once(publish: Callable[..., Result], story: Thing) -> None:
    message = failed(publish({**story, "title": "", "url": "/relative", "colour": "red"}))
    assert message.startswith(f"byline: articles/{story['id']} was refused (422)\n")
    assert [line.split(":")[0].strip() for line in message.splitlines()[1:]] == ["url", "title", "colour"]


def test_a_section_that_does_not_exist_is_named_once(publish: Callable[..., Result], story: Thing) -> None:
    message = failed(publish(story))
    assert message.count(story["sections"][0]) == 1
    assert "store it first" in message


def test_things_stored_before_a_refusal_are_reported(publish: Callable[..., Result], section: Thing, story: Thing) -> None:
    result = publish(section, {**story, "title": ""})
    assert result.status == 1
    assert [each["name"] for each in json.loads(result.out)] == [f"sections/{section['slug']}"]
    assert "title" in result.err


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"type": "poem"}, "'poem' is neither article, section nor author"),
        ({"type": "section"}, "slug of section: "),
        ({"type": "author", "slug": ""}, "slug of author: "),
        ({"type": "section", "slug": "a b/../c?d=e"}, "slug of section: "),
        ({"id": "", "url": None}, "an article without an id needs a url and --id-authority"),
    ],
)
def test_nothing_is_stored_if_one_thing_has_no_id_or_slug(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, change: Thing, message: str
) -> None:
    result = publish(section, {**story, **change})
    assert (result.status, result.out) == (2, "")
    assert message in " ".join(result.err.split())
    assert "404" in failed(byline("show", f"sections/{section['slug']}", *target))


def test_an_article_without_an_id_gets_one_made_from_its_address(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, tmp_path: Path
) -> None:
    publish(section)
    file = tmp_path / "one.json"
    file.write_text(json.dumps({name: value for name, value in story.items() if name != "id"}, indent=2), encoding="utf-8")
    minted = [row(byline("publish", file, "--id-authority", "example.com,2026", *target))["name"] for _ in range(2)]
    assert minted[0] == minted[1]
    assert minted[0].startswith("tag:example.com,2026:")
