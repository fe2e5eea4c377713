"""What newsboat keeps of Byline's feeds in its cache, a SQLite database."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

from byline_tools.local.server import Service
from tests.programs.reading import FEEDS, Answers, EditResult, Feed, Home, Note, newest_first, to_be_kept
from tests.support.stories import words

NEWSBOAT = "newsboat"


def reload(home: Home, *addresses: str) -> None:
    home.write("urls", "".join(f"{address}\n" for address in addresses))
    home.run(NEWSBOAT, "-u", "urls", "-c", "cache.db", "-C", "/dev/null", "-x", "reload")


def kept(home: Home) -> list[EditResult]:
    with closing(sqlite3.connect(home.path / "cache.db")) as cache:
        rows = cache.execute("SELECT guid, title, url, pubDate, author, content FROM rss_item").fetchall()
    return newest_first(
        EditResult(id_, title, link, datetime.fromtimestamp(published, UTC), author, words(content))
        for id_, title, link, published, author, content in rows
    )


def test_newsboat_keeps_the_stories_that_the_json_document_has(service: Service, feed: Feed, home: Home, note: Note) -> None:
    reload(home, feed.at(service))
    stories = kept(home)
    note(NEWSBOAT, feed, "stories seen", str(len(stories)))
    assert stories == to_be_kept(service, feed, NEWSBOAT)


def test_newsboat_is_told_that_nothing_changed_from_its_third_reload_on(
    service: Service, feed: Feed, home: Home, answers: Answers, note: Note
) -> None:
    # Its second reload still asks without conditions.
    answers(feed)
    for _ in range(4):
        reload(home, feed.at(service))
    answered = answers(feed)
    note(NEWSBOAT, feed, "polls", ", ".join(answered))
    assert (len(answered), answered[0], answered[2:]) == (4, "200", ["304", "304"])
    assert kept(home) == to_be_kept(service, feed, NEWSBOAT)


def test_newsboat_keeps_a_story_once_however_many_feeds_bring_it(service: Service, home: Home) -> None:
    # It knows stories by their ids alone and moves them to the feed that came last, so each feed has a home of its own here.
    reload(home, *(feed.at(service) for feed in FEEDS))
    ids = [story.id for story in kept(home)]
    assert ids == [story.id for story in to_be_kept(service, FEEDS[0], NEWSBOAT)]
