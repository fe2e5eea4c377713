"""What is stored: the form of every item but those that `places` makes, written and read."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any

from byline.errors import Problem, Refused
from byline.feeds import FeedKey, name_of
from byline.heads import Head
from byline.item_keys import (
    DIRECTORY,
    SCHEMA,
    Item,
    article_key,
    head_key,
    profile_key,
    read_time,
    read_times,
    written,
)
from byline.lives import Filed, Withdrawal
from byline.model import Article, Author, Correction, Enclosure, Image, Section

_KEPT_BESIDE = frozenset({"pk", "sk", "schema", "revision", "expires_at", "draft", "withdrawal", "pending"})
"""What items hold beside the fields of the thing itself."""


def directory_item(key: FeedKey, profile: Section | Author) -> Item:
    """A feed's line in the directory."""
    return {"pk": DIRECTORY, "sk": str(key), "schema": SCHEMA, "title": name_of(profile), "slug": profile.slug}


def directory_entry(item: Mapping[str, Any]) -> tuple[FeedKey, str]:
    """The feed, under the name it goes by now, and its title in a line of the directory."""
    key = FeedKey.named(item["sk"])
    return FeedKey(key.kind, item.get("slug", key.slug)), str(item["title"])


def article_item(filed: Filed, revision: str) -> Item:
    """An article as stored; `revision` is what a second editor is recognised by."""
    life = {"draft": filed.draft, "withdrawal": filed.withdrawal and asdict(filed.withdrawal)}
    return {
        **article_key(filed.article.id),
        "schema": SCHEMA,
        "revision": revision,
        **storable({**life, **asdict(filed.article)}),
    }


def filed_from(item: Mapping[str, Any]) -> Filed:
    """An article as it is filed, from a stored item; raises Refused if somebody stored what is none."""
    article, withdrawal = article_from(item), item.get("withdrawal")
    with _refusing(item, "article"):
        taken_back = withdrawal and Withdrawal(**{**withdrawal, "at": read_time(withdrawal["at"])})
        return Filed(article, item.get("draft", False), taken_back)


def is_shown(item: Mapping[str, Any]) -> bool:
    """Whether feeds may show the article in a stored item: it is no draft and was not withdrawn."""
    return "draft" not in item and "withdrawal" not in item


def article_from(item: Mapping[str, Any]) -> Article:
    """The article in a stored item; raises Refused if somebody stored what is not one."""
    with _refusing(item, "article"):
        return Article(
            **{
                **_fields(item),
                "published": read_time(item["published"]),
                "updated": read_time(item["updated"]),
                "summary": item.get("summary", ""),
                "content": item.get("content", ""),
                "sections": _list(item, "sections"),
                "authors": _list(item, "authors"),
                "tags": _list(item, "tags"),
                "image": _image(item),
                "enclosures": tuple(Enclosure(**enclosure) for enclosure in _list(item, "enclosures")),
                "corrections": tuple(map(_correction, _list(item, "corrections"))),
            }
        )


def profile_item(key: FeedKey, profile: Section | Author, revision: str) -> Item:
    """A section or author as stored under `key`; `revision` is what a second editor is recognised by."""
    return {**profile_key(key), "schema": SCHEMA, "revision": revision, **storable(asdict(profile))}


def profile_from(item: Mapping[str, Any]) -> Section | Author:
    """The section or author in a stored item; raises Refused if somebody stored what is not one."""
    kind = Author if str(item.get("pk", "")).startswith("FEED#authors/") else Section
    with _refusing(item, "profile"):
        return kind(**{**_fields(item), "image": _image(item)})


def head_from(item: Mapping[str, Any]) -> Head:
    """The head in a stored item."""
    return Head(
        revision=item["revision"],
        changed_at=read_time(item["changed_at"]),
        releases=tuple(sorted(map(read_time, item.get("releases", ())))),
        recent=read_times(item["latest"] if "latest" in item else item.get("recent", ())),
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
    except (KeyError, TypeError, ValueError) as error:
        problems = error.problems if isinstance(error, Refused) else [Problem("item", f"is no {kind}: {error!r}")]
        raise Refused(str(item.get("pk", "")).replace("ARTICLE#", "article "), problems) from error


def _correction(stored: Mapping[str, Any]) -> Correction:
    return Correction(**{**stored, "at": read_time(stored["at"])})


def _image(item: Mapping[str, Any]) -> Image | None:
    return Image(**item["image"]) if item.get("image") else None


def _list(item: Mapping[str, Any], name: str) -> tuple[Any, ...]:
    if not isinstance(item.get(name, []), list):
        raise TypeError(f"{name} is not a list")
    return tuple(item.get(name, ()))


def _fields(item: Mapping[str, Any]) -> Item:
    return {name: value for name, value in item.items() if name not in _KEPT_BESIDE}


def storable(thing: Any) -> Any:
    """Nested values with times as text, without those that are None, empty or false: they cost storage and say nothing."""
    if isinstance(thing, Mapping):
        return {name: storable(value) for name, value in thing.items() if value not in (None, "", (), []) and value is not False}
    if isinstance(thing, list | tuple):
        return [storable(value) for value in thing]
    return written(thing) if isinstance(thing, datetime) else thing
