"""Which article has an address. An item for each address makes sure that no two articles get the same one.

An article that takes an address away from another is noted after it in `before`. When it gives the address up, the last one
noted that still names the address gets it back. So undoing such an edit undoes all of it.
"""

from collections.abc import Collection, Sequence

from byline.edit_errors import AddressTaken
from byline.model.addresses import same_page
from byline.model.article import Article
from byline.storage.dynamodb import Table
from byline.storage.finding_keys import address_key
from byline.storage.item_keys import SCHEMA, Item, article_id_from, article_key
from byline.storage.items import ERASURE
from byline.storage.writes import Write, check, delete, put

FREE_OR_ITS_OWN = "attribute_not_exists(pk) OR article = :article"
MOST_BEFORE = 10
"""The most articles that are noted to have had an address before."""


def holders(table: Table, urls: Collection[str]) -> dict[str, str]:
    """The ids of the articles that have these addresses, by address, by consistent reads. Raises StoreUnavailable."""
    items = _items(table, urls)
    return {url: str(items[url]["article"]) for url in urls if url in items}


def stored_addresses(table: Table, article_ids: Collection[str]) -> dict[str, str]:
    """The `url` of each of these articles that is stored, by id, by consistent reads. Raises StoreUnavailable."""
    found = table.get_many([article_key(article_id) for article_id in article_ids], consistent=True)
    return {article_id_from(item["pk"]): str(item.get("url", "")) for item in found}


def address_item(url: str, article_id: str, before: Sequence[str] = ()) -> Item:
    """The item of an address that an article has, and that those noted in `before` had."""
    noted = {"before": list(before)[-MOST_BEFORE:]} if before else {}
    return {**address_key(url), "schema": SCHEMA, "article": article_id, **noted}


def address_writes(table: Table, before: Article | None, after: Article | None, *, moves: bool) -> list[Write]:
    """The writes that give an article its address, if that is new, and release its former one. None has no address.

    Raises AddressTaken if another article has the address, unless `moves` takes it away from it. That article keeps its `url`,
    but is no longer found by it. Raises StoreUnavailable.
    """
    new, old = (address_key(each.url) if each else None for each in (after, before))
    if new == old:
        return []
    items = _items(table, [each.url for each in (after, before) if each])
    released = _released(table, before, items[before.url]) if before and _is_its_own(before, items) else []
    return [*_taken(after, items.get(after.url), moves=moves), *released] if after else released


def _items(table: Table, urls: Collection[str]) -> dict[str, Item]:
    """The items of these addresses that there are, by address."""
    keys = {url: address_key(url) for url in urls}
    found = {item["pk"]: item for item in table.get_many(list(keys.values()), consistent=True)}
    return {url: found[key["pk"]] for url, key in keys.items() if key["pk"] in found}


def _is_its_own(article: Article, items: dict[str, Item]) -> bool:
    return article.url in items and items[article.url]["article"] == article.id


def _taken(article: Article, item: Item | None, *, moves: bool) -> list[Write]:
    """The write that gives the article its address, on condition that no third article has got it meanwhile."""
    if item is None or item["article"] == article.id:
        return [put(address_item(article.url, article.id, _noted(item)), FREE_OR_ITS_OWN, article=article.id)]
    if not moves:
        raise AddressTaken(article.id, article.url, str(item["article"]))
    before = [each for each in (*_noted(item), str(item["article"])) if each != article.id]
    return [put(address_item(article.url, article.id, before), "article = :holder", holder=item["article"])]


def _released(table: Table, article: Article, item: Item) -> list[Write]:
    """The writes that give the address back to the last article that had it before and still names it, if there is one."""
    noted = _noted(item)
    found = {article_id_from(each["pk"]): each for each in table.get_many([article_key(each) for each in noted], consistent=True)}
    while noted:
        *noted, last = noted
        if (heir := found.get(last)) and ERASURE not in heir and same_page(str(heir["url"])) == same_page(article.url):
            unchanged = check(article_key(last), "revision = :read", read=heir["revision"])
            return [put(address_item(article.url, last, noted), "article = :article", article=article.id), unchanged]
    return [delete(address_key(article.url), FREE_OR_ITS_OWN, article=article.id)]


def _noted(item: Item | None) -> list[str]:
    return [str(each) for each in (item or {}).get("before", ())]
