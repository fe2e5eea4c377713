"""Finds the elements of HTML whose text stays as it is, such as `pre`."""

import re
from collections.abc import Collection, Iterator
from functools import cache


def split_raw(html: str, names: Collection[str]) -> Iterator[tuple[str, bool]]:
    """The parts of `html`, and whether each is an element called by one of `names`. One that does not end is no element."""
    at = search = 0
    unended: set[str] = set()
    while begins := _begin(tuple(names)).search(html, search):
        search, name = begins.end(), begins[1].lower()
        end = None if name in unended else _end(name).search(html, search)
        if end is None:
            unended.add(name)
            continue
        yield html[at : begins.start()], False
        yield html[begins.start() : end.end()], True
        at = search = end.end()
    yield html[at:], False


@cache
def _begin(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"<({'|'.join(names)})\b[^<>]*>", re.IGNORECASE)


@cache
def _end(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}\s*>", re.IGNORECASE)
