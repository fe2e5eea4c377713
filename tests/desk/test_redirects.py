"""Redirects from old paths as importers and the desk store them."""

from collections import Counter

import pytest

from byline.desk.publisher import Publisher
from byline.errors import UnknownFeed
from byline.model.feed_key import SITE, section_feed
from byline.model.redirect import Redirect
from byline.storage.dynamodb import Table
from byline.storage.editing import Edited, Editor, Outcome, Source
from byline.storage.redirects import find_redirect, list_redirects
from byline_tools.rebuild.rebuilder import Rebuilder
from tests.support.factories import Clock, counter, section
from tests.support.renaming import rename

WORLD = section_feed("world")
IMPORT = Source(imports=True)


def feeds(*paths: str, format_: str = "rss") -> list[Redirect]:
    return [Redirect(path, SITE, format_) for path in paths]


def test_many_are_stored_at_once_and_their_outcomes_counted(publisher: Publisher, table: Table) -> None:
    paths = [f"/{number:03}/feed" for number in range(250)]
    assert publisher.put_redirects(feeds(*paths)) == Counter({Outcome.NEW: 250})
    changed = [*feeds(*paths[:3], format_="atom"), *feeds(*paths[3:], "/new")]
    assert publisher.put_redirects(changed) == Counter({Outcome.UNCHANGED: 247, Outcome.CHANGED: 3, Outcome.NEW: 1})
    assert len(list_redirects(table, None, 1000)[0]) == 251


def test_a_path_has_one_redirect_the_last_one(publisher: Publisher, table: Table) -> None:
    assert publisher.put_redirects([*feeds("/feed"), *feeds("/feed", format_="json")]) == Counter({Outcome.NEW: 1})
    assert find_redirect(table, "/feed") == Redirect("/feed", SITE, "json")


def test_a_redirect_names_the_feed_by_its_key(publisher: Publisher, table: Table) -> None:
    publisher.put(section())
    rename(publisher.profiles, WORLD, "planet")
    publisher.put_redirects([Redirect("/planet/feed", section_feed("planet"), "rss")])
    assert find_redirect(table, "/planet/feed") == Redirect("/planet/feed", WORLD, "rss")


def test_nothing_is_stored_if_a_feed_is_unknown(publisher: Publisher, table: Table) -> None:
    with pytest.raises(UnknownFeed, match="sections/world"):
        publisher.put_redirects([*feeds("/feed"), Redirect("/world/feed", WORLD, "rss")])
    assert find_redirect(table, "/feed") is None


def test_an_import_leaves_alone_what_the_desk_has_changed(publisher: Publisher, table: Table) -> None:
    publisher.put_redirects(feeds("/a", "/b"), IMPORT)
    publisher.redirects.put(feeds("/a", format_="atom"))
    again = feeds("/a", "/b", format_="json")
    assert publisher.redirects.put(again, IMPORT) == {"/a": Outcome.LEFT_ALONE, "/b": Outcome.CHANGED}
    assert find_redirect(table, "/a") == Redirect("/a", SITE, "atom")
    assert publisher.put_redirects(again) == Counter({Outcome.CHANGED: 1, Outcome.UNCHANGED: 1})


def test_each_edit_is_reported_with_who_made_it(table: Table, clock: Clock) -> None:
    reported: list[Edited] = []
    publisher = Publisher(table, clock, counter(), "jane", report=reported.append)
    publisher.redirects.put(feeds("/feed"))
    publisher.redirects.put(feeds("/feed"))
    publisher.redirects.remove("/feed")
    assert [(each.subject, each.what, each.by) for each in reported] == [
        ("redirect /feed", "new", "jane"),
        ("redirect /feed", "removed", "jane"),
    ]


def test_a_rebuild_leaves_redirects_as_they_are(publisher: Publisher, table: Table, clock: Clock) -> None:
    publisher.put(section())
    publisher.put_redirects([*feeds("/feed"), Redirect("/world/feed", WORLD, "atom")])
    before = list(table.scan())
    rebuilder = Rebuilder(Editor(table, clock, counter()))
    result = rebuilder.repair(rebuilder.survey(before))
    assert (result.counts, result.left, list(table.scan())) == (Counter(), {}, before)


def test_a_list_goes_on_after_a_path_that_was_removed(publisher: Publisher, table: Table) -> None:
    publisher.put_redirects(feeds("/a", "/b", "/c", "/d"))
    first, position = list_redirects(table, None, 2)
    assert ([each.path for each in first], position) == (["/a", "/b"], "/b")
    publisher.redirects.remove("/b")
    rest, end = list_redirects(table, position, 2)
    assert ([each.path for each in rest], end) == (["/c", "/d"], None)
