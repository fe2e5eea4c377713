"""Edits of one article, and lists, on the local server, on an API and on a table."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from byline_http.article_addresses import path_of
from byline_tools.local.server import Service
from tests.byline_tools.cli.results import Target, Thing, between, failed, row, rows, usage
from tests.support.command_line import Byline, Result

LATER = (datetime.now(UTC) + timedelta(days=400)).replace(microsecond=0)


def test_a_withdrawn_article_is_reported_with_its_notice(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, story)
    found = row(byline("withdraw", story["id"], "--notice", "It was another ship + harbour & 100 %.", *target))
    assert (found["status"], found["withdrawal"]["notice"]) == ("withdrawn", "It was another ship + harbour & 100 %.")


def test_a_withdrawn_article_stays_so_until_it_is_restored(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    published = rows(publish(section, story))[1]["published"]
    assert row(byline("withdraw", story["id"], "--notice", "Gone.", *target))["outcome"] == "changed"
    assert "is withdrawn: restore it first" in failed(publish(story))
    repeated = row(byline("withdraw", story["id"], *target))
    assert (repeated["outcome"], repeated["withdrawal"]["notice"]) == ("unchanged", "Gone.")
    restored = row(byline("restore", story["id"], *target))
    assert (restored["outcome"], restored["status"], restored["published"]) == ("changed", "published", published)
    assert row(publish(story))["outcome"] == "unchanged"


def test_a_published_correction_survives_the_file_that_does_not_mention_it(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, {**story, "published": "2026-03-14T06:30:00Z"})
    corrected = row(byline("correct", story["id"], "--note", "It was thin.", *target))
    assert row(publish(story))["outcome"] == "unchanged"
    assert json.loads(byline("show", story["id"], *target).out)["corrections"] == corrected["corrections"]


def test_a_correction_changes_the_text_in_the_same_edit(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, tmp_path: Path
) -> None:
    publish(section, {**story, "published": "2026-03-14T06:30:00Z"})
    file = tmp_path / "new.json"
    file.write_text(json.dumps({"content": "<p>Thin.</p>"}), encoding="utf-8")
    found = row(byline("correct", story["id"], "--note", "It was thin.", "--file", file, *target))
    assert (found["content"], [each["note"] for each in found["corrections"]]) == ("<p>Thin.</p>", ["It was thin."])


def test_what_nobody_has_read_cannot_be_corrected(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, {**story, "draft": True})
    refused = failed(byline("correct", story["id"], "--note", "It was thin.", *target))
    assert "\n  --note: corrects what nobody has read yet" in refused


def editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, old: str, new: str) -> None:
    """An $EDITOR that replaces `old` by `new`."""
    script = tmp_path / "editor"
    script.write_text(f"#!/bin/sh\nsed -i 's#{old}#{new}#' \"$1\"\n", encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(script))


def test_edit_stores_what_was_changed_in_the_editor(
    publish: Callable[..., Result],
    byline: Byline,
    target: Target,
    section: Thing,
    story: Thing,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    publish(section, story)
    editor(monkeypatch, tmp_path, "Thick", "Thin")
    assert row(byline("edit", story["id"], *target))["content"] == "<p>Thin.</p>"
    assert row(byline("edit", story["id"], *target))["outcome"] == "unchanged"
    editor(monkeypatch, tmp_path, "Section", "Part")
    assert row(byline("edit", f"sections/{section['slug']}", *target))["title"].startswith("Part")


def test_edit_keeps_the_text_if_somebody_else_was_faster(
    publish: Callable[..., Result],
    byline: Byline,
    target: Target,
    section: Thing,
    story: Thing,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    publish(section, story)
    editor(monkeypatch, tmp_path, "Thick", "Thin")
    with monkeypatch.context() as patch:
        between(patch, lambda desk: desk.put(path_of(story["id"]), {**story, "title": "Meanwhile"}))
        message = failed(byline("edit", story["id"], *target))
    assert "(412)" in message
    kept = Path(message.split("Your text is in ")[1].split(": take")[0])
    assert json.loads(kept.read_text(encoding="utf-8"))["content"] == "<p>Thin.</p>"
    kept.unlink()
    assert json.loads(byline("show", story["id"], *target).out)["title"] == "Meanwhile"


@pytest.mark.parametrize("other", [{"id": "tag:example.com,2026:other"}, {"type": "section"}])
def test_the_file_of_a_correction_is_that_article(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, tmp_path: Path, other: Thing
) -> None:
    publish(section, story)
    file = tmp_path / "other.json"
    file.write_text(json.dumps({"title": "Another", **other}), encoding="utf-8")
    assert "--file" in usage(byline("correct", story["id"], "--note", "Wrong.", "--file", file, *target))
    assert json.loads(byline("show", story["id"], *target).out)["title"] == story["title"]


def test_an_empty_notice_is_not_sent_by_accident(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, story)
    byline("withdraw", story["id"], "--notice", "Gone.", *target)
    assert "--no-notice" in usage(byline("withdraw", story["id"], "--notice", "", *target))
    assert json.loads(byline("show", story["id"], *target).out)["withdrawal"]["notice"] == "Gone."
    assert "notice" not in row(byline("withdraw", story["id"], "--no-notice", *target))["withdrawal"]


def test_a_notice_that_nobody_is_shown_is_reported_as_such(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, {**story, "status": "draft"})
    result = byline("withdraw", story["id"], "--notice", "Gone.", *target)
    assert (result.status, json.loads(result.out)[0]["outcome"]) == (0, "changed")
    assert result.err == "byline: nobody has seen the article, so its notice is stored, but not shown\n"
    assert "does not go with" in usage(byline("withdraw", story["id"], "--notice", "Gone.", "--no-notice", *target))


def test_a_correction_is_added_once_and_moves_the_time_of_change(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, {**story, "published": "2026-03-14T06:30:00Z"})
    found = [row(byline("correct", story["id"], "--note", "It was thin.", *target)) for _ in range(2)]
    assert [each.pop("outcome") for each in found] == ["changed", "unchanged"]
    assert found[0] == found[1]
    assert [each["note"] for each in found[0]["corrections"]] == ["It was thin."]
    assert found[0]["updated"] == found[0]["corrections"][0]["at"]


def test_a_note_is_compared_as_it_is_stored(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, {**story, "published": "2026-03-14T06:30:00Z"})
    found = [row(byline("correct", story["id"], "--note", note, *target)) for note in ("Typo  fixed. ", "Typo  fixed. ")]
    assert [each["outcome"] for each in found] == ["changed", "unchanged"]
    assert [each["note"] for each in found[1]["corrections"]] == ["Typo fixed."]


def test_plain_text_that_becomes_paragraphs_is_reported_of_every_edit(
    publish: Callable[..., Result],
    byline: Byline,
    target: Target,
    section: Thing,
    story: Thing,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    publish(section, {**story, "published": "2026-03-14T06:30:00Z"})
    file = tmp_path / "new.json"
    file.write_text(json.dumps({"content": "Thin.\n\nVery thin."}), encoding="utf-8")
    notes = [{"kind": "texts that became paragraphs", "what": "plain text", "number": 1}]
    call = ("correct", story["id"], "--note", "It was thin.", "--file", file, *target)
    assert row(byline(*call))["notes"] == notes
    assert "notes" not in row(byline(*call))
    editor(monkeypatch, tmp_path, "<p>Thin.*Very thin.</p>", "None.")
    edited = byline("edit", story["id"], *target, looked_at=True).out
    assert edited.splitlines()[-1].strip() == "texts that became paragraphs: plain text 1"


def test_a_field_that_is_renamed_in_the_editor_is_missing(
    publish: Callable[..., Result],
    byline: Byline,
    target: Target,
    section: Thing,
    story: Thing,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    publish(section, story)
    editor(monkeypatch, tmp_path, '"title"', '"titel"')
    for name in (story["id"], f"sections/{section['slug']}"):
        message = failed(byline("edit", name, *target))
        assert "title: is required: it cannot be removed" in message
        assert "titel: is not a field here: did you mean title?" in message
        Path(message.split("Your text is in ")[1].split(": take")[0]).unlink()


def test_a_note_that_was_used_before_is_added_again_with_another_change(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, tmp_path: Path
) -> None:
    publish(section, {**story, "published": "2026-03-14T06:30:00Z"})
    file = tmp_path / "new.json"
    numbers = []
    for content in ("<p>Thin.</p>", "<p>Thin.</p>", "<p>None.</p>"):
        file.write_text(json.dumps({"content": content}), encoding="utf-8")
        found = row(byline("correct", story["id"], "--note", "Wrong.", "--file", file, *target))
        numbers.append((found["outcome"], found["content"], len(found["corrections"])))
    assert numbers == [("changed", "<p>Thin.</p>", 1), ("unchanged", "<p>Thin.</p>", 1), ("changed", "<p>None.</p>", 2)]


def test_a_correction_does_not_publish_a_withdrawn_article(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    publish(section, story)
    byline("withdraw", story["id"], *target)
    assert "is withdrawn" in failed(byline("correct", story["id"], "--note", "It was thin.", *target))
    assert json.loads(byline("show", story["id"], *target).out)["status"] == "withdrawn"


def test_a_correction_does_not_overwrite_another_edit(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(section, story)
    with monkeypatch.context() as patch:
        between(patch, lambda desk: desk.put(path_of(story["id"]), {**story, "title": "Meanwhile"}))
        message = failed(byline("correct", story["id"], "--note", "It was thin.", *target))
    assert "(412)" in message
    assert "read it again before you change it" in message
    stored = json.loads(byline("show", story["id"], *target).out)
    assert (stored["title"], "corrections" in stored) == ("Meanwhile", False)


def test_a_file_with_a_revision_corrects_only_what_nobody_else_has_edited_since(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, tmp_path: Path
) -> None:
    publish(section, {**story, "published": "2026-03-14T06:30:00Z"})
    file = tmp_path / "shown.json"
    file.write_text(byline("show", story["id"], *target).out.replace("Thick", "Thin"), encoding="utf-8")
    publish({**story, "title": "Meanwhile"})
    assert "(412)" in failed(byline("correct", story["id"], "--note", "It was thin.", "--file", file, *target))
    stored = json.loads(byline("show", story["id"], *target).out)
    assert (stored["title"], stored["content"], "corrections" in stored) == ("Meanwhile", "<p>Thick.</p>", False)
    file.write_text(json.dumps(stored).replace("Thick", "Thin"), encoding="utf-8")
    assert row(byline("correct", story["id"], "--note", "It was thin.", "--file", file, *target))["content"] == "<p>Thin.</p>"


def test_the_file_of_a_correction_names_the_stored_corrections_or_none(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing, tmp_path: Path
) -> None:
    publish(section, {**story, "published": "2026-03-14T06:30:00Z"})
    byline("correct", story["id"], "--note", "It was thin.", *target)
    stored = json.loads(byline("show", story["id"], *target).out)["corrections"]
    file = tmp_path / "new.json"
    call = ("correct", story["id"], "--note", "It was none.", "--file", file, *target)
    for other in ([], None, [{**stored[0], "note": "Another."}], "It was thin."):
        file.write_text(json.dumps({"title": "Corrected", "corrections": other}), encoding="utf-8")
        assert "leave `corrections` out of it" in usage(byline(*call))
    file.write_text(json.dumps({"title": "Corrected", "corrections": stored}), encoding="utf-8")
    found = row(byline(*call))
    assert (found["title"], [each["note"] for each in found["corrections"]]) == ("Corrected", ["It was thin.", "It was none."])


def test_show_gives_the_stored_thing_as_json(
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
    assert rows(publish(section, {**story, "id": article_id}))[1]["id"] == article_id
    assert json.loads(byline("show", article_id, *target).out)["id"] == article_id
    assert row(byline("withdraw", article_id, *target))["id"] == article_id


@pytest.mark.parametrize("command", [("show",), ("withdraw",), ("correct", "--note", "Thin.")])
def test_an_unknown_article_is_reported_by_its_id(byline: Byline, target: Target, command: Target) -> None:
    message = failed(byline(*command, "tag:example.com,2026:nowhere", *target))
    assert message == "byline: there is no article tag:example.com,2026:nowhere (404)\n"


def test_scheduled_articles_are_listed_earliest_first(
    publish: Callable[..., Result], byline: Byline, target: Target, section: Thing, story: Thing
) -> None:
    times = {f"{story['id']}-{hours}": LATER + timedelta(hours=hours) for hours in (2, 1)}
    waiting = ({**story, "id": name, "url": f"{story['url']}/{at:%H}", "published": at.isoformat()} for name, at in times.items())
    publish(section, *waiting)
    found = [each for each in rows(byline("scheduled", *target)) if each["id"] in times]
    assert [each["id"] for each in found] == [f"{story['id']}-1", f"{story['id']}-2"]
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


def test_a_desk_is_edited_at_its_address(byline: Byline, service: Service, section: Thing, story: Thing, tmp_path: Path) -> None:
    file = tmp_path / "news.ndjson"
    file.write_text(f"{json.dumps(section)}\n{json.dumps(story)}\n", encoding="utf-8")
    assert [each["outcome"] for each in rows(byline("publish", file, "--api", service.desk))] == ["new", "new"]
    assert json.loads(byline("show", story["id"], "--api", service.desk).out)["title"] == story["title"]
