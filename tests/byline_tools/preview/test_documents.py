"""byline_tools.preview.documents: articles as feeds show them, and what the desk shows as values of the model."""

import pytest

from byline.desk.shown import article_shown, profile_shown
from byline.formats.registry import FORMATS, Format
from byline.formats.rendering import render
from byline.model.feed_key import FeedKey, author_feed, section_feed
from byline.model.lifecycle import Status, StoredArticle, Withdrawal
from byline.model.profiles import Author, Profile, Section
from byline_tools.preview.documents import FILE_NAMES, documents, feed_of
from byline_tools.preview.shown import ShownArticle, article_from, profile_from
from tests.support.factories import NOW, article, author, feed, full_article, full_author, full_section, section, site

GONE = Withdrawal(at=NOW, notice="We took this back.", seen=True)


@pytest.mark.parametrize("stored", [full_article(), article(), article(sections=(), authors=(), summary="")])
def test_what_the_desk_shows_is_the_article_again(stored: object) -> None:
    shown = article_from(article_shown(StoredArticle(stored), "r1", NOW), NOW)  # type: ignore[arg-type]
    assert shown == ShownArticle(stored, Status.PUBLISHED)  # type: ignore[arg-type]


def test_what_the_desk_shows_is_the_section_or_author_again() -> None:
    assert profile_from(Section, profile_shown(full_section(), "r1", retired=True)) == full_section()
    assert profile_from(Author, profile_shown(full_author(), None)) == full_author()


@pytest.mark.parametrize("format_", FORMATS, ids=lambda each: each.name)
def test_a_document_is_that_of_the_sites_feed_with_the_newest_article_first(format_: Format) -> None:
    shown = [ShownArticle(article(2), Status.PUBLISHED), ShownArticle(article(1), Status.DRAFT)]
    profiles: dict[FeedKey, Profile] = {section_feed("world"): section(), author_feed("jane-doe"): author()}
    (made,) = documents(feed_of(site(), shown, profiles), shown, [format_.name])
    served = feed(article(1), article(2), site=site(), changed_at=article(1).updated, max_age=300)
    assert (made.content, []) == render(served, format_)


def test_a_withdrawn_article_is_shown_by_its_notice_and_one_without_is_not() -> None:
    noticed = article_from(article_shown(StoredArticle(article(), withdrawal=GONE), "r1", NOW), NOW)
    unseen = article_from(article_shown(StoredArticle(article(), withdrawal=Withdrawal(at=NOW)), "r1", NOW), NOW)
    assert [each.title for each in feed_of(site(), [noticed], {}).articles] == ["We took this back."]
    assert len(feed_of(site(), [noticed], {}).tombstones) == 1
    assert feed_of(site(), [unseen], {}).articles == ()


def test_the_page_says_what_each_article_is() -> None:
    later = ShownArticle(article(), Status.SCHEDULED)
    (page,) = documents(feed_of(site(), [later], {}), [later], ["page"])
    assert b"tag:example.com,2026:0001: scheduled for 2026-03-14T11:59:00Z" in page.content


def test_an_article_that_a_format_cannot_carry_is_remarked_on() -> None:
    huge = ShownArticle(article(content="<" * 299_000), Status.DRAFT)
    made = {each.format: each for each in documents(feed_of(site(), [huge], {}), [huge], list(FILE_NAMES))}
    assert "bytes as RSS" in made["rss"].remarks[0]
    assert b"<item>" not in made["rss"].content
    assert list(made) == ["rss", "atom", "json", "page"]
