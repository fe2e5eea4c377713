"""Repairs derived items from articles and profiles: entries, schedule, tombstones, lists, addresses, heads, directory.

A scan reads the whole table once and collects suspects. Each article, item or feed among them is then repaired in a transaction
of its own. The transaction fails if a concurrent edit changes the same items, and is retried on their new state. So a repair can
run while the desk is in use, be interrupted at any time and be run again: it does not change correct items.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from byline.edit_errors import AddressTaken, EditConflict, GuidTaken
from byline.errors import BrokenHead, Refused, UnknownFeed
from byline.model.addresses import same_page
from byline.model.feed_key import SITE, FeedKey
from byline.model.kinds import profiles_of
from byline.storage.editing import Editor
from byline.storage.finding_keys import ADDRESS
from byline.storage.item_keys import (
    ARTICLE,
    DIRECTORY,
    FEED,
    PROFILE,
    SCHEMA,
    Item,
    article_id_from,
    feed_from,
    feed_name,
    feed_named,
    feeds_named,
)
from byline.storage.items import stored_article_from
from byline.storage.repair_addresses import AddressRepair
from byline.storage.repair_entries import EntryRepair, PartitionAndSortKey, is_derived, items_of
from byline.storage.repair_feeds import FeedRepair


@dataclass(frozen=True, slots=True)
class Job:
    """A suspect: its name, and the call that repairs it and returns counts of the changes, such as `place made`."""

    name: str
    repair: Callable[[], Counter[str]]


@dataclass(slots=True)
class RepairResult:
    """The count of each kind of change, and by name the reason for each item that cannot be repaired."""

    counts: Counter[str] = field(default_factory=Counter)
    left: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Survey:
    """The scanned part of a table: digests of derived items as found and as expected, outdated articles, feeds, addresses."""

    found: dict[PartitionAndSortKey, int] = field(default_factory=dict)
    wanted: dict[PartitionAndSortKey, tuple[int, str]] = field(default_factory=dict)
    old: set[str] = field(default_factory=set)
    profiles: set[FeedKey] = field(default_factory=lambda: {SITE})
    listed: set[FeedKey] = field(default_factory=set)
    named: set[FeedKey] = field(default_factory=set)
    addresses: dict[str, str] = field(default_factory=dict)
    """Who has each address, by `same_page`."""
    claims: dict[str, list[str]] = field(default_factory=dict)
    """The articles with each address."""


DOES_NOT_STOP = (Refused, AddressTaken, GuidTaken, BrokenHead, UnknownFeed, EditConflict, LookupError, TypeError, ValueError)
"""What a job may raise while the others go on."""


class Rebuilder:
    """Repairs the table of `editor`. Both methods raise StoreUnavailable if the table does not answer in time."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._feeds = FeedRepair(editor)
        self._entries = EntryRepair(editor)
        self._addresses = AddressRepair(editor)
        self._now = editor.now()
        self.result = RepairResult()

    def survey(self, everything: Iterable[Item], progress: Callable[[], None] = lambda: None) -> list[Job]:
        """The suspects in a table, given all its items as `everything`. `progress` is called after each item."""
        seen = Survey()
        for item in everything:
            try:
                self._note(item, seen)
            except (Refused, LookupError, TypeError, ValueError) as error:
                self.result.left[str(item["pk"])] = str(error)
            progress()
        wrong = {article for key, (digest, article) in seen.wanted.items() if seen.found.get(key) != digest}
        orphans = seen.found.keys() - seen.wanted.keys()
        return [
            *(Job(ARTICLE + each, partial(self._entries.article, each)) for each in sorted(wrong | seen.old)),
            *(Job(" ".join(each), partial(self._entries.orphan, each)) for each in sorted(orphans)),
            *(Job(f"{FEED}{each}", partial(self._feeds.feed, each)) for each in sorted(seen.profiles | seen.listed, key=str)),
            *(Job(f"{FEED}{each}", partial(self._feeds.named, each)) for each in sorted(seen.named - seen.profiles, key=str)),
            *(Job(f"{ADDRESS}{each}", partial(self._addresses.address, f"https://{each}", ids)) for each, ids in _wrong(seen)),
        ]

    def repair(self, jobs: Iterable[Job], progress: Callable[[], None] = lambda: None) -> RepairResult:
        """Repair suspects that are still wrong. `progress` is called after each job. A failed job does not stop the others."""
        for job in jobs:
            try:
                self.result.counts += job.repair()
            except DOES_NOT_STOP as error:
                self.result.left[job.name] = str(error)
            progress()
        return self.result

    def _note(self, item: Item, seen: Survey) -> None:
        match item:
            case {"pk": str(pk), "sk": "ARTICLE"}:
                self._note_article(pk, item, seen)
            case {"pk": str(pk)} if pk.startswith(ADDRESS):
                seen.addresses[pk.removeprefix(ADDRESS)] = str(item.get("article"))
            case {"pk": str(pk), "sk": str(sk)} if pk == DIRECTORY:
                seen.listed.update(feeds_named([sk]))
            case {"pk": str(pk)} if pk.startswith(FEED) and not feed_named(feed_name(pk)):
                pass  # a feed of a kind that only a later release has
            case {"pk": str(pk), "sk": str(sk)} if sk == PROFILE:
                seen.profiles.add(feed_from(pk))
            case {"pk": str(pk), "sk": str(sk)} if is_derived((pk, sk)):
                seen.found[pk, sk] = _digest(item)

    def _note_article(self, pk: str, item: Item, seen: Survey) -> None:
        stored_article, article_id = stored_article_from(item), article_id_from(pk)
        for key, derived in items_of(stored_article, self._now).items():
            seen.wanted[key] = _digest(derived), article_id
        if item.get("schema") != SCHEMA:
            seen.old.add(article_id)
        seen.named.update(profiles_of(stored_article.article))
        if not stored_article.erasure:
            seen.claims.setdefault(same_page(stored_article.article.url), []).append(article_id)


def _wrong(seen: Survey) -> list[tuple[str, list[str]]]:
    """The addresses that no article has which they are of, each with the articles that it is of."""
    every = sorted(seen.claims.keys() | seen.addresses.keys())
    return [(each, ids) for each in every if seen.addresses.get(each) not in (ids := seen.claims.get(each, []))]


def _digest(item: Item) -> int:
    """A digest of the item, which takes less memory than the item."""
    return hash(repr(sorted(item.items())))
