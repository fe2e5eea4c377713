"""sfeed turns Byline's feeds into lines of tab-separated fields; sfeed_update saves them in one file for each feed."""

import re
from datetime import UTC, datetime

from byline_tools.local.server import Service
from tests.programs.reading import Answers, Feed, Home, Note, SavedStory, expected, newest_first
from tests.support.stories import words

SFEED = "sfeed"
FEEDS_TO_FETCH = 'feeds() {{ feed watched "{address}"; }}\n'
CONDITIONAL_FETCH = """
fetch() {
	etag="$HOME/etag"
	curl -L --max-redirs 0 -H "User-Agent:" -f -s -m 15 --compressed \\
		--etag-save "$etag" --etag-compare "$etag" -z "$etag" "$2" 2>/dev/null
}
"""
"""Conditional requests by curl as sfeed's README shows them; sfeed_update itself makes none."""

ESCAPED = {"\\n": "\n", "\\t": "\t", "\\\\": "\\"}


def subscribe(home: Home, address: str, fetch: str = "") -> None:
    home.write(".sfeed/sfeedrc", fetch + FEEDS_TO_FETCH.format(address=address))


def saved(home: Home) -> list[SavedStory]:
    lines = (home.path / ".sfeed" / "feeds" / "watched").read_text(encoding="utf-8").removesuffix("\n").split("\n")
    return newest_first(_story(line) for line in lines)


def _story(line: str) -> SavedStory:
    published, title, link, content, content_type, id_, author, _enclosure, _category = line.split("\t")
    assert content_type == "html"
    text = re.sub(r"\\[nt\\]", lambda escape: ESCAPED[escape[0]], content)
    return SavedStory(id_, title, link, datetime.fromtimestamp(int(published), UTC), author, words(text))


def test_sfeed_saves_the_stories_of_the_json_document(service: Service, feed: Feed, home: Home, note: Note) -> None:
    subscribe(home, feed.at(service))
    home.run("sfeed_update")
    stories = saved(home)
    note(SFEED, feed, "stories seen", str(len(stories)))
    assert stories == expected(service, feed, SFEED)


def test_sfeed_polls_unconditionally_and_saves_every_story_once(
    service: Service, feed: Feed, home: Home, answers: Answers, note: Note
) -> None:
    subscribe(home, feed.at(service))
    answers(feed)
    home.run("sfeed_update")
    home.run("sfeed_update")
    answered = answers(feed)
    note(SFEED, feed, "polls", ", ".join(answered))
    assert answered == ["200", "200"]
    assert saved(home) == expected(service, feed, SFEED)


def test_sfeed_with_conditional_requests_as_in_its_manual_gets_304(
    service: Service, feed: Feed, home: Home, answers: Answers, note: Note
) -> None:
    subscribe(home, feed.at(service), CONDITIONAL_FETCH)
    answers(feed)
    home.run("sfeed_update")
    home.run("sfeed_update")
    answered = answers(feed)
    note(SFEED, feed, "polls", f"with curl's conditions {', '.join(answered)}")
    assert answered == ["200", "304"]
    assert saved(home) == expected(service, feed, SFEED)
