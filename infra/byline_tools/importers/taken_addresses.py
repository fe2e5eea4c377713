"""Finds articles in files whose address another article has, in the files or in the table."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from byline.desk.publisher import Publisher
from byline.edit_errors import AddressTaken
from byline.intake.addresses import address
from byline.intake.inputs import Origin
from byline.model.addresses import same_page
from byline.model.article import Article
from byline_tools.importers.admitted import FileRead


class Page(NamedTuple):
    """An article, of which only these are known."""

    id: str
    url: str


def wrong_pages(file: FileRead, origin: Origin) -> Iterator[tuple[int, Page]]:
    """The articles of `file` that did not pass their checks, with their lines, as far as their addresses can be read."""
    passed = {each.line for each in file.admitted}
    for record in file.records:
        url, article_id = record.thing.get("url"), record.thing.get("id")
        if record.line not in passed and record.thing.get("type") == "article" and isinstance(url, str):
            with suppress(ValueError):
                page = address(url)
                yield record.line, Page(article_id if isinstance(article_id, str) else origin.mint(page), page)


def taken_addresses(publisher: Publisher, articles: Sequence[Article | Page]) -> Iterator[AddressTaken]:
    """What keeps `articles`, in the order to store them, from being stored. Raises StoreUnavailable.

    An article that is stored with its address already stays allowed, even if another has the address now. An address that an
    article in the files gives up is not free yet.
    """
    holders = publisher.holders([each.url for each in articles])
    first: dict[str, str] = {}
    suspects = []
    for each in articles:
        holder = holders.get(each.url) or first.setdefault(same_page(each.url), each.id)
        if holder != each.id:
            suspects.append(AddressTaken(each.id, each.url, holder))
    stored = publisher.addresses([error.subject for error in suspects])
    yield from (error for error in suspects if same_page(stored.get(error.subject, "")) != same_page(error.url))
