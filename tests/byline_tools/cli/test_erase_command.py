"""`byline erase` on the local server, on an API and on a table."""

import json
from collections.abc import Callable

import boto3
import pytest

from byline_tools.local.stack import TABLE_NAME
from tests.byline_tools.cli.results import Target, Thing, failed, row, rows
from tests.support.command_line import Byline, Result

Publish = Callable[..., Result]
REASON = ("--reason", "Court of Hamburg")


def test_an_article_is_erased_with_its_history(
    byline: Byline, target: Target, publish: Publish, section: Thing, story: Thing
) -> None:
    publish(section, story)
    publish({**story, "title": "Another"})
    done = row(byline("erase", story["id"], *REASON, "--yes", *target))
    assert (done["outcome"], done["reason"], done["versions"]) == ("changed", "Court of Hamburg", 1)
    assert any("point-in-time recovery" in each for each in done["remains"])
    assert json.loads(byline("show", story["id"], *target).out)["title"] == "Erased"
    assert [each["what"] for each in rows(byline("history", story["id"], *target))] == ["erased"]
    assert "was erased for good" in failed(publish(story))
    assert "was erased for good" in failed(byline("correct", story["id"], "--note", "It was thin.", *target))


def test_people_read_what_remains_elsewhere(
    byline: Byline, target: Target, publish: Publish, section: Thing, story: Thing
) -> None:
    publish(section, story)
    shown = byline("erase", story["id"], *REASON, "--yes", *target, looked_at=True).out
    assert "What remains elsewhere:" in shown
    assert "Court of Hamburg" in shown


def test_nothing_is_erased_unless_it_is_confirmed(
    byline: Byline, target: Target, publish: Publish, section: Thing, story: Thing, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(section, story)
    result = byline("erase", story["id"], *REASON, *target)
    assert result.status == 1
    assert json.loads(byline("show", story["id"], *target).out)["title"] == story["title"]


def test_an_author_is_erased(byline: Byline, target: Target, publish: Publish, number: int) -> None:
    publish({"type": "author", "slug": f"author-{number}", "name": "Jane Q. Doe"})
    done = row(byline("erase", f"authors/author-{number}", *REASON, "--name", "A reporter", "--yes", *target))
    assert json.loads(byline("show", f"authors/{done['slug']}", *target).out)["name"] == "A reporter"


def test_an_author_stays_erased_and_a_new_one_needs_another_slug(
    byline: Byline, target: Target, publish: Publish, number: int
) -> None:
    author = {"type": "author", "slug": f"author-{number}", "name": "Jane Q. Doe"}
    publish(author)
    slug = row(byline("erase", f"authors/author-{number}", *REASON, "--yes", *target))["slug"]
    answers = [publish(author), byline("revive", "author", slug, *target), byline("rename", "author", slug, "jane", *target)]
    for answer in answers:
        assert "the author stays erased, and a new author needs another slug" in failed(answer)


def test_every_slug_that_an_erased_author_had_stays_in_keys_and_the_report_says_so(
    byline: Byline, target: Target, publish: Publish, number: int
) -> None:
    slugs = [f"jane-{number}", f"jane-{number}-roe"]
    publish({"type": "author", "slug": slugs[0], "name": "Jane Doe"})
    byline("rename", "author", *slugs, *target)
    done = row(byline("erase", f"authors/{slugs[1]}", *REASON, "--yes", *target))
    keys = {item["pk"]["S"] for item in boto3.client("dynamodb").scan(TableName=TABLE_NAME)["Items"]}
    assert keys >= {f"FEED#authors/{slug}" for slug in slugs}
    assert any("every slug that an author had" in each for each in done["remains"])


def test_only_an_author_gets_another_name(byline: Byline, target: Target) -> None:
    result = byline("erase", "tag:example.com,2026:1", *REASON, "--name", "A reporter", *target)
    assert (result.status, "--name is for authors" in result.err) == (2, True)
