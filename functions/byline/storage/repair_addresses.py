"""Repairs addresses: each address that stored articles have is the address of one of them."""

from collections import Counter
from collections.abc import Collection

from byline.edit_errors import AddressTaken
from byline.model.addresses import same_page
from byline.storage.article_addresses import address_item
from byline.storage.editing import Editor
from byline.storage.finding_keys import address_key
from byline.storage.item_keys import Item, article_id_from, article_key, key_of
from byline.storage.items import ERASURE
from byline.storage.writes import Write, check, delete, put

NOTHING_STORED = "attribute_not_exists(pk)"


class AddressRepair:
    """Repairs addresses with `editor`."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor

    def address(self, url: str, article_ids: Collection[str]) -> Counter[str]:
        """Give the address to the article that has it, or else to the one of `article_ids` that was published first.

        If several articles claim an address that none has, raises AddressTaken for another of them after the repair. Raises
        Refused, ClockSkewed, EditConflict and StoreUnavailable too.
        """
        others: list[str] = []
        done = self._editor.attempt(url, lambda: self._address_once(url, article_ids, others))
        if others:
            holder, *rest = others
            raise AddressTaken(", ".join(rest), url, holder)
        return done

    def _address_once(self, url: str, article_ids: Collection[str], others: list[str]) -> Counter[str]:
        now, table = self._editor.now(), self._editor.table
        stored = table.get(address_key(url), consistent=True)
        holder = str(stored["article"]) if stored and "article" in stored else None
        articles = table.get_many([article_key(each) for each in {*article_ids, holder or ""}], consistent=True)
        claims = [each for each in articles if ERASURE not in each and same_page(str(each.get("url", ""))) == same_page(url)]
        claims.sort(key=lambda each: (article_id_from(each["pk"]) != holder, each["published"], each["pk"]))
        wanted = _wanted(url, claims[0], stored) if claims else None
        if stored == wanted:
            return Counter()
        self._editor.transact(now, [_guard(claims or articles, holder), _write(url, stored, wanted)])
        if len(claims) > 1 and wanted and wanted["article"] != holder:
            others[:] = [article_id_from(each["pk"]) for each in claims]
        return Counter([f"address {('put right' if stored else 'made') if wanted else 'removed'}"])


def _wanted(url: str, article: Item, stored: Item | None) -> Item:
    article_id, noted = article_id_from(article["pk"]), (stored or {}).get("before", ())
    return address_item(url, article_id, [str(each) for each in noted if each != article_id])


def _guard(articles: list[Item], holder: str | None) -> Write:
    """A condition that the article which gets the address, or else loses it, is as it was read."""
    if not articles:
        return check(article_key(holder or ""), NOTHING_STORED)
    return check(key_of(articles[0]), "revision = :read", read=articles[0]["revision"])


def _write(url: str, stored: Item | None, wanted: Item | None) -> Write:
    """The write that puts `wanted` in place of `stored`, on condition that this is unchanged."""
    condition, values = ("attribute_not_exists(article)", {})
    if stored and "article" in stored:
        condition, values = "article = :was", {"was": stored["article"]}
    return put(wanted, condition, **values) if wanted else delete(address_key(url), condition, **values)
