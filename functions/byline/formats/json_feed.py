"""JSON Feed 1.1: https://www.jsonfeed.org/version/1.1/. The `_byline` objects are described in docs/feeds.md."""

import json
from typing import Any

from byline.formats.registry import JSON_FEED
from byline.model.article import Article, Author, Enclosure, Image, Section
from byline.model.feed import Feed, FeedKey
from byline.model.site import Site
from byline.model.times import format_time
from byline.model.tombstone import Tombstone

VERSION = "https://jsonfeed.org/version/1.1"


def write_json_feed(feed: Feed) -> bytes:
    """The feed as a JSON Feed 1.1 document in UTF-8."""
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
            "authors": [_author(feed.profile)] if isinstance(feed.profile, Author) else [{"name": feed.site.title}],
            "hubs": [{"type": "WebSub", "url": hub} for hub in feed.site.hubs],
            "_byline": {**_about_feed(feed), "deleted": [_deleted(tombstone) for tombstone in feed.tombstones]},
        }
    )
    document["items"] = [_item(feed, article) for article in feed.articles]
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def write_end(site: Site, key: FeedKey) -> bytes:
    """What stands for a feed that has ended: `expired` tells readers to ask no more (section "Top-level")."""
    ended = {"version": VERSION, "title": site.title, "feed_url": JSON_FEED.address(site, key), "expired": True, "items": []}
    return json.dumps(ended, ensure_ascii=False, separators=(",", ":")).encode()


def _item(feed: Feed, article: Article) -> dict[str, Any]:
    names = [*(section.title for section in feed.sections_of(article)), *article.tags]
    content, summary = feed.content_of(article), feed.summary_of(article)
    return _present(
        {
            "id": article.id,
            "url": article.url,
            "title": article.title,
            **({"content_html": content} if content else {"content_text": summary or article.title}),
            "summary": summary,
            "image": article.image and article.image.url,
            "date_published": format_time(article.published),
            "date_modified": format_time(article.updated),
            "authors": [_author(author) for author in feed.authors_of(article)],
            "tags": list(dict.fromkeys(names)),
            "language": article.language or feed.site.language,
            "attachments": [_attachment(enclosure) for enclosure in article.enclosures],
            "_byline": _about_article(feed, article),
        }
    )


def _about_article(feed: Feed, article: Article) -> dict[str, Any]:
    authors = feed.authors_of(article)
    return {
        "image": _image(article.image),
        "sections": [_section(section) for section in feed.sections_of(article)],
        "authors": [_present({"slug": author.slug, "name": author.name, "bio": author.bio}) for author in authors],
        "corrections": [{"note": each.note, "date": format_time(each.at)} for each in article.corrections],
    }


def _about_feed(feed: Feed) -> dict[str, Any]:
    match feed.profile:
        case Section() as section:
            return {"section": _section(section), "image": _image(section.image)}
        case Author() as author:
            return {"author": {"slug": author.slug, "name": author.name, "bio": author.bio}, "image": _image(author.image)}
        case None:
            return {}


def _deleted(tombstone: Tombstone) -> dict[str, Any]:
    return _present({"id": tombstone.article_id, "date": format_time(tombstone.at), "notice": tombstone.notice})


def _author(author: Author) -> dict[str, Any]:
    return _present({"name": author.name, "url": author.url, "avatar": author.image and author.image.url})


def _section(section: Section) -> dict[str, Any]:
    return _present({"slug": section.slug, "title": section.title, "url": section.url})


def _image(image: Image | None) -> dict[str, Any]:
    if image is None:
        return {}
    fields = ("url", "alt", "caption", "credit", "width", "height", "media_type")
    return _present({field: getattr(image, field) for field in fields})


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
    """`members` without those that have nothing to say: JSON Feed leaves such out rather than writing null."""
    nested = {name: _present(value) if isinstance(value, dict) else value for name, value in members.items()}
    return {name: value for name, value in nested.items() if value not in (None, "", [], {})}
