"""newsboat saves Byline's feeds in its cache, a SQLite database."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

from byline_tools.local.server import Service
from tests.programs.reading import FEEDS, Answers, Feed, Home, Note, SavedStory, expected, newest_first
from tests.support.stories import words

NEWSBOAT = "newsboat"


def reload(home: Home, *addresses: str) -> None:
    home.write("urls", "".join(f"{address}\n" for address in addresses))
    home.run(NEWSBOAT, "-u", "urls", "-c", "cache.db", "-C", "/dev/null", "-x", "reload")


def saved(home: Home) -> list[SavedStory]:
    with closing(sqlite3.connect(home.path / "cache.db")) as cache:
        rows = cache.execute("SELECT guid, title, url, pubDate, author, content FROM rss_item").fetchall()
    return newest_first(
        SavedStory(id_, title, link, datetime.fromtimestamp(published, UTC), author, words(content))
        for id_, title, link, published, author, content in rows
    )


def test_newsboat_saves_the_stories_of_the_json_document(service: Service, feed: Feed, home: Home, note: Note) -> None:
    reload(home, feed.at(service))
    stories = saved(home)
    note(NEWSBOAT, feed, "stories seen", str(len(stories)))
    assert stories == expected(service, feed, NEWSBOAT)


def test_newsboat_gets_304_from_its_third_reload_on(
    service: Service, feed: Feed, home: Home, answers: Answers, note: Note
) -> None:
    # Its second reload is still unconditional.
    answers(feed)
    for _ in range(4):
        reload(home, feed.at(service))
    answered = answers(feed)
    note(NEWSBOAT, feed, "polls", ", ".join(answered))
    assert (len(answered), answered[0], answered[2:]) == (4, "200", ["304", "304"])
    assert saved(home) == expected(service, feed, NEWSBOAT)


def test_newsboat_saves_a_story_once_if_several_feeds_have_it(service: Service, home: Home) -> None:
    # newsboat identifies stories by id only and moves them to the feed it read last, so other tests use a home for each feed.
    reload(home, *(feed.at(service) for feed in FEEDS))
    ids = [story.id for story in saved(home)]
    assert ids == [story.id for story in expected(service, FEEDS[0], NEWSBOAT)]
