"""Making an article's places again, and removing those that no article stands for."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from byline.model.feed import FeedKey
from byline.model.lifecycle import StoredArticle
from byline.storage import item_keys, items
from byline.storage.attribute_values import marshalled
from byline.storage.editing import Editor, EditResult, Outcome
from byline.storage.feed_entries import SCHEDULE, TOMBSTONE, derived_items
from byline.storage.item_keys import ENTRY, SCHEMA, Item
from byline.storage.writes import change, delete, put

Key = tuple[str, str]
UNSEEN = {"feeds", "schema"}
"""What a place holds for edits to come; readers see nothing of it."""

BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


class PlaceMender:
    """Mends places with `editor`. Each method raises Refused for an article that is stored as none."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor

    def article(self, article_id: str) -> Counter[str]:
        """Make the places that an article has to have, and store it in the present form."""
        return self._editor.attempt(f"article {article_id}", lambda: kept(self._article_once(article_id))).thing

    def orphan(self, key: Key) -> Counter[str]:
        """Remove a place if no article stands for it."""
        return self._editor.attempt(" ".join(key), lambda: kept(self._orphan_once(key))).thing

    def _article_once(self, article_id: str) -> Counter[str]:
        stored, stored_article = self._stored_article(article_id)
        if stored is None or stored_article is None:
            return Counter()
        wanted = derived_items(stored_article, self._editor.now())
        keys = [{"pk": pk, "sk": sk} for pk, sk in wanted]
        found = {(item["pk"], item["sk"]): item for item in self._editor.table.get_many(keys, consistent=True)}
        wrong = {key: item for key, item in wanted.items() if found.get(key) != item}
        done = Counter(f"{_kind(key)} {'put right' if key in found else 'made'}" for key in wrong)
        done["article put right"] += int(stored.get("schema") != SCHEMA)
        if +done:
            seen = [key for key, item in wrong.items() if _seen(item) != _seen(found.get(key, {}))]
            self._editor.table.transact([_unchanged(stored), *map(put, wrong.values()), *self._heads(seen, stored_article)])
        return +done

    def _orphan_once(self, key: Key) -> Counter[str]:
        pk, sk = key
        article_id = sk.partition("#")[2] if pk == SCHEDULE else sk.split("#", 2)[2]
        stored, stored_article = self._stored_article(article_id)
        # What has come due meanwhile is for the function to take that has it announced.
        gone = self._editor.table.get({"pk": pk, "sk": sk}, consistent=True) is None
        if gone or key in derived_items(stored_article, BEFORE_ALL):
            return Counter()
        guard = _unchanged(stored) if stored else missing(item_keys.article_key(article_id))
        self._editor.table.transact([guard, delete({"pk": pk, "sk": sk}), *self._heads([key], None)])
        return Counter([f"{_kind(key)} removed"])

    def _stored_article(self, article_id: str) -> tuple[Item | None, StoredArticle | None]:
        stored = self._editor.table.get(item_keys.article_key(article_id), consistent=True)
        return stored, items.stored_article_from(stored) if stored else None

    def _heads(self, places: Iterable[Key], stored_article: StoredArticle | None) -> Iterator[Item]:
        """New revisions of the feeds these places are in; a head that is missing is made later, from all of the feed's places."""
        feeds = [FeedKey.named(pk.removeprefix("FEED#")) for pk, _ in places if pk != SCHEDULE]
        published = stored_article.article.published if stored_article and not stored_article.withdrawal else None
        heads = self._editor.known(feeds).heads
        return (self._editor.changed_head(key, heads[key], published=published) for key in feeds if key in heads)


def is_place(key: Key) -> bool:
    """Whether something follows from an article and belongs to it alone."""
    return key[0] == SCHEDULE or key[1].startswith((ENTRY, TOMBSTONE))


def kept(done: Counter[str]) -> EditResult[Counter[str]]:
    """What was done, as an edit tells it."""
    return EditResult(done, "", Outcome.CHANGED if done else Outcome.UNCHANGED)


def missing(key: Item) -> Item:
    """A check, for a transaction, that there is still nothing under `key`."""
    stored = {name: marshalled(value) for name, value in key.items()}
    return {"ConditionCheck": {"Key": stored, "ConditionExpression": "attribute_not_exists(pk)"}}


def _kind(key: Key) -> str:
    if key[0] == SCHEDULE:
        return "schedule"
    return "tombstone" if key[1].startswith(TOMBSTONE) else "place"


def _seen(place: Item) -> Item:
    return {name: value for name, value in place.items() if name not in UNSEEN}


def _unchanged(stored: Item) -> Item:
    """A write that fails if the article is no longer as it was read, and otherwise notes the form it is stored in."""
    key = {"pk": stored["pk"], "sk": stored["sk"]}
    return change(key, {"schema": SCHEMA}, "revision = :read", read=stored["revision"])
