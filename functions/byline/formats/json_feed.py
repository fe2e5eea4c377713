"""JSON Feed 1.1: https://www.jsonfeed.org/version/1.1/. The `_byline` objects are described in docs/feeds.md."""

import json
from dataclasses import fields
from typing import Any, assert_never

from byline.formats.entries import Entry, Person, author_of, entries
from byline.formats.registry import JSON_FEED
from byline.model.feed import Feed
from byline.model.feed_key import FeedKey
from byline.model.media import Enclosure, Image
from byline.model.profiles import Author, Section
from byline.model.site import Site
from byline.model.times import format_time
from byline.model.tombstone import Tombstone

VERSION = "https://jsonfeed.org/version/1.1"
_IN_IMAGES = tuple(each.name for each in fields(Image))


def write_json_feed(feed: Feed) -> bytes:
    """The feed as a JSON Feed 1.1 document in UTF-8; raises UnicodeEncodeError, a ValueError, for lone surrogates."""
    document = _present(
        {
            "version": VERSION,
            "title": feed.title,
            "home_page_url": feed.home_page_url,
            "feed_url": JSON_FEED.address(feed.site, feed.address),
            "description": feed.description,
            "icon": feed.picture,
            "favicon": feed.site.icon,
            "language": feed.site.language,
            "authors": [_person(author_of(feed))],
            "hubs": [{"type": "WebSub", "url": hub} for hub in feed.site.hubs],
            "_byline": {**_about_feed(feed), "deleted": [_deleted(tombstone) for tombstone in feed.tombstones]},
        }
    )
    document["items"] = [_item(entry, feed.site) for entry in entries(feed)]
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def write_end(site: Site, key: FeedKey) -> bytes:
    """The document of a feed that has ended: `expired` means that readers can stop polling (section "Top-level")."""
    ended = {"version": VERSION, "title": site.title, "feed_url": JSON_FEED.address(site, key), "expired": True, "items": []}
    return json.dumps(ended, ensure_ascii=False, separators=(",", ":")).encode()


def _item(entry: Entry, site: Site) -> dict[str, Any]:
    article = entry.article
    item = _present(
        {
            "id": article.known_as,
            "url": article.url,
            "title": article.title,
            **({"content_html": entry.content} if entry.content else {"content_text": entry.teaser}),
            "summary": entry.summary,
            "image": article.image and article.image.url,
            "date_published": format_time(article.published),
            "date_modified": format_time(article.updated),
            "authors": list(map(_person, entry.people)),
            "tags": list(entry.categories),
            "language": entry.language or site.language,
            "attachments": list(map(_attachment, article.enclosures)),
            "_byline": _about_article(entry),
        }
    )
    return {**item, "tags": list(entry.categories)}  # even if empty: many programs expect the member


def _about_article(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.article.id if entry.article.guid else None,
        "image": _image(entry.article.image),
        "sections": list(map(_section, entry.sections)),
        "authors": [_present(_author(author)) for author in entry.authors],
        "corrections": [{"note": each.note, "date": format_time(each.at)} for each in entry.article.corrections],
        "edited": entry.article.edited and format_time(entry.article.edited),
        "withdrawn": entry.withdrawn or None,
    }


def _about_feed(feed: Feed) -> dict[str, Any]:
    match feed.profile:
        case Section() as section:
            return {"section": _section(section), "image": _image(section.image)}
        case Author() as author:
            return {"author": _author(author), "image": _image(author.image)}
        case None:
            return {}
        case _:
            assert_never(feed.profile)


def _deleted(tombstone: Tombstone) -> dict[str, Any]:
    return _present({"id": tombstone.known_as, "date": format_time(tombstone.at), "notice": tombstone.notice})


def _person(person: Person) -> dict[str, Any]:
    return _present({"name": person.name, "url": person.url, "avatar": person.picture})


def _author(author: Author) -> dict[str, Any]:
    return {"slug": author.slug, "name": author.name, "bio": author.bio}


def _section(section: Section) -> dict[str, Any]:
    return _present({"slug": section.slug, "title": section.title, "url": section.url})


def _image(image: Image | None) -> dict[str, Any]:
    return _present({name: getattr(image, name) for name in _IN_IMAGES}) if image else {}


def _attachment(enclosure: Enclosure) -> dict[str, Any]:
    return _present(
        {
            "url": enclosure.url,
            "mime_type": enclosure.media_type,
            "title": enclosure.title,
            "size_in_bytes": enclosure.length,
            "duration_in_seconds": enclosure.duration,
        }
    )


def _present(members: dict[str, Any]) -> dict[str, Any]:
    """`members` without empty ones: JSON Feed leaves those out instead of writing null."""
    nested = {name: _present(value) if isinstance(value, dict) else value for name, value in members.items()}
    return {name: value for name, value in nested.items() if value not in (None, "", [], {})}
