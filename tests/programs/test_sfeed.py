"""What sfeed makes of Byline's feeds: lines of fields between tabs, which sfeed_update keeps in a file a feed."""

import re
from datetime import UTC, datetime

from byline_tools.local.server import Service
from tests.programs.reading import Answers, EditResult, Feed, Home, Note, newest_first, to_be_kept
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
"""How sfeed's README has curl ask with conditions; sfeed_update's own call of curl has none."""

ESCAPED = {"\\n": "\n", "\\t": "\t", "\\\\": "\\"}


def subscribe(home: Home, address: str, fetch: str = "") -> None:
    home.write(".sfeed/sfeedrc", fetch + FEEDS_TO_FETCH.format(address=address))


def kept(home: Home) -> list[EditResult]:
    lines = (home.path / ".sfeed" / "feeds" / "watched").read_text(encoding="utf-8").removesuffix("\n").split("\n")
    return newest_first(_story(line) for line in lines)


def _story(line: str) -> EditResult:
    published, title, link, content, content_type, id_, author, _enclosure, _category = line.split("\t")
    assert content_type == "html"
    text = re.sub(r"\\[nt\\]", lambda escape: ESCAPED[escape[0]], content)
    return EditResult(id_, title, link, datetime.fromtimestamp(int(published), UTC), author, words(text))


def test_sfeed_keeps_the_stories_that_the_json_document_has(service: Service, feed: Feed, home: Home, note: Note) -> None:
    subscribe(home, feed.at(service))
    home.run("sfeed_update")
    stories = kept(home)
    note(SFEED, feed, "stories seen", str(len(stories)))
    assert stories == to_be_kept(service, feed, SFEED)


def test_sfeed_asks_without_conditions_and_keeps_every_story_once(
    service: Service, feed: Feed, home: Home, answers: Answers, note: Note
) -> None:
    subscribe(home, feed.at(service))
    answers(feed)
    home.run("sfeed_update")
    home.run("sfeed_update")
    answered = answers(feed)
    note(SFEED, feed, "polls", ", ".join(answered))
    assert answered == ["200", "200"]
    assert kept(home) == to_be_kept(service, feed, SFEED)


def test_sfeed_with_the_conditions_of_its_manual_is_told_that_nothing_changed(
    service: Service, feed: Feed, home: Home, answers: Answers, note: Note
) -> None:
    subscribe(home, feed.at(service), CONDITIONAL_FETCH)
    answers(feed)
    home.run("sfeed_update")
    home.run("sfeed_update")
    answered = answers(feed)
    note(SFEED, feed, "polls", f"with curl's conditions {', '.join(answered)}")
    assert answered == ["200", "304"]
    assert kept(home) == to_be_kept(service, feed, SFEED)
