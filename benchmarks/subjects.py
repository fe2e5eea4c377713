"""The subjects that can be measured, and the newsroom of each."""

from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.surroundings import Where

REMEMBERED = 60
"""In seconds. Under valgrind a memo of the usual few seconds would expire between two polls."""


class Size(NamedTuple):
    """The size of a newsroom. With several `revisions`, each read of a head returns the next one."""

    articles: int = 1_000
    sections: int = 10
    revisions: int = 1


USUAL = Size()
CHANGING = Size(revisions=2)
NEW = Size(revisions=1_000_000)
"""A new revision at every read, so that no stored document matches."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject: a module with a `prepare`, its arguments, its newsroom, and the seconds for which heads are cached.

    In Node the module is a file that responds like benchmarks/repeating.py.
    """

    module: str
    arguments: tuple[str, ...] = ()
    size: Size = USUAL
    memo: int = 0
    where: Where = Where.DEVELOPED


def poll(etag: str, size: Size = USUAL, memo: int = 0, where: Where = Where.DEVELOPED) -> Subject:
    """A poll of Byline by a reader that has the document `etag`; if it is empty, by a reader without a document."""
    return Subject("benchmarks.invoking", ("serve_feeds", *([etag] if etag else [])), size, memo, where)


def naive(etag: str, where: Where = Where.DEVELOPED) -> Subject:
    """A poll of the naive handler."""
    return Subject("benchmarks.invoking", ("benchmarks.naive", *([etag] if etag else [])), where=where)


def render(format_: str, articles: int) -> Subject:
    """Byline's writer."""
    return Subject("benchmarks.rendering", (format_, str(articles)))


def bare_feedgen(format_: str, articles: int) -> Subject:
    """feedgen alone."""
    return Subject("benchmarks.bare_feedgen", (format_, str(articles)))


def bare_django(format_: str, articles: int) -> Subject:
    """Django's feedgenerator alone."""
    return Subject("benchmarks.bare_django", (format_, str(articles)))


def npm_feed(format_: str) -> Subject:
    """npm's feed, with 50 articles."""
    return Subject("benchmarks/npm/render.mjs", (format_,), where=Where.NODE)


def client(where: Where) -> Subject:
    """boto3's client for DynamoDB."""
    return Subject("benchmarks.boto3_client", where=where)


GET_ITEM = Subject("benchmarks.bare_get_item")
FULL_RENDER = Subject("benchmarks.full_render")
TWELVE_RENDERS = Subject("benchmarks.full_render", ("12",))
PUBLISH = Subject("benchmarks.publishing")
