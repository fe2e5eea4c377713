"""Which article has an address. An item for each address makes sure that no two articles get the same one."""

from collections.abc import Collection

from byline.edit_errors import AddressTaken
from byline.model.article import Article
from byline.storage.dynamodb import Table
from byline.storage.finding_keys import address_key
from byline.storage.item_keys import SCHEMA, Item, article_id_from, article_key
from byline.storage.writes import Write, delete, put

FREE_OR_ITS_OWN = "attribute_not_exists(pk) OR article = :article"


def holders(table: Table, urls: Collection[str]) -> dict[str, str]:
    """The ids of the articles that have these addresses, by address, by consistent reads. Raises StoreUnavailable."""
    keys = {url: address_key(url) for url in urls}
    found = {item["pk"]: str(item["article"]) for item in table.get_many(list(keys.values()), consistent=True)}
    return {url: found[key["pk"]] for url, key in keys.items() if key["pk"] in found}


def stored_addresses(table: Table, article_ids: Collection[str]) -> dict[str, str]:
    """The `url` of each of these articles that is stored, by id, by consistent reads. Raises StoreUnavailable."""
    found = table.get_many([article_key(article_id) for article_id in article_ids], consistent=True)
    return {article_id_from(item["pk"]): str(item.get("url", "")) for item in found}


def address_item(url: str, article_id: str) -> Item:
    """The item of an address that an article has."""
    return {**address_key(url), "schema": SCHEMA, "article": article_id}


def address_writes(table: Table, before: Article | None, after: Article | None, *, moves: bool) -> list[Write]:
    """The writes that give an article its address, if that is new, and release its former one. None has no address.

    Raises AddressTaken if another article has the address, unless `moves` takes it away from it. That article keeps its `url`,
    but is no longer found by it. Raises StoreUnavailable.
    """
    new, old = (address_key(each.url) if each else None for each in (after, before))
    if new == old:
        return []
    has = holders(table, [each.url for each in (after, before) if each])
    released = [_released(before)] if before and has.get(before.url) == before.id else []
    if after is None:
        return released
    holder = has.get(after.url, after.id)
    if holder != after.id and not moves:
        raise AddressTaken(after.id, after.url, holder)
    return [_taken(after, holder), *released]


def _taken(article: Article, holder: str) -> Write:
    """The write that gives the article its address, on condition that no third article has got it meanwhile."""
    if holder == article.id:
        return put(address_item(article.url, article.id), FREE_OR_ITS_OWN, article=article.id)
    return put(address_item(article.url, article.id), "attribute_not_exists(pk) OR article = :holder", holder=holder)


def _released(article: Article) -> Write:
    return delete(address_key(article.url), FREE_OR_ITS_OWN, article=article.id)
