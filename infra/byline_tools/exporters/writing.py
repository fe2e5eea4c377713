"""Writes a newsroom thing by thing, in whatever form."""

from collections.abc import Iterator
from typing import Protocol

from byline_tools.exporters.left_out import LeftOut
from byline_tools.exporters.newsroom import Newsroom, Thing


class Writer(Protocol):
    """Writes sections, authors and articles in one form."""

    def add(self, thing: Thing) -> int:
        """Write a thing, and return how many of its versions are written."""


def export(newsroom: Newsroom, writer: Writer, left_out: LeftOut) -> Iterator[tuple[str, int]]:
    """Write what `newsroom` has with `writer`.

    Yields the type of each thing, empty if it is left out, and the number of its versions, once it is written.
    """
    for thing in newsroom.things():
        if left_out.exports(thing):
            yield thing["type"], writer.add(thing)
        else:
            yield "", 0
