"""`byline import` of an export of Ghost: what is stored, and what is reported."""

import json
from pathlib import Path
from typing import Any

import pytest

from byline.desk.publisher import Publisher
from byline.model.feed_key import author_feed, section_feed
from byline.storage.dynamodb import Table
from byline_tools.local.stack import TABLE_NAME
from tests.support.command_line import Byline
from tests.support.ghost import export, post, tag, tagged, user

TO = ("--to", TABLE_NAME, "--site-url", "https://www.example.com", "--id-authority", "example.com,2026")
PAID = "<p>Open.</p><!--members-only--><p>Secret.</p>"
TABLES: dict[str, Any] = {
    "tags": [tag("coast", "Coast"), tag("leaks", "Leaks")],
    "posts_tags": [*tagged(1, ["coast"]), *tagged(2, ["leaks"])],
    "users": [user("jane", "Jane Doe"), user("sam", "Sam Source")],
}


@pytest.fixture
def ghost(tmp_path: Path) -> Path:
    path = tmp_path / "the-gazette.ghost.json"
    posts = [post(1), post(2, visibility="paid", html=PAID, author_id="sam"), post(3, status="draft"), post(4, type="page")]
    path.write_text(json.dumps(export(*posts, **TABLES)), encoding="utf-8")
    return path


def test_an_export_is_imported_and_reported(byline: Byline, table: Table, ghost: Path) -> None:
    result = byline("import", ghost, *TO)
    assert (result.status, result.out.splitlines()[:4]) == (
        0,
        [
            "1 new author, 3 new articles, 2 new redirects",
            "2 articles are drafts: members only (paid) 1, draft 1",
            f"{ghost}:2: Headline 2 is a draft: members only (paid)",
            f"{ghost}:3: Headline 3 is a draft: draft",
        ],
    )
    assert "left out: page 1" in result.out


def test_importing_an_export_again_changes_nothing(byline: Byline, table: Table, ghost: Path) -> None:
    byline("import", ghost, *TO)
    assert byline("import", ghost, *TO).out.startswith("1 unchanged author, 3 unchanged articles, 2 unchanged redirects\n")


def test_sections_and_authors_that_only_drafts_name_are_not_public(
    byline: Byline, table: Table, ghost: Path, publisher: Publisher
) -> None:
    byline("import", ghost, *TO, "--sections", "coast=tag:coast,leaks=tag:leaks")
    named = {section_feed("coast"), section_feed("leaks"), author_feed("jane"), author_feed("sam")}
    assert publisher.existing(named) == {section_feed("coast"), author_feed("jane")}


def test_previews_types_and_addresses_are_chosen(byline: Byline, table: Table, ghost: Path) -> None:
    choices = ("--members-only", "preview", "--types", "post,page", "--url-pattern", "/{year}/{slug}/")
    report = json.loads(byline("import", ghost, *TO, *choices, "--json").out)
    assert report["new"] == {"author": 2, "article": 4, "redirect": 3}
    assert report["report"]["counts"]["drafts"] == {"draft": 1}


def test_a_wrong_path_is_refused(byline: Byline, ghost: Path) -> None:
    result = byline("import", ghost, *TO, "--url-pattern", "/{title}/")
    assert (result.status, "--url-pattern" in result.err) == (2, True)


def test_members_only_still_takes_terms_beside_preview(byline: Byline, table: Table, ghost: Path) -> None:
    result = byline("import", ghost, *TO, "--members-only", "preview,tag:coast")
    assert "members only (tag:coast) 1" in result.out


def test_a_post_that_is_refused_keeps_nothing_else_from_being_stored(byline: Byline, table: Table, ghost: Path) -> None:
    ghost.write_text(json.dumps(export(post(1), post(2, id="", slug=""))), encoding="utf-8")
    result = byline("import", ghost, *TO)
    assert (result.status, result.out.splitlines()[0]) == (1, "1 new author, 1 new article, 2 new redirects")
    assert f"{ghost}:2: has neither slug nor id" in result.err
