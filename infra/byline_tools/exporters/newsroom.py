"""Reads a whole newsroom at its desk: sections and authors, then articles, oldest first, one after the other."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from byline.errors import BylineError
from byline.model.kinds import KINDS, readable_names
from byline_http.article_addresses import path_of
from byline_tools.exporters.states import published_of

PAGE = 100
"""The most articles that the desk lists at once."""

Get = Callable[[str], Any]
"""Returns the JSON at a path of a desk. Raises Unreadable."""

Thing = Mapping[str, Any]
"""A section, an author or an article as the desk returns it, with its `type`."""

_NOUNS = {str(row.kind): row.noun for row in KINDS}


class Unreadable(BylineError):
    """What is at `path` of the desk is damaged or no longer there, for this `reason`."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        super().__init__(reason)


class Newsroom:
    """The newsroom whose desk `get` asks. It lists all articles first, of which it keeps the ids; `advance` is called for each.

    `unreadable` has what could not be read by `things` so far.
    """

    def __init__(self, get: Get, advance: Callable[[], None] = lambda: None) -> None:
        self._get = get
        self._names = {each["feed"]: None for each in get("/feeds") if each["feed"] != "site"}
        self._articles = sorted(self._listed(advance))
        self.unreadable: list[Unreadable] = []

    def __len__(self) -> int:
        """How many sections, authors and articles there are."""
        return len(self._names) + len(self._articles)

    def things(self) -> Iterator[Thing]:
        """The sections, the authors, then the articles. One that is created meanwhile comes before the article that names it.

        Articles are in the order of their publication; withdrawn ones, and drafts without a time, are the first.
        """
        order = [str(row.kind) for row in KINDS]
        yield from self._profiles(sorted(self._names, key=lambda name: (order.index(name.partition("/")[0]), name)))
        for _, article_id in self._articles:
            for article in self._read(path_of(article_id), "article"):
                new = [name for key in readable_names(article) if (name := str(key)) not in self._names]
                self._names |= dict.fromkeys(new)
                yield from self._profiles(new)
                yield article

    def _listed(self, advance: Callable[[], None]) -> Iterator[tuple[str, str]]:
        """The ids of all articles, each with what it is sorted by first. What articles name is added to the names."""
        cursor = None
        while True:
            page = self._get(f"/articles?{urlencode({'limit': PAGE, **({'cursor': cursor} if cursor else {})})}")
            for each in page["articles"]:
                self._names |= {str(key): None for key in readable_names(each)}
                yield published_of(each) or "", each["id"]
                advance()
            cursor = page.get("cursor")
            if cursor is None:
                return

    def _profiles(self, names: list[str]) -> Iterator[Thing]:
        for name in names:
            yield from self._read(f"/{name}", _NOUNS[name.partition("/")[0]])

    def _read(self, path: str, noun: str) -> Iterator[Thing]:
        """What is at `path`, unless it is unreadable."""
        try:
            yield {"type": noun, **self._get(path)}
        except Unreadable as error:
            self.unreadable.append(error)
