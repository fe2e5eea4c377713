"""Lists of articles, and articles by their addresses, on the local server, on an API and on a table."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.byline_tools.cli.results import Target, Thing, failed, row, rows, usage
from tests.support.command_line import Byline, Result

Publish = Callable[..., Result]
LATER = (datetime.now(UTC) + timedelta(days=300)).replace(microsecond=0)


@pytest.fixture(autouse=True)
def kathmandu(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The editor's time zone is UTC+05:45."""
    with monkeypatch.context() as zone:
        zone.setenv("TZ", "Asia/Kathmandu")
        time.tzset()
        yield
    time.tzset()


def several(story: Thing, *times: str) -> list[Thing]:
    """Articles published at these times; the number of each is the end of its id, url and title."""
    texts = {name: story[name] for name in ("id", "url", "title")}
    return [
        {**story, **{name: f"{text}{' part-' if name == 'title' else '/'}{n}" for name, text in texts.items()}, "published": at}
        for n, at in enumerate(times)
    ]


def listed(byline: Byline, target: Target, *options: object) -> list[str]:
    result = byline("list", *options, *target)
    assert (result.status, result.err) == (0, "")
    return [each["id"] for each in json.loads(result.out)["articles"]]


def test_a_list_is_filtered_and_goes_on_at_its_cursor(
    publish: Publish, byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    things = several(story, "2026-03-13T18:00:00Z", "2026-03-13T18:30:00Z", "2026-03-14T18:14:59Z", "2026-03-14T18:15:00Z")
    publish(section, *things)
    ids, only = [each["id"] for each in reversed(things)], ("--section", section["slug"])
    assert listed(byline, target, *only) == ids
    assert listed(byline, target, *only, "--day", "2026-03-14") == ids[1:3]  # it begins at 18:15 in UTC
    assert listed(byline, target, *only, "--from", "2026-03-14", "--until", "2026-03-14") == ids[1:3]
    assert listed(byline, target, *only, "--from", "2026-03-14T18:15:00Z") == ids[:1]
    assert listed(byline, target, *only, "--words", "PART-2 story", "--status", "published") == ids[1:2]
    page = json.loads(byline("list", *only, "--limit", 3, *target).out)
    assert [each["id"] for each in page["articles"]] == ids[:3]
    assert listed(byline, target, *only, "--cursor", page["cursor"]) == ids[3:]


def test_a_table_has_whole_ids_and_local_times_even_in_a_narrow_terminal(
    publish: Publish, byline: Byline, target: Target, section: Thing, story: Thing, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = {**story, "id": f"{story['id']}:{'long' * 20}", "title": "A title of many words " * 4}
    publish(section, *several(long, "2026-03-14T20:00:00Z", "2026-03-14T21:00:00Z"))
    monkeypatch.setenv("COLUMNS", "72")
    result = byline("list", "--section", section["slug"], "--limit", 1, *target, looked_at=True)
    assert f"{long['id']}/1" in result.out
    assert "2026-03-15 02:45 +0545" in result.out
    assert "There are more: --cursor " in result.out


def test_days_do_not_go_with_spans_and_unknown_sections_are_reported(byline: Byline, target: Target) -> None:
    assert byline("list", "--day", "2026-03-14", "--from", "2026-03-14", *target).status == 2
    assert byline("list", "--from", "yesterday", *target).status == 2
    assert "there is no feed called sections/wrold" in failed(byline("list", "--section", "wrold", *target))


def test_drafts_and_scheduled_articles_are_listed_with_headline_sections_and_both_times(
    publish: Publish, byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    draft, waiting = several(story, f"{LATER:%Y-%m-%dT%H:%M:%SZ}", f"{LATER:%Y-%m-%dT%H:%M:%SZ}")
    publish(section, {**draft, "draft": True}, waiting)
    for command, thing in (("drafts", draft), ("scheduled", waiting)):
        (found,) = (each for each in rows(byline(command, *target)) if each["id"] == thing["id"])
        assert (found["title"], found["sections"]) == (thing["title"], [section["slug"]])
        (line,) = (each for each in byline(command, *target, looked_at=True).out.splitlines() if thing["id"] in each)
        local = LATER + timedelta(hours=5, minutes=45)
        assert all(text in line for text in (f"{local:%Y-%m-%d %H:%M} +0545", f"{LATER:%m-%d %H:%MZ}", section["slug"]))


def test_a_draft_without_a_time_to_come_is_listed_without_one(
    publish: Publish, byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, {**story, "draft": True})
    for command in (["drafts"], ["list", "--section", section["slug"]]):
        assert story["id"] in byline(*command, *target, looked_at=True).out
    (found,) = (each for each in rows(byline("drafts", *target)) if each["id"] == story["id"])
    assert "published" not in found


def test_what_begins_after_its_end_is_refused(byline: Byline, target: Target) -> None:
    for until in ("2026-03-13", "2026-03-14T00:00:00+05:45"):
        said = usage(byline("list", "--from", "2026-03-14", "--until", until, *target))
        assert "--from is not before --until: nothing can be between them" in said


def test_an_article_is_named_by_its_address_in_every_command(
    publish: Publish, byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, {**story, "published": "2026-03-14T06:30:00Z"})
    address = f"{story['url'].replace('https', 'http')}/"
    assert json.loads(byline("show", address, *target).out)["id"] == story["id"]
    assert row(byline("correct", address, "--note", "It was thin.", *target))["id"] == story["id"]
    assert row(byline("withdraw", address, *target))["status"] == "withdrawn"
    assert row(byline("restore", address, *target))["status"] == "published"
    assert "there is no article https://www.example.com/nowhere" in failed(
        byline("show", "https://www.example.com/nowhere", *target)
    )


def test_a_mistyped_id_is_answered_with_the_nearest(
    publish: Publish, byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, story)
    wrong = f"{story['id']}0".replace("rocket", "roket")
    assert f"did you mean {story['id']} ({story['title']})?" in failed(byline("show", wrong, *target))


def test_an_article_is_named_by_the_guid_that_readers_know(
    publish: Publish, byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    known = {**story, "guid": "5ddc9141c35e7700383b2937"}
    publish(section, known)
    assert json.loads(byline("show", known["guid"], *target).out)["id"] == known["id"]
    second = {**known, "id": f"{story['id']}-second", "url": f"{story['url']}-second"}
    assert f"by which readers know article {known['id']}" in failed(publish(second))


def test_an_address_is_taken_by_one_article_only_unless_it_is_moved(
    publish: Publish, byline: Byline, target: Target, section: Thing, story: Thing, tmp_path: object
) -> None:
    publish(section, story)
    second = {**story, "id": f"{story['id']}-second"}
    assert f"which article {story['id']} has" in failed(publish(second))
    file = f"{tmp_path}/second.json"
    with open(file, "w", encoding="utf-8") as written:  # noqa: PTH123 - the path is a text
        json.dump(second, written)
    assert row(byline("publish", file, "--move-address", *target))["outcome"] == "new"
    assert json.loads(byline("show", story["url"], *target).out)["id"] == second["id"]


def test_two_articles_of_a_file_with_one_address_are_refused_before_anything_is_stored(
    publish: Publish, byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    message = failed(publish(section, story, {**story, "id": f"{story['id']}-second"}))
    assert ":3: article" in message
    assert "Nothing was stored." in message
    assert "there is no article" in failed(byline("show", story["id"], *target))


def test_two_articles_of_a_file_with_one_guid_are_refused_before_anything_is_stored(
    publish: Publish, byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    second = {**story, "id": f"{story['id']}-second", "url": f"{story['url']}-second", "guid": story["id"]}
    message = failed(publish(section, story, second))
    assert f"cannot have the guid {story['id']}" in message
    assert "Nothing was stored." in message
    assert "there is no article" in failed(byline("show", story["id"], *target))
