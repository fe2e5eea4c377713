"""Finds articles in files whose address or guid another article has, in the files or in the table."""

from collections.abc import Iterator, Sequence

from byline.desk.publisher import Publisher
from byline.edit_errors import AddressTaken, GuidTaken
from byline.model.addresses import same_page
from byline.model.article import Article


def taken_addresses(publisher: Publisher, articles: Sequence[Article]) -> Iterator[AddressTaken]:
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


def taken_guids(publisher: Publisher, articles: Sequence[Article]) -> Iterator[GuidTaken]:
    """What keeps `articles`, in the order to store them, from being stored. Raises StoreUnavailable."""
    holders = publisher.holders_of_guids([each.known_as for each in articles])
    first: dict[str, str] = {}
    for each in articles:
        holder = holders.get(each.known_as) or first.setdefault(each.known_as, each.id)
        if holder != each.id:
            yield GuidTaken(each.id, each.known_as, holder)
