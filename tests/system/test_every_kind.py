"""Every kind of feed has one row, and all code that depends on the kind of a feed handles every kind."""

from dataclasses import fields
from typing import get_args

import pytest

from byline.formats.directory import HEADINGS
from byline.formats.registry import FORMATS, RSS, document_at
from byline.intake.inputs import ANY_INPUT
from byline.model.article import Article
from byline.model.feed_key import SITE, FeedKey, Kind, author_feed, section_feed
from byline.model.kinds import KINDS, ProfileKind, feed_about, feeds_of, model_of, naming, profiles_of
from byline.model.profiles import Profile, description_of, name_of
from byline.storage import items
from byline.storage.profile_usage import shown_in_other_feeds
from byline_http.desk_api import openapi_document
from byline_tools.importers.importer import Admitted
from byline_tools.local.stack import Stack
from tests.support.factories import article, author, section
from tests.support.stacks import PARAMETERS

MADE: dict[Kind, Profile] = {Kind.SECTION: section("world"), Kind.AUTHOR: author("jane-doe")}
"""A profile of each kind."""


def test_every_kind_but_the_site_has_one_row() -> None:
    assert [row.kind for row in KINDS] == [kind for kind in Kind if kind is not Kind.SITE]
    assert {row.model for row in KINDS} == set(get_args(Profile))
    assert set(MADE) == set(Kind) - {Kind.SITE}


@pytest.mark.parametrize("row", KINDS, ids=lambda row: row.noun)
class TestEveryKind:
    def test_an_article_names_its_profiles_in_a_field(self, row: ProfileKind) -> None:
        assert row.named_in in {each.name for each in fields(Article)}
        story = naming(article(), [FeedKey(row.kind, "a"), FeedKey(row.kind, "b")])
        assert getattr(story, row.named_in) == ("a", "b")
        assert profiles_of(story) == (FeedKey(row.kind, "a"), FeedKey(row.kind, "b"))

    def test_its_profiles_have_a_feed_a_name_and_a_description(self, row: ProfileKind) -> None:
        profile = MADE[row.kind]
        assert feed_about(profile) == FeedKey(row.kind, profile.slug)
        assert model_of(feed_about(profile)) is type(profile) is row.model
        assert name_of(profile)
        assert description_of(profile)
        assert shown_in_other_feeds(profile)

    def test_its_feeds_have_addresses_and_a_heading(self, row: ProfileKind) -> None:
        assert document_at(f"/{row.kind}/a/rss.xml") == (FeedKey(row.kind, "a"), RSS)
        assert HEADINGS[row.kind] == row.heading

    def test_its_documents_and_its_profiles_have_routes(self, row: ProfileKind) -> None:
        paths = {f"/{row.kind}/{{slug}}", *(f"/{row.kind}/{{slug}}/{format_.file_name}" for format_ in FORMATS)}
        assert paths <= {route.path for route in Stack(PARAMETERS).routes()}
        assert f"/{row.kind}/{{slug}}" in openapi_document()["paths"]

    def test_its_profiles_may_be_in_files(self, row: ProfileKind) -> None:
        assert row.noun in ANY_INPUT.json_schema()["discriminator"]["mapping"]
        assert Admitted("file", 1, MADE[row.kind], frozenset(), only_if_new=False).name == f"{row.kind}/{MADE[row.kind].slug}"

    def test_its_profiles_are_stored_and_read(self, row: ProfileKind) -> None:
        profile = MADE[row.kind]
        assert items.profile_from(items.profile_item(feed_about(profile), profile, "r")) == profile


def test_the_sites_feed_is_about_no_profile() -> None:
    with pytest.raises(ValueError, match="site is not about a profile"):
        model_of(SITE)


def test_an_article_is_in_the_feeds_of_the_site_its_sections_and_its_authors() -> None:
    both = article(sections=("world", "politics"), authors=("jane-doe", "john-roe"))
    names = [str(key) for key in feeds_of(both)]
    assert names == ["site", "sections/world", "sections/politics", "authors/jane-doe", "authors/john-roe"]
    assert feeds_of(both) == (SITE, *profiles_of(both))


def test_an_article_that_names_other_profiles_is_otherwise_the_same() -> None:
    story = article(sections=("a",), authors=("b",))
    assert naming(story, [author_feed("y"), section_feed("x")]) == article(sections=("x",), authors=("y",))
