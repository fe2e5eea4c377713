"""Repairs the items derived from articles: feed entries, schedule items, tombstones and items of lists."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from byline.edit_errors import GuidTaken
from byline.model.lifecycle import StoredArticle
from byline.storage import item_keys
from byline.storage.article_guids import guid_item
from byline.storage.editing import Editor
from byline.storage.feed_entries import derived_items
from byline.storage.feed_lookup import find_feeds, heads_of
from byline.storage.finding_keys import GUID, LIST
from byline.storage.head_writes import Release, changed_head
from byline.storage.item_keys import ENTRY, FEED, SCHEDULE, SCHEMA, TOMBSTONE, Item, Key, article_key, key_of
from byline.storage.items import stored_article_from
from byline.storage.writes import Write, change, check, delete, put

PartitionAndSortKey = tuple[str, str]
UNSEEN = {"feeds", "schema"}
"""The attributes of an entry that readers do not see; only later edits need them."""

BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


class EntryRepair:
    """Repairs entries, tombstones, the schedule and lists with `editor`. Each method counts its repairs, such as `place made`.

    Both raise Refused for a damaged article, BrokenHead, ClockSkewed, EditConflict and StoreUnavailable.
    """

    def __init__(self, editor: Editor) -> None:
        self._editor = editor

    def article(self, article_id: str) -> Counter[str]:
        """Write the derived items of an article that are wrong or missing, and store the article in the present schema."""
        return self._editor.attempt(f"article {article_id}", lambda: self._article_once(article_id, self._editor.now()))

    def orphan(self, key: PartitionAndSortKey) -> Counter[str]:
        """Remove an item that is derived from no article."""
        return self._editor.attempt(" ".join(key), lambda: self._orphan_once({"pk": key[0], "sk": key[1]}, self._editor.now()))

    def _article_once(self, article_id: str, now: datetime) -> Counter[str]:
        stored, stored_article = self._stored_article(article_id)
        if stored is None or stored_article is None:
            return Counter()
        wanted = items_of(stored_article, now)
        keys: list[Key] = [{"pk": pk, "sk": sk} for pk, sk in wanted]
        found = {(item["pk"], item["sk"]): item for item in self._editor.table.get_many(keys, consistent=True)}
        wrong = {key: item for key, item in wanted.items() if found.get(key) != item}
        _refuse_taken_guid(stored_article, wrong, found)
        done = Counter(f"{_kind(key)} {'put right' if key in found else 'made'}" for key in wrong)
        done["article put right"] += int(stored.get("schema") != SCHEMA)
        if +done:
            seen = [pk for (pk, sk), item in wrong.items() if _seen(item) != _seen(found.get((pk, sk), {}))]
            heads = self._heads(seen, stored_article, now)
            self._editor.transact(now, [_unchanged(stored), *map(put, wrong.values()), *heads])
        return +done

    def _orphan_once(self, key: Key, now: datetime) -> Counter[str]:
        item = self._editor.table.get(key, consistent=True)
        if item is None:
            return Counter()
        article_id = str(item.get("article") or item_keys.article_id_in(key["sk"]))
        stored, stored_article = self._stored_article(article_id)
        # An article that has come due meanwhile stays in the schedule until it is released and announced.
        if (key["pk"], key["sk"]) in items_of(stored_article, BEFORE_ALL):
            return Counter()
        guard = _unchanged(stored) if stored else check(article_key(article_id), "attribute_not_exists(pk)")
        self._editor.transact(now, [guard, delete(key), *self._heads([key["pk"]], None, now)])
        return Counter([f"{_kind((key['pk'], key['sk']))} removed"])

    def _stored_article(self, article_id: str) -> tuple[Item | None, StoredArticle | None]:
        stored = self._editor.table.get(article_key(article_id), consistent=True)
        return stored, stored_article_from(stored) if stored else None

    def _heads(self, pks: Iterable[str], stored_article: StoredArticle | None, now: datetime) -> Iterator[Write]:
        """New revisions of the feeds in these partitions. A missing head is made later, from all entries of its feed."""
        feeds = [item_keys.feed_from(pk) for pk in pks if pk.startswith(FEED)]
        shown = stored_article.article if stored_article and not stored_article.withdrawal else None
        releases = [Release.of(shown.id, shown.published)] if shown else []
        heads = heads_of(find_feeds(self._editor.table, feeds))
        for key in feeds:
            if key in heads:
                revision = self._editor.new_revision()
                yield changed_head(key, heads[key], revision=revision, now=now, releases=releases)


def is_derived(key: PartitionAndSortKey) -> bool:
    """Whether an item is derived from one article."""
    return key[0] == SCHEDULE or key[0].startswith((LIST, GUID)) or key[1].startswith((ENTRY, TOMBSTONE))


def items_of(stored_article: StoredArticle | None, now: datetime) -> dict[PartitionAndSortKey, Item]:
    """Every item that `is_derived` recognises as derived from an article, by its key."""
    guid = guid_item(stored_article.article) if stored_article else None
    return {**derived_items(stored_article, now), **({(guid["pk"], guid["sk"]): guid} if guid else {})}


def _refuse_taken_guid(stored_article: StoredArticle, wrong: Iterable[PartitionAndSortKey], found: Mapping[Any, Item]) -> None:
    """Raise GuidTaken if another article has the guid: which of both readers know by it is not known here."""
    article = stored_article.article
    for key in wrong:
        holder = found[key].get("article", article.id) if key in found and key[0].startswith(GUID) else article.id
        if holder != article.id:
            raise GuidTaken(article.id, article.known_as, str(holder))


def _kind(key: PartitionAndSortKey) -> str:
    """The name of an item in the counts of a repair."""
    if key[0] == SCHEDULE:
        return "schedule"
    if key[0].startswith(LIST):
        return "list"
    if key[0].startswith(GUID):
        return "guid"
    return "tombstone" if key[1].startswith(TOMBSTONE) else "place"


def _seen(entry: Item) -> Item:
    return {name: value for name, value in entry.items() if name not in UNSEEN}


def _unchanged(stored: Item) -> Write:
    """A write that fails if the article has been edited since it was read, and otherwise sets its schema."""
    return change(key_of(stored), {"schema": SCHEMA}, "revision = :read", read=stored["revision"])
