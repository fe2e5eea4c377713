"""What is stored: the form of every item but those that `places` makes, written and read."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from byline.errors import Problem, Refused
from byline.model.article import Article
from byline.model.feed_key import FeedKey
from byline.model.feed_state import Head
from byline.model.kinds import model_of
from byline.model.lifecycle import StoredArticle
from byline.model.profiles import Author, Section, name_of
from byline.model.times import parse_time, parse_times
from byline.storage.item_keys import DIRECTORY, SCHEMA, Item, article_key, head_key, profile_key
from byline.storage.stored_values import restored, stored_form, with_unknown

_KEPT_BESIDE = frozenset({"pk", "sk", "schema", "revision", "expires_at", "draft", "withdrawal", "pending"})
"""What items hold beside the fields of the thing itself."""


def directory_item(key: FeedKey, profile: Section | Author) -> Item:
    """A feed's line in the directory."""
    return {"pk": DIRECTORY, "sk": str(key), "schema": SCHEMA, "title": name_of(profile), "slug": profile.slug}


def directory_entry(item: Mapping[str, Any]) -> tuple[FeedKey, str]:
    """The feed, under the name it goes by now, and its title in a line of the directory."""
    key = FeedKey.named(item["sk"])
    return FeedKey(key.kind, item.get("slug", key.slug)), str(item["title"])


def article_item(stored_article: StoredArticle, revision: str, before: Mapping[str, Any] | None = None) -> Item:
    """An article as stored; `revision` is what a second editor is recognised by.

    What the item `before` holds beyond what this version of Byline knows is kept.
    """
    form = (
        with_unknown(StoredArticle, stored_form(stored_article), _stored_article_form(before))
        if before
        else stored_form(stored_article)
    )
    return {**article_key(stored_article.article.id), "schema": SCHEMA, "revision": revision, **form.pop("article"), **form}


def stored_article_from(item: Mapping[str, Any]) -> StoredArticle:
    """An article as it is filed, from a stored item; raises Refused if somebody stored what is none."""
    with _refusing(item, "article"):
        return restored(StoredArticle, _stored_article_form(item))


def is_shown(item: Mapping[str, Any]) -> bool:
    """Whether feeds may show the article in a stored item: it is no draft and was not withdrawn."""
    return "draft" not in item and "withdrawal" not in item


def article_from(item: Mapping[str, Any]) -> Article:
    """The article in a stored item; raises Refused if somebody stored what is not one."""
    with _refusing(item, "article"):
        return restored(Article, _fields(item))


def profile_item(key: FeedKey, profile: Section | Author, revision: str, before: Mapping[str, Any] | None = None) -> Item:
    """A section or author as stored under `key`; `revision` is what a second editor is recognised by.

    What the item `before` holds beyond what this version of Byline knows is kept.
    """
    stored = with_unknown(type(profile), stored_form(profile), _fields(before or {}))
    return {**profile_key(key), "schema": SCHEMA, "revision": revision, **stored}


def profile_from(item: Mapping[str, Any]) -> Section | Author:
    """The section or author in a stored item; raises Refused if somebody stored what is not one."""
    with _refusing(item, "profile"):
        return restored(model_of(FeedKey.named(item["pk"].removeprefix("FEED#"))), _fields(item))


def head_from(item: Mapping[str, Any]) -> Head:
    """The head in a stored item."""
    return Head(
        revision=item["revision"],
        changed_at=parse_time(item["changed_at"]),
        releases=tuple(sorted(map(parse_time, item.get("releases", ())))),
        recent=parse_times(item["latest"] if "latest" in item else item.get("recent", ())),
        home_page_url=item.get("home_page_url"),
        slug=item.get("slug"),
        retired=item.get("retired", False),
    )


def alias_item(key: FeedKey, stored_under: FeedKey) -> Item:
    """In place of a head: `key` is another name of what is stored under another one, for ever."""
    return {**head_key(key), "schema": SCHEMA, "alias_of": str(stored_under)}


def alias_from(item: Mapping[str, Any]) -> FeedKey | None:
    """What the item in place of a head says another name of; None for a head."""
    return FeedKey.named(item["alias_of"]) if "alias_of" in item else None


@contextmanager
def _refusing(item: Mapping[str, Any], kind: str) -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        problems = error.problems if isinstance(error, Refused) else [Problem("item", f"is no {kind}: {error!r}")]
        raise Refused(str(item.get("pk", "")).replace("ARTICLE#", "article "), problems) from error


def _stored_article_form(item: Mapping[str, Any]) -> Item:
    """The map of an article as it is filed: an item holds the article's own fields beside those of its life."""
    life = {name: item[name] for name in ("draft", "withdrawal") if name in item}
    return {"article": _fields(item), **life}


def _fields(item: Mapping[str, Any]) -> Item:
    return {name: value for name, value in item.items() if name not in _KEPT_BESIDE}
