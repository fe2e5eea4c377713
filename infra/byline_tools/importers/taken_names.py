"""Finds articles in files whose address or guid another article has, in the files or in the table."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from byline.desk.publisher import Publisher
from byline.edit_errors import AddressTaken, GuidTaken
from byline.intake.addresses import address
from byline.intake.inputs import Origin
from byline.model.addresses import same_page
from byline.model.article import Article
from byline.model.values import guid, permanent_id
from byline_tools.importers.admitted import FileRead


class Named(NamedTuple):
    """An article, of which only these are known."""

    id: str
    url: str
    known_as: str


def wrong_articles(file: FileRead, origin: Origin) -> Iterator[tuple[int, Named]]:
    """The articles of `file` that did not pass their checks, with their lines, as far as what names them can be read."""
    passed = {each.line for each in file.admitted}
    for record in file.records:
        thing = record.thing
        if record.line not in passed and thing.get("type") == "article" and isinstance(thing.get("url"), str):
            with suppress(ValueError):
                url, known = address(thing["url"]), guid(thing["guid"]) if thing.get("guid") is not None else None
                article_id = origin.id_of(known, url) if thing.get("id") is None else permanent_id(thing["id"])
                yield record.line, Named(article_id, url, known or article_id)


def find_taken(
    publisher: Publisher, articles: Sequence[Article | Named], *, moves_addresses: bool
) -> Mapping[str, Sequence[AddressTaken | GuidTaken]]:
    """What keeps `articles`, in the order to store them, from being stored, by their ids. Raises StoreUnavailable.

    With `moves_addresses`, an address that another article has keeps nothing from being stored.
    """
    errors: list[AddressTaken | GuidTaken] = [] if moves_addresses else list(_taken_addresses(publisher, articles))
    found: dict[str, list[AddressTaken | GuidTaken]] = defaultdict(list)
    for error in [*errors, *_taken_guids(publisher, articles)]:
        found[error.subject].append(error)
    return found


def _taken_addresses(publisher: Publisher, articles: Sequence[Article | Named]) -> Iterator[AddressTaken]:
    """An article that is stored with its address already stays allowed, even if another has the address now.

    An address that an article in the files gives up is not free yet.
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


def _taken_guids(publisher: Publisher, articles: Sequence[Article | Named]) -> Iterator[GuidTaken]:
    """Neither its id nor its guid may be those of another article."""
    names = {name for each in articles for name in (each.known_as, each.id)}
    ids = publisher.addresses({each.known_as for each in articles if each.known_as != each.id})
    holders = {**{article_id: article_id for article_id in ids}, **publisher.holders_of_guids(names)}
    first: dict[str, str] = {}
    for each in articles:
        for name in dict.fromkeys((each.known_as, each.id)):
            holder = holders.get(name) or first.setdefault(name, each.id)
            if holder != each.id:
                yield GuidTaken(each.id, name, holder)
