"""What can be measured, and in which newsroom."""

from dataclasses import dataclass
from typing import NamedTuple

REMEMBERED = 60
"""Seconds: valgrind is so slow that a memo of the usual few would be over between two polls."""


class Size(NamedTuple):
    """How large a newsroom is; with two `revisions` its feeds change between them each time their heads are read."""

    articles: int = 1_000
    sections: int = 10
    revisions: int = 1


USUAL = Size()


@dataclass(frozen=True, slots=True)
class Subject:
    """What is measured: a module with a `prepare`, its arguments, the newsroom it finds, how long heads are remembered."""

    module: str
    arguments: tuple[str, ...] = ()
    size: Size = USUAL
    memo: int = 0


def poll(etag: str, size: Size = USUAL, memo: int = 0) -> Subject:
    """A poll of Byline by a reader that has the document `etag`; without one, by a reader that has nothing."""
    return Subject("benchmarks.invoking", ("serve_feeds", *([etag] if etag else [])), size, memo)


def naive(etag: str) -> Subject:
    """A poll of the naive handler."""
    return Subject("benchmarks.invoking", ("benchmarks.naive", *([etag] if etag else [])))


def render(format_: str, articles: int) -> Subject:
    """Byline's writer."""
    return Subject("benchmarks.rendering", (format_, str(articles)))


def bare_feedgen(format_: str, articles: int) -> Subject:
    """feedgen with nothing around it."""
    return Subject("benchmarks.bare_feedgen", (format_, str(articles)))


GET_ITEM = Subject("benchmarks.bare_get_item")
CLIENT = Subject("benchmarks.boto3_client")
FULL_RENDER = Subject("benchmarks.full_render")
