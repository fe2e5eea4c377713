"""Redirects at the desk: old paths as people write them, and redirects as JSON objects."""

from typing import Any, Literal
from urllib.parse import parse_qsl, unquote

from byline.desk.redirects import Redirects
from byline.edit_errors import UnknownRedirect
from byline.errors import Problem, Refused
from byline.formats.registry import document_at
from byline.intake.parts import Input
from byline.model import base64url
from byline.model.addresses import is_web_address
from byline.model.feed_key import FeedKey
from byline.model.kinds import KINDS
from byline.model.redirect import LARGEST_PATH, Redirect, asks_for_feed, old_path
from byline.storage.desk_reader import DeskReader
from byline.storage.editing import Outcome

MOST_LISTED = 100
"""The most redirects in one response."""

LISTS = {"/": "the page of all feeds", "/feeds.opml": "the subscription list"}
"""Of what is served, what is no feed, by path."""


class WantedRedirect(Input):
    """Where an old path is to lead."""

    feed: str
    """The feed: `site`, or `sections/` or `authors/` and a slug, present or former."""
    format: Literal["rss", "atom", "json"] = "rss"


class RedirectShown(WantedRedirect):
    """A redirect, with the feed under its present name."""

    path: str
    """The old path, in lower case and without a slash at its end."""


class RedirectsShown(Input):
    """Redirects by path. With a `cursor`, there are more: send it back."""

    redirects: list[RedirectShown]
    cursor: str | None = None


class RedirectDesk:
    """The redirects that `redirects` edits, and `reader` reads. `raises.RAISES` lists the errors of each method."""

    def __init__(self, redirects: Redirects, reader: DeskReader) -> None:
        self._redirects = redirects
        self._reader = reader

    def page(self, limit: int, cursor: str | None = None) -> dict[str, Any]:
        """The first `limit` redirects after the `cursor` of an earlier page, as a JSON object: see RedirectsShown."""
        found, position = self._reader.redirects(None if cursor is None else _position_in(cursor), limit)
        return {"redirects": self._shown(*found), **({"cursor": base64url.encoded(position)} if position else {})}

    def one(self, written: str) -> dict[str, Any]:
        """The redirect from the old path, or whole address, `written`, as a JSON object: see RedirectShown."""
        path, problems = read_path(written)
        if problems:
            raise Refused("redirect", problems)
        found = self._reader.redirect(path)
        if found is None:
            raise UnknownRedirect(path)
        return self._shown(found)[0]

    def put(self, written: str, sent: WantedRedirect) -> tuple[dict[str, Any], Outcome]:
        """Let the old path, or whole address, `written` lead to a feed: what is stored then, and the outcome."""
        path, problems = read_path(written)
        feed = feed_called(sent.feed)
        if problems or feed is None:
            wrong = [Problem("feed", f"{sent.feed!r} is not the name of a feed: {names_of_feeds()}")] if feed is None else []
            raise Refused("redirect", [*problems, *wrong])
        outcomes = self._redirects.put([Redirect(path, feed, sent.format)])
        return self.one(path), outcomes[path]

    def remove(self, written: str) -> None:
        """Remove the redirect from the old path, or whole address, `written`."""
        path, problems = read_path(written)
        if problems:
            raise Refused("redirect", problems)
        self._redirects.remove(path)

    def _shown(self, *found: Redirect) -> list[dict[str, Any]]:
        names = self._reader.present_names({each.feed for each in found})
        return [{"path": each.path, "feed": str(names[each.feed]), "format": each.format} for each in found]


def _position_in(cursor: str) -> str:
    try:
        position = base64url.decoded(cursor)
    except ValueError:
        position = ""
    if not position.startswith("/"):
        raise Refused("list", [Problem("cursor", "is not one of a page of this list")])
    return position


def feed_called(name: str) -> FeedKey | None:
    """The feed key that `name` spells; None if it spells none."""
    try:
        return FeedKey.named(name)
    except ValueError:
        return None


def names_of_feeds() -> str:
    """What names of feeds look like, for people."""
    return f"site, {' or '.join(f'{row.kind}/SLUG' for row in KINDS)}"


def read_path(written: str) -> tuple[str, list[Problem]]:
    """The old path that people write as `written`, perhaps as a whole address, and what is wrong with it.

    Only path and query of an address count: the old site may have had several hosts.
    """
    encoded, _, asked = written.strip().partition("#")[0].partition("?")
    if is_web_address(encoded):
        encoded = f"/{encoded.partition('://')[2].partition('/')[2]}"
    path, query = unquote(encoded), dict(parse_qsl(asked, keep_blank_values=True))
    if reason := _wrong(path, query):
        return "", [Problem("path", f"{written!r} {reason}")]
    old = old_path(path, query)
    return old or "", [] if old else [Problem("path", f"is longer than {LARGEST_PATH} bytes, or has characters that no path has")]


def _wrong(path: str, query: dict[str, str]) -> str:
    if not path.startswith("/") or path.startswith("//"):
        return "is no path: it begins with a slash, such as /category/world/feed/, unless it is a whole address"
    if form := document_at(path.lower().rstrip("/")):
        return f"has the form of the address of a feed, {form[1].title} of {form[0]}: Byline answers such addresses itself"
    if query and not asks_for_feed(query):
        return "has a query without the parameter feed, which does not count: leave the query out"
    served = path.lower().rstrip("/") or "/"
    if served in LISTS and not (served == "/" and query):
        return f"is {LISTS[served]}: Byline answers there itself"
    return ""
