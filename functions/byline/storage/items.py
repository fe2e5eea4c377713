"""The stored forms of articles, of sections and authors, and of directory entries, each written and read here."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from byline.errors import Problem, Refused
from byline.model.article import Article
from byline.model.feed_key import FeedKey
from byline.model.feed_state import present_name
from byline.model.kinds import feeds_of, model_of
from byline.model.lifecycle import Erasure, StoredArticle
from byline.model.profiles import Profile, name_of
from byline.storage.item_keys import (
    ARTICLE,
    SCHEMA,
    Item,
    article_key,
    directory_key,
    feed_from,
    feed_named,
    feeds_from,
    feeds_named,
    feeds_text,
    profile_key,
)
from byline.storage.stored_values import restored, stored_form, with_unknown

IMPORTED = "imported"
"""The attribute of what was last edited by an import; others do not have it."""

ERASURE, VERSION = "erasure", "version"
"""The attributes of what is erased, and of an article with what is recorded of its last edit."""

_NOT_OF_THE_THING = frozenset(
    {"pk", "sk", "schema", "revision", "expires_at", "draft", "withdrawal", ERASURE, "feeds", VERSION}
    | {"former", "pending", "pending_before", IMPORTED}
)
"""The attributes of an item that are not fields of the article, section or author."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What an edit of a section or author has left: `feeds` that show it and are not updated yet, and its own feed's entries
    `before` a sort key, which may lead to more; None if there are none.
    """

    feeds: tuple[FeedKey, ...] = ()
    before: str | None = None

    def __bool__(self) -> bool:
        return bool(self.feeds) or self.before is not None


FINISHED = Unfinished()


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """A feed in the directory: the key it is stored under, its present name and its title."""

    key: FeedKey
    name: FeedKey
    title: str


def directory_item(key: FeedKey, profile: Profile) -> Item:
    """A feed's directory entry."""
    return {**directory_key(key), "schema": SCHEMA, "title": name_of(profile), "slug": profile.slug}


def directory_entries(items: Iterable[Mapping[str, Any]]) -> list[DirectoryEntry]:
    """The entries in items of the directory, without those of kinds of feeds that this release does not have."""
    keys = ((feed_named(item["sk"]), item) for item in items)
    return [DirectoryEntry(key, present_name(key, item.get("slug")), str(item["title"])) for key, item in keys if key]


def article_item(
    stored_article: StoredArticle, revision: str, before: Mapping[str, Any] | None = None, *, imported: bool = False
) -> Item:
    """The item of an article; `revision` is new at each edit, and `imported` is whether the edit is an import.

    Attributes of the item `before` that this version of Byline does not define are preserved. The article's feeds are stored only
    if they differ from those of its sections and authors.
    """
    form = stored_form(stored_article)
    del form["feeds"]
    form = with_unknown(StoredArticle, form, _lifecycle_form(before)) if before else form
    feeds = {} if stored_article.feeds == feeds_of(stored_article.article) else {"feeds": feeds_text(stored_article.feeds)}
    key = article_key(stored_article.article.id)
    return {**key, "schema": SCHEMA, "revision": revision, **form.pop("article"), **form, **feeds, **_source(imported)}


def stored_article_from(item: Mapping[str, Any]) -> StoredArticle:
    """The stored article in an item; raises Refused if the item does not hold one."""
    with _refusing(item, "article"):
        stored_article = restored(StoredArticle, _lifecycle_form(item))
        return replace(stored_article, feeds=feeds_from(item["feeds"])) if "feeds" in item else stored_article


def is_shown(item: Mapping[str, Any]) -> bool:
    """Whether feeds may show the article in a stored item: it is neither a draft nor withdrawn."""
    return "draft" not in item and "withdrawal" not in item


def seen_withdrawal(item: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The withdrawal of the article in a stored item, if readers may have seen the article; otherwise None."""
    withdrawal = item.get("withdrawal")
    return withdrawal if isinstance(withdrawal, Mapping) and withdrawal.get("seen") is True else None


def article_from(item: Mapping[str, Any]) -> Article:
    """The article in a stored item, without its lifecycle; raises Refused if the item does not hold one."""
    with _refusing(item, "article"):
        return restored(Article, _fields(item))


def profile_item(
    key: FeedKey,
    profile: Profile,
    revision: str,
    before: Mapping[str, Any] | None = None,
    unfinished: Unfinished = FINISHED,
    *,
    imported: bool = False,
    erasure: Erasure | None = None,
) -> Item:
    """The item of a section or author under `key`; `revision` is new at each edit. Imports are `imported`.

    Attributes of the item `before` that this version of Byline does not define are preserved. A slug that the profile no longer
    has is listed as a former one, unless it is the first.
    """
    stored = with_unknown(type(profile), stored_form(profile), _fields(before or {}))
    had = [*(before or {}).get("former", ()), *([before["slug"]] if before else [])]
    former = [slug for slug in dict.fromkeys(had) if slug not in (key.slug, profile.slug)]
    names = {"former": former} if former else {}
    erased = {ERASURE: stored_form(erasure)} if erasure else {}
    more = {**names, **unfinished_form(unfinished), **_source(imported), **erased}
    return {**profile_key(key), "schema": SCHEMA, "revision": revision, **stored, **more}


def profile_from(item: Mapping[str, Any]) -> Profile:
    """The section or author in a stored item; raises Refused if the item does not hold one."""
    with _refusing(item, "profile"):
        return restored(model_of(feed_from(item["pk"])), _fields(item))


def names_from(item: Mapping[str, Any]) -> list[FeedKey]:
    """Every name of a section or author: the first, former ones, the present one. Releases before 0.5.0 noted no former ones."""
    key = feed_from(item["pk"])
    return [FeedKey(key.kind, slug) for slug in dict.fromkeys([key.slug, *item.get("former", ()), item["slug"]])]


def erasure_from(item: Mapping[str, Any]) -> Erasure | None:
    """The erasure of an author; None if there is none."""
    return restored(Erasure, item[ERASURE]) if ERASURE in item else None


def unfinished_form(unfinished: Unfinished) -> Item:
    """The attributes of a section or author that note what an edit has left; none if it has left nothing."""
    feeds = {"pending": list(map(str, unfinished.feeds))} if unfinished.feeds else {}
    return {**feeds, **({} if unfinished.before is None else {"pending_before": unfinished.before})}


def unfinished_from(item: Mapping[str, Any]) -> Unfinished:
    """What an edit of the section or author in a stored item has left."""
    return Unfinished(feeds_named(item.get("pending", ())), item.get("pending_before"))


def was_imported(item: Mapping[str, Any] | None) -> bool:
    """Whether the last edit of a stored thing was an import; false if `item` is None."""
    return bool(item and item.get(IMPORTED))


def _source(imported: bool) -> Item:
    return {IMPORTED: True} if imported else {}


@contextmanager
def _refusing(item: Mapping[str, Any], kind: str) -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        problems = error.problems if isinstance(error, Refused) else [Problem("item", f"is not a valid {kind}: {error!r}")]
        raise Refused(str(item.get("pk", "")).replace(ARTICLE, "article "), problems) from error


def _lifecycle_form(item: Mapping[str, Any]) -> Item:
    """The map of a stored article without its feeds. An item has the fields of the article and of its lifecycle side by side."""
    return {"article": _fields(item), **{name: item[name] for name in ("draft", "withdrawal", ERASURE) if name in item}}


def _fields(item: Mapping[str, Any]) -> Item:
    return {name: value for name, value in item.items() if name not in _NOT_OF_THE_THING}
