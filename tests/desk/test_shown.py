"""The desk's output, member by member: defaults are omitted, except an article's content."""

from datetime import timedelta
from typing import Any

import pytest

from byline.desk.shown import article_shown, feed_shown, profile_shown, scheduled_shown
from byline.model.feed_key import SITE
from byline.model.feed_state import Head
from byline.model.lifecycle import StoredArticle, Withdrawal
from byline.model.profiles import Profile
from byline.storage.desk_reader import FeedSummary, ScheduledArticle
from tests.support.factories import NOW, SHIP, article, author, correction, enclosure, image, section

MINUTE = timedelta(minutes=1)
FULL = StoredArticle(
    article(
        language="de",
        tags=("ships", "sea"),
        image=image(),
        enclosures=(enclosure(), enclosure(url="https://media.example.com/0.mp3", length=0, duration=None, title="")),
        corrections=(correction(),),
        updated=NOW,
        edited=NOW + timedelta(minutes=5),
    ),
    withdrawal=Withdrawal(at=NOW, notice="It was wrong.", seen=True),
)
BARE = StoredArticle(article(summary="", content="", sections=(), authors=()))
ARTICLES: list[tuple[StoredArticle, dict[str, Any]]] = [
    (
        FULL,
        {
            "id": "tag:example.com,2026:0001",
            "url": "https://www.example.com/world/1",
            "title": "Headline 1",
            "published": "2026-03-14T11:59:00Z",
            "updated": "2026-03-14T12:00:00Z",
            "edited": "2026-03-14T12:05:00Z",
            "summary": "Summary 1.",
            "content": "<p>Content 1.</p>",
            "language": "de",
            "sections": ["world"],
            "authors": ["jane-doe"],
            "tags": ["ships", "sea"],
            "image": SHIP,
            "enclosures": [
                {
                    "url": "https://media.example.com/talk.mp3",
                    "media_type": "audio/mpeg",
                    "length": 1234567,
                    "duration": 321,
                    "title": "The talk",
                },
                {"url": "https://media.example.com/0.mp3", "media_type": "audio/mpeg", "length": 0},
            ],
            "corrections": [{"note": "The ship was longer than we said.", "at": "2026-03-14T12:00:00Z"}],
            "status": "withdrawn",
            "withdrawal": {"at": "2026-03-14T12:00:00Z", "notice": "It was wrong.", "seen": True},
        },
    ),
    (
        BARE,
        {
            "id": "tag:example.com,2026:0001",
            "url": "https://www.example.com/world/1",
            "title": "Headline 1",
            "published": "2026-03-14T11:59:00Z",
            "updated": "2026-03-14T11:59:00Z",
            "content": "",
            "status": "published",
        },
    ),
]
PROFILES: list[tuple[Profile, dict[str, Any]]] = [
    (
        section(url="https://www.example.com/world", image=image(), summaries_only=True),
        {
            "type": "section",
            "slug": "world",
            "title": "World",
            "description": "All about world.",
            "url": "https://www.example.com/world",
            "image": SHIP,
            "summaries_only": True,
        },
    ),
    (section(description=""), {"type": "section", "slug": "world", "title": "World"}),
    (
        author(url="https://www.example.com/jane", email="jane@example.com", image=image(url=None, width=0)),
        {
            "type": "author",
            "slug": "jane-doe",
            "name": "Jane Doe",
            "bio": "Jane Doe writes.",
            "url": "https://www.example.com/jane",
            "email": "jane@example.com",
            "image": {name: value for name, value in SHIP.items() if name != "url"} | {"width": 0},
        },
    ),
    (author(bio=""), {"type": "author", "slug": "jane-doe", "name": "Jane Doe"}),
]


@pytest.mark.parametrize(("stored_article", "shown"), ARTICLES, ids=["full", "bare"])
def test_an_article_is_shown_with_all_it_has(stored_article: StoredArticle, shown: dict[str, Any]) -> None:
    assert article_shown(stored_article, None, NOW) == shown


def test_a_draft_has_a_status_and_a_time_only_if_that_is_to_come() -> None:
    undated, dated = (StoredArticle(article(published=NOW + wait), draft=True) for wait in (-MINUTE, MINUTE))
    shown = [article_shown(each, None, NOW) for each in (undated, dated)]
    assert [each["status"] for each in shown] == ["draft", "draft"]
    assert ["draft" in each for each in shown] == [False, False]
    assert [each.get("published") for each in shown] == [None, "2026-03-14T12:01:00Z"]


def test_a_withdrawn_draft_is_shown_as_both() -> None:
    shown = article_shown(StoredArticle(article(), draft=True, withdrawal=Withdrawal(at=NOW)), None, NOW)
    assert (shown["draft"], shown["status"], shown["published"]) == (True, "withdrawn", "2026-03-14T11:59:00Z")


@pytest.mark.parametrize(("profile", "shown"), PROFILES, ids=["full section", "bare section", "full author", "bare author"])
def test_a_profile_is_shown_with_all_it_has(profile: Profile, shown: dict[str, Any]) -> None:
    assert profile_shown(profile, None) == shown
    assert profile_shown(profile, "r1", retired=True) == {**shown, "retired": True, "revision": "r1"}


def test_what_an_older_version_let_in_is_shown_as_it_is_stored() -> None:
    stored = article(title="Q&amp;A", content="<div>" * 300, summary="<b>bold</b>")
    shown = article_shown(StoredArticle(stored), None, NOW)
    assert (shown["title"], shown["content"], shown["summary"]) == (stored.title, stored.content, stored.summary)


def test_a_feed_is_shown_with_its_state() -> None:
    head = Head("r1", NOW, releases={"a": NOW + timedelta(hours=1)})
    assert feed_shown(FeedSummary(SITE, "The whole site", head.at(NOW))) == {
        "feed": "site",
        "title": "The whole site",
        "revision": "r1",
        "changed_at": "2026-03-14T12:00:00Z",
        "next_release_at": "2026-03-14T13:00:00Z",
        "max_age": 3600,
    }


def test_a_feed_in_which_nothing_waits_names_no_time() -> None:
    assert "next_release_at" not in feed_shown(FeedSummary(SITE, "The whole site", Head("r1", NOW).at(NOW)))


def test_a_scheduled_article_is_shown_with_its_time() -> None:
    assert scheduled_shown(ScheduledArticle("urn:1", NOW), {}) == {"id": "urn:1", "published": "2026-03-14T12:00:00Z"}
