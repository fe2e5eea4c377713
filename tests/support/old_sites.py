"""Sites that readers subscribe to before a move: the feeds that WordPress and Ghost make of posts, and exports of these posts."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from tests.support import ghost, wordpress

MOST_IN_FEED = 10
"""As many stories are in a feed of WordPress; Ghost has 15."""

HEADERS = {
    "Content-Type": "application/rss+xml; charset=UTF-8",
    "ETag": '"d41d8cd98f00b204e9800998ecf8427e"',
    "Last-Modified": "Sun, 15 Mar 2026 08:00:00 GMT",
}
"""What both send with a feed, and readers send back."""

_NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom"'
)


def wordpress_export(newest: int) -> str:
    """The export of a site with the posts 1 to `newest` in the section world, by Jane, and a draft."""
    world = wordpress.term("category", "world", "World")
    posts = [wordpress.item(number, world, pubDate=_date(number)) for number in range(1, newest + 1)]
    about = (wordpress.author("jane", "Jane Doe"), wordpress.category("world", "World", "Beyond the harbour."))
    return wordpress.wxr(*about, *posts, wordpress.draft(newest + 1, world))


def wordpress_feed(newest: int) -> str:
    """The feed of the site of `wordpress_export`, as WordPress writes it."""
    numbers = range(newest, max(newest - MOST_IN_FEED, 0), -1)
    return _feed("https://wordpress.org/?v=6.5", (_item(each, *_of_wordpress(each)) for each in numbers))


def ghost_export(newest: int) -> str:
    """The export of a site with the posts 1 to `newest`, by Sam, with the tag Coast, and a draft."""
    posts = [ghost.post(each, author_id="sam") for each in range(1, newest + 1)]
    tagged = [row for each in range(1, newest + 1) for row in ghost.tagged(each, ["coast"])]
    tables = {"users": [ghost.user("sam", "Sam Lee")], "tags": [ghost.tag("coast", "Coast")], "posts_tags": tagged}
    return json.dumps(ghost.export(*posts, ghost.post(newest + 1, author_id="sam", status="draft"), **tables))


def ghost_feed(newest: int) -> str:
    """The feed of the site of `ghost_export`, as Ghost writes it: its guid is the bare id of a post."""
    numbers = range(newest, max(newest - MOST_IN_FEED, 0), -1)
    return _feed("Ghost 5.109", (_item(each, ghost.post(each)["id"], f"{ghost.SITE}/headline-{each}/") for each in numbers))


def _of_wordpress(number: int) -> tuple[str, str]:
    """The guid and the address of a post."""
    return f"https://www.example.com/?p={number}", f"https://www.example.com/world/{number}/"


def _feed(generator: str, items: Iterable[str]) -> str:
    head = f"<title>The Gazette</title><link>https://www.example.com</link><description/><generator>{generator}</generator>"
    channel = f"<channel>{head}{''.join(items)}</channel>"
    return f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {_NAMESPACES}>{channel}</rss>'


def _item(number: int, guid: str, link: str) -> str:
    texts = {"title": f"Headline {number}", "dc:creator": "Jane Doe", "category": "World", "description": f"Text {number}."}
    plain = f'<link>{link}</link><pubDate>{_date(number)}</pubDate><guid isPermaLink="false">{escape(guid)}</guid>'
    cdata = "".join(wordpress.element(*each) for each in texts.items())
    return f"<item>{plain}{cdata}{wordpress.element('content:encoded', f'<p>Text {number}.</p>')}</item>\n"


def _date(number: int) -> str:
    return format_datetime(datetime(2026, 3, number, 8, tzinfo=UTC))
