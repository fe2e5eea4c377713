"""The search in parts for the feeds that show a section or author finds what all entries of its feed say."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from byline.model.feed_key import author_feed, section_feed
from byline.model.lifecycle import StoredArticle
from byline.storage import item_keys, profile_usage
from byline.storage.dynamodb import Table
from byline.storage.feed_entries import derived_items
from byline.storage.profile_usage import UsageSearch
from byline.storage.writes import put
from tests.support.factories import NOW, Clock, article
from tests.support.using import feeds_using_profile

SLUGS = ("a", "b", "c")
NAMED = st.lists(st.sampled_from(SLUGS), max_size=2, unique=True).map(tuple)
ARTICLES = st.lists(st.tuples(NAMED, NAMED, st.integers(-2, 3)), max_size=8)
"""Sections, authors, and the minutes since publication."""

PROFILES = [*map(section_feed, SLUGS), *map(author_feed, SLUGS)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(articles=ARTICLES, newest=st.integers(1, 4), checked=st.integers(1, 4), page=st.integers(1, 4), alone=st.booleans())
def test_a_search_in_parts_finds_each_feed_once_even_if_other_processes_go_on(
    table: Table, clock: Clock, articles: list[Any], newest: int, checked: int, page: int, alone: bool
) -> None:
    emptied(table)
    for number, (sections, authors, minutes) in enumerate(articles):
        published = NOW - timedelta(minutes=minutes, seconds=number % 3)
        story = StoredArticle(article(number, published=published, sections=sections, authors=authors))
        table.transact([*map(put, derived_items(story, NOW).values())])
    with pytest.MonkeyPatch.context() as limits:
        for name, limit in (("MOST_ARTICLES", newest), ("MOST_CHECKED", checked), ("PAGE", page), ("MOST_PAGES", 2)):
            limits.setattr(profile_usage, name, limit)
        for key in PROFILES:
            search = UsageSearch(table, key)
            found = search.first(NOW)
            feeds = [*found.feeds]
            while found.before is not None:
                search = search if alone else UsageSearch(table, key)
                found = search.part(found.before, NOW)
                feeds += found.feeds
            assert set(feeds) == feeds_using_profile(table, key, NOW, newest)
            assert len(feeds) == len(set(feeds)) or (not alone and min(minutes for _, _, minutes in articles) < 0)


def emptied(table: Table) -> None:
    for item in [*table.scan()]:
        table.delete(item_keys.key_of(item))
