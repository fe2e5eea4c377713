"""What can be measured, where, and in which newsroom."""

from dataclasses import dataclass
from typing import NamedTuple

from benchmarks.surroundings import Where

REMEMBERED = 60
"""Seconds: valgrind is so slow that a memo of the usual few would be over between two polls."""


class Size(NamedTuple):
    """How large a newsroom is; with several `revisions` its feeds change between them each time their heads are read."""

    articles: int = 1_000
    sections: int = 10
    revisions: int = 1


USUAL = Size()
CHANGING = Size(revisions=2)
NEW = Size(revisions=1_000_000)
"""Never the same twice, so that no document is stored of what is asked for."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured: a module with a `prepare`, its arguments, the newsroom it finds, how long heads are remembered.

    In Node the module is a file that answers as benchmarks/repeating.py does.
    """

    module: str
    arguments: tuple[str, ...] = ()
    size: Size = USUAL
    memo: int = 0
    where: Where = Where.DEVELOPED


def poll(etag: str, size: Size = USUAL, memo: int = 0, where: Where = Where.DEVELOPED) -> Subject:
    """A poll of Byline by a reader that has the document `etag`; without one, by a reader that has nothing."""
    return Subject("benchmarks.invoking", ("serve_feeds", *([etag] if etag else [])), size, memo, where)


def naive(etag: str, where: Where = Where.DEVELOPED) -> Subject:
    """A poll of the naive handler."""
    return Subject("benchmarks.invoking", ("benchmarks.naive", *([etag] if etag else [])), where=where)


def render(format_: str, articles: int) -> Subject:
    """Byline's writer."""
    return Subject("benchmarks.rendering", (format_, str(articles)))


def bare_feedgen(format_: str, articles: int) -> Subject:
    """feedgen with nothing around it."""
    return Subject("benchmarks.bare_feedgen", (format_, str(articles)))


def bare_django(format_: str, articles: int) -> Subject:
    """Django's feedgenerator with nothing around it."""
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
