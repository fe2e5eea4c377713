"""`byline publish` on the local server, on an API and on a table."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from byline_tools.cli.desk_client import DeskClient, DeskResponse, NotDone
from tests.byline_tools.cli.results import Target, Thing, failed, row, rows
from tests.support.command_line import Byline, Result

WRONG: dict[str, dict[str, Any]] = {"a": {"title": ""}, "b": {"sections": ["nowhere"]}}
LATER = (datetime.now(UTC) + timedelta(days=400)).replace(microsecond=0)


def test_publish_reports_each_thing(publish: Callable[..., Result], section: Thing, story: Thing) -> None:
    first, second = rows(publish(section, story))
    assert (first["outcome"], first["id"], first["title"]) == ("new", f"sections/{section['slug']}", section["title"])
    assert (second["outcome"], second["id"], second["title"]) == ("new", story["id"], story["title"])
    assert (second["status"], second["published"][-1]) == ("published", "Z")


def test_publishing_the_same_file_again_changes_nothing(publish: Callable[..., Result], section: Thing, story: Thing) -> None:
    first = rows(publish(section, story))
    assert rows(publish(section, story)) == [{**each, "outcome": "unchanged"} for each in first]


def test_an_article_may_precede_its_section_in_a_file(publish: Callable[..., Result], section: Thing, story: Thing) -> None:
    assert [each["id"] for each in rows(publish(story, section))] == [f"sections/{section['slug']}", story["id"]]


def test_scheduled_articles_and_drafts_are_reported_as_such(publish: Callable[..., Result], section: Thing, story: Thing) -> None:
    draft = {**story, "draft": True}
    assert rows(publish(section, draft))[1]["status"] == "draft"
    scheduled = row(publish({**story, "published": LATER.isoformat(), "status": "scheduled"}))
    assert (scheduled["status"], scheduled["published"]) == ("scheduled", f"{LATER:%Y-%m-%dT%H:%M:%SZ}")


def test_a_terminal_gets_a_table_with_ids_and_titles_unchanged(
    publish: Callable[..., Result], section: Thing, story: Thing
) -> None:
    heading, first, second, summary = publish(section, story, looked_at=True).out.splitlines()
    assert heading.split() == ["outcome", "id", "title", "status", "published"]
    assert first.split()[:2] == ["new", f"sections/{section['slug']}"]
    assert f"{story['id']}  {story['title']}  published" in second
    assert summary.strip() == "1 new section, 1 new article"


def test_every_wrong_field_of_a_refused_article_is_listed_once(publish: Callable[..., Result], story: Thing) -> None:
    message = failed(publish({**story, "title": "", "url": "/relative", "colour": "red"}))
    assert fields(message, story) == ["url", "title", "colour", "sections"]


def test_a_section_that_does_not_exist_is_named_once(publish: Callable[..., Result], story: Thing) -> None:
    message = failed(publish(story))
    assert message.count(story["sections"][0]) == 1
    assert "store it first" in message


def test_nothing_is_stored_if_one_line_is_refused_and_every_wrong_line_is_listed(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    others = [
        {**story, "id": f"{story['id']}-{name}", "url": f"{story['url']}/{name}", **change} for name, change in WRONG.items()
    ]
    message = failed(publish(section, story, *others))
    lines = [line.split(":", 2) for line in message.removeprefix("byline: ").splitlines() if "news.ndjson:" in line]
    assert [number for _, number, _ in lines] == ["3", "4"]
    assert "title: must not be empty" in message
    assert "nowhere does not exist" in message
    assert "404" in failed(byline("show", f"sections/{section['slug']}", *target))


def test_lines_that_are_no_json_are_listed_with_all_wrong_fields(
    byline: Byline, target: Target, section: Thing, story: Thing, tmp_path: Path
) -> None:
    wrong = {**story, "title": "", "sections": []}
    files = [tmp_path / name for name in ("a.ndjson", "b.ndjson")]
    files[0].write_text(f"{json.dumps(section)}\n{{no json\n{json.dumps(wrong)}\n", encoding="utf-8")
    files[1].write_text("[1]\n", encoding="utf-8")
    message = failed(byline("publish", *files, *target))
    for expected in (f"{files[0]}:2: is not JSON", f"{files[0]}:3: article {story['id']}: title: must not", f"{files[1]}:1: "):
        assert expected in message
    assert message.endswith("\nNothing was stored.\n")
    assert "there is no" in failed(byline("show", f"sections/{section['slug']}", *target))
    shown = json.loads(byline("publish", *files, *target, "--json").out)
    assert [each["field"] for each in shown["errors"]] == [f"{files[0]}:2", f"{files[0]}:3: title", f"{files[1]}:1"]


def test_nothing_is_stored_if_something_is_in_the_files_twice(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, tmp_path: Path
) -> None:
    message = failed(publish(section, story, {**section, "title": "Other"}, {**story, "title": "Other"}))
    file = tmp_path / "news.ndjson"
    assert message.splitlines() == [
        f"byline: {file}:3: sections/{section['slug']} is already in {file}:1",
        f"{file}:4: {story['id']} is already in {file}:2",
        "Nothing was stored.",
    ]
    other = tmp_path / "other.json"
    other.write_text(json.dumps(story), encoding="utf-8")
    assert f"{other}:1: {story['id']} is already in {file}:2" in failed(byline("publish", file, other, *target))
    assert "404" in failed(byline("show", f"sections/{section['slug']}", *target))


def test_what_fails_while_it_is_stored_is_reported_with_what_was_not_tried(
    publish: Callable[..., Result], section: Thing, story: Thing, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = DeskClient.put

    def refuse(client: DeskClient, path: str, thing: Any, **options: Any) -> DeskResponse:
        if path.startswith("/articles/") and not options.get("dry_run"):
            raise NotDone(path, 409, {"detail": "Meanwhile."})
        return put(client, path, thing, **options)

    monkeypatch.setattr(DeskClient, "put", refuse)
    result = publish(section, story, {**story, "id": f"{story['id']}-2", "url": f"{story['url']}/2"})
    assert result.status == 1
    assert [each["outcome"] for each in json.loads(result.out)] == ["new", "not stored", "not stored"]
    assert result.err == "byline: Meanwhile. (409)\n1 after that not tried: publish the files again\n"


def test_a_thing_is_published_only_at_the_revision_that_was_read(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, tmp_path: Path
) -> None:
    first = rows(publish(section, story))[1]["revision"]
    file = tmp_path / "one.json"
    file.write_text(json.dumps({**story, "title": "Mine"}), encoding="utf-8")
    assert row(byline("publish", file, "--if-match", first, *target))["outcome"] == "changed"
    file.write_text(json.dumps({**story, "title": "Theirs"}), encoding="utf-8")
    assert "(412)" in failed(byline("publish", file, "--if-match", first, *target))
    assert json.loads(byline("show", story["id"], *target).out)["title"] == "Mine"


def test_what_was_shown_is_published_only_if_nobody_else_has_edited_it_since(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, tmp_path: Path
) -> None:
    publish(section, story)
    file = tmp_path / "shown.json"
    shown = json.loads(byline("show", story["id"], *target).out)
    file.write_text(json.dumps({**shown, "title": "Mine"}), encoding="utf-8")
    byline("withdraw", story["id"], "--notice", "Gone.", *target)
    assert "(412)" in failed(byline("publish", file, *target))
    stored = json.loads(byline("show", story["id"], *target).out)
    assert (stored["status"], stored["title"], stored["withdrawal"]["notice"]) == ("withdrawn", story["title"], "Gone.")


def test_a_status_in_the_file_is_obeyed(publish: Callable[..., Result], section: Thing, story: Thing) -> None:
    assert rows(publish(section, {**story, "status": "draft"}))[1]["status"] == "draft"
    assert row(publish(story))["status"] == "draft"
    assert row(publish({**story, "status": "published"}))["status"] == "published"
    assert row(publish({**story, "status": "withdrawn"}))["status"] == "withdrawn"


def test_what_show_prints_of_a_section_can_be_published(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing
) -> None:
    publish(section)
    shown = json.loads(byline("show", f"sections/{section['slug']}", *target).out)
    assert row(publish(shown))["outcome"] == "unchanged"
    assert row(publish({**shown, "title": "Other"}))["outcome"] == "changed"


def test_a_field_that_is_left_out_stays_and_null_removes_it(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing
) -> None:
    image = {"url": "https://img.example.com/1.jpg", "alt": "A ship"}
    publish({**section, "description": "All of it.", "url": "https://www.example.com/s", "image": image})
    assert row(publish({**section, "title": "Other"}))["outcome"] == "changed"
    stored = json.loads(byline("show", f"sections/{section['slug']}", *target).out)
    assert (stored["description"], stored["image"], stored["title"]) == ("All of it.", image, "Other")
    publish({**section, "description": None})
    stored = json.loads(byline("show", f"sections/{section['slug']}", *target).out)
    assert ("description" in stored, stored["url"]) == (False, "https://www.example.com/s")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"type": "poem"}, "has the type 'poem', which is neither article, section nor author"),
        ({"type": "section"}, "has no slug: it is the name in addresses"),
        ({"type": "author", "slug": ""}, "has a wrong slug: "),
        ({"type": None, "slug": "sea", "id": None}, 'has no type: add "type": "section" to sea'),
        ({"type": None, "slug": "jane", "name": "Jane"}, 'has no type: add "type": "author" to jane'),
        ({"type": "section", "slug": "a b/../c?d=e"}, "has a wrong slug: 'a b/../c?d=e'"),
        ({"id": "", "url": None}, "has an article without an id, which needs a url and --id-authority"),
    ],
)
def test_nothing_is_stored_if_one_thing_has_no_id_or_slug(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, change: Thing, message: str
) -> None:
    thing = {name: value for name, value in {**story, **change}.items() if value is not None}
    refused = failed(publish(section, thing, {"type": "poem"}))
    assert message in " ".join(refused.split())
    assert ":3: has the type 'poem'" in refused
    assert "404" in failed(byline("show", f"sections/{section['slug']}", *target))


def test_an_article_without_an_id_gets_one_made_from_its_address(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, tmp_path: Path
) -> None:
    publish(section)
    file = tmp_path / "one.json"
    file.write_text(json.dumps({name: value for name, value in story.items() if name != "id"}, indent=2), encoding="utf-8")
    minted = [row(byline("publish", file, "--id-authority", "example.com,2026", *target))["id"] for _ in range(2)]
    assert minted[0] == minted[1]
    assert minted[0].startswith("tag:example.com,2026:")


def test_wrong_fields_and_names_that_do_not_exist_are_reported_at_once(publish: Callable[..., Result], story: Thing) -> None:
    message = failed(publish({**story, "title": "", "authors": ["nobody"]}))
    assert fields(message, story) == ["title", "sections", "authors"]


def test_an_article_does_not_lack_a_section_that_the_files_have_but_is_refused(
    publish: Callable[..., Result], section: Thing, story: Thing
) -> None:
    message = failed(publish({**section, "title": ""}, story))
    (line, _) = message.splitlines()
    assert line.endswith(f":1: sections/{section['slug']}: title: must not be empty")


def test_of_many_things_that_are_refused_for_the_same_reason_ten_are_listed(
    publish: Callable[..., Result], section: Thing, story: Thing, tmp_path: Path
) -> None:
    others = [{**story, "id": f"{story['id']}-{n}", "url": f"{story['url']}/{n}"} for n in range(13)]
    lines = failed(publish(section, *({**each, "title": ""} for each in others))).splitlines()
    file = tmp_path / "news.ndjson"
    assert (len(lines), lines[10]) == (12, f"{file}: and 3 more lines have the same problem: title: must not be empty")
    publish(section, *others)
    for change in ({"id": "tag:example.com,2026:other{}"}, {"revision": "f" * 32, "title": "Other"}):
        wrong = [
            {**each, **{name: value.format(f"{story['id'][-3:]}{n}") for name, value in change.items()}}
            for n, each in enumerate(others)
        ]
        assert len(failed(publish(*wrong)).splitlines()) == 12


def fields(message: str, story: Thing) -> list[str]:
    """The fields of the article in the first line of a file that are refused."""
    assert message.splitlines()[-1] == "Nothing was stored."
    lines = [line.partition(f":1: article {story['id']}: ") for line in message.splitlines()[:-1]]
    return [found.partition(":")[0] for _, _, found in lines]


def test_what_is_changed_of_content_is_reported(publish: Callable[..., Result], section: Thing, story: Thing) -> None:
    plain = {**story, "content": "Thick.\n\nVery thick."}
    first, second = rows(publish(section, plain))
    assert "notes" not in first
    assert second["notes"] == [{"kind": "texts that became paragraphs", "what": "plain text", "number": 1}]
    assert "notes" not in rows(publish(section, plain))[1]


def test_what_is_changed_of_content_is_in_the_sum_of_a_table(
    publish: Callable[..., Result], section: Thing, story: Thing
) -> None:
    charts = '<p>Thick.</p><iframe src="https://charts.example/1"></iframe><script></script>'
    others = [{**story, "id": f"{story['id']}-{n}", "url": f"{story['url']}/{n}", "content": charts} for n in range(2)]
    assert [line.strip() for line in publish(section, *others, looked_at=True).out.splitlines()[-3:]] == [
        "1 new section, 2 new articles",
        "elements removed with their content: script 2",
        "frames that became links: charts.example 2",
    ]


def test_an_article_without_an_id_is_the_stored_one_with_its_address(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, tmp_path: Path
) -> None:
    publish(section, story)
    file = tmp_path / "one.json"
    file.write_text(json.dumps({**story, "id": None, "url": f"{story['url']}#top", "title": "Other"}), encoding="utf-8")
    again = row(byline("publish", file, "--id-authority", "example.com,2026", *target))
    assert (again["id"], again["outcome"], again["title"]) == (story["id"], "changed", "Other")


def test_two_articles_without_an_id_never_become_one(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, tmp_path: Path
) -> None:
    publish(section, story)
    file = tmp_path / "two.ndjson"
    anonymous = [{**story, "id": None, "url": f"{story['url']}#{part}"} for part in ("a", "b")]
    file.write_text("".join(json.dumps(each) + "\n" for each in anonymous), encoding="utf-8")
    assert "two.ndjson:2: " in failed(byline("publish", file, "--id-authority", "example.com,2026", *target))
