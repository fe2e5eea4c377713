"""The desk's input and output: a received value may be sent back."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from byline.desk.inputs import DeskArticle, DeskAuthor, DeskSection
from byline.desk.lifecycle_edits import StatedLifecycle
from byline.desk.shown import FeedShown, article_shown, feed_shown, profile_shown
from byline.model.article import Article
from byline.model.feed_key import SITE
from byline.model.feed_state import Head
from byline.model.lifecycle import StoredArticle, Withdrawal
from byline.model.profiles import Profile, Section
from byline.storage.desk_reader import FeedSummary
from tests.support.factories import NOW, article, author, correction, enclosure, image, section

WITHDRAWN = Withdrawal(at=NOW, notice="It was wrong.", seen=True)


@pytest.mark.parametrize(
    "stored_article",
    [
        StoredArticle(article()),
        StoredArticle(article(), draft=True),
        StoredArticle(article(published=NOW + timedelta(days=1)), draft=True),
        StoredArticle(article(published=NOW + timedelta(days=1))),
        StoredArticle(article(), withdrawal=WITHDRAWN),
        StoredArticle(article(), withdrawal=Withdrawal(at=NOW)),
        StoredArticle(article(content="", summary="")),
        StoredArticle(
            article(image=image(width=0), enclosures=(enclosure(duration=0),), corrections=(correction(),), tags=("a",))
        ),
        StoredArticle(article(language="ar", sections=(), authors=(), image=image(url=None))),
    ],
)
def test_an_article_as_it_is_returned_may_be_sent_and_means_the_same(stored_article: StoredArticle) -> None:
    sent = DeskArticle(**article_shown(stored_article, "r1", NOW))
    assert sent.to_article(stored_article.article.id, NOW) == stored_article.article
    assert sent.status is stored_article.status(NOW)
    assert (sent.withdrawal and sent.withdrawal.to_withdrawal()) == stored_article.withdrawal


@pytest.mark.parametrize("sent", [{}, {"draft": None}, {"status": None}])
def test_null_says_nothing_of_the_lifecycle(sent: dict[str, Any]) -> None:
    stated = DeskArticle(url="https://e.com/1", title="One", content="<p>One", **sent).lifecycle(aware=True)
    assert stated == StatedLifecycle(aware=True)


def test_the_time_of_the_last_edit_is_returned_and_ignored_when_it_is_sent() -> None:
    stored = article(edited=NOW + timedelta(minutes=5))
    returned = article_shown(StoredArticle(stored), "r1", NOW)
    assert returned["edited"] == "2026-03-14T12:05:00Z"
    assert DeskArticle(**returned).to_article(stored.id, NOW) == article()
    assert DeskArticle.model_json_schema()["properties"]["edited"]["readOnly"] is True


@given(title=st.text(min_size=1, max_size=40), summary=st.text(max_size=40), tags=st.lists(st.text(min_size=1, max_size=9)))
def test_any_words_are_returned_and_accepted_again_unchanged(title: str, summary: str, tags: list[str]) -> None:
    try:
        sent = DeskArticle(url="https://e.com/1", title=title, summary=summary, content=f"<p>{title}", tags=tags)
    except ValidationError:
        return
    first = sent.to_article("urn:1", NOW)
    assert DeskArticle(**article_shown(StoredArticle(first), "r1", NOW)).to_article("urn:1", NOW) == first


@pytest.mark.parametrize(
    "profile", [section(), section(image=image(), summaries_only=True), author(email="j@e.com", url="https://e.com/j"), author()]
)
def test_a_section_or_author_as_it_is_returned_may_be_sent_and_means_the_same(profile: Profile) -> None:
    kind: type[Any] = DeskSection if isinstance(profile, Section) else DeskAuthor
    assert kind(**profile_shown(profile, "r1")).to_profile(profile.slug, "https://www.example.com") == profile
    assert profile_shown(profile, "r1", retired=True)["retired"] is True


def test_an_article_without_a_time_is_published_now() -> None:
    sent = DeskArticle(url="https://e.com/1", title="A", content="")
    assert isinstance(made := sent.to_article("urn:1", NOW), Article)
    assert (made.id, made.published, made.updated) == ("urn:1", NOW, NOW)


@pytest.mark.parametrize("kind", [DeskArticle, DeskSection, DeskAuthor])
def test_an_unknown_field_is_refused(kind: type[Any]) -> None:
    with pytest.raises(ValidationError, match="colour"):
        kind(colour="red")


def test_a_feed_is_returned_in_the_form_that_is_declared() -> None:
    listed = FeedSummary(SITE, "The whole site", Head("r1", NOW, releases={"a": NOW + timedelta(hours=1)}).at(NOW))
    shown_feed = feed_shown(listed)
    assert FeedShown(**shown_feed).model_dump(exclude_unset=True).keys() == shown_feed.keys()
    assert (shown_feed["feed"], shown_feed["next_release_at"], shown_feed["max_age"]) == ("site", "2026-03-14T13:00:00Z", 3600)
