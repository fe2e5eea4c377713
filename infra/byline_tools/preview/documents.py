"""The documents of a preview: the articles in the feed of the whole site, in each format, and as a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from byline.formats.registry import FORMATS
from byline.formats.rendering import render
from byline.model.article import Article
from byline.model.feed import Feed
from byline.model.feed_key import SITE, FeedKey
from byline.model.lifecycle import Status
from byline.model.profiles import Profile
from byline.model.site import Site
from byline.model.times import format_time
from byline_tools.preview.page import write_page
from byline_tools.preview.shown import ShownArticle

PAGE = "page"
FILE_NAMES = {**{each.name: each.file_name for each in FORMATS}, PAGE: "page.html"}
"""The names of documents in files, by what people call their formats."""

_MAX_AGE = 300


@dataclass(frozen=True, slots=True)
class Document:
    """A document in the format called `format`, and what its reader should know about it."""

    format: str
    content: bytes
    remarks: tuple[str, ...] = ()


def feed_of(site: Site, shown: Sequence[ShownArticle], profiles: Mapping[FeedKey, Profile]) -> Feed:
    """The feed of the whole site if it had only these articles, all of them published. `shown` is not empty."""
    articles = [article for each in shown if (article := _in_feed(each))]
    return Feed(
        key=SITE,
        site=site,
        profile=None,
        articles=tuple(sorted(articles, key=lambda each: each.published, reverse=True)),
        profiles=profiles,
        changed_at=max(each.article.edited or each.article.updated for each in shown),
        max_age=_MAX_AGE,
        tombstones=tuple(each.tombstone for each in shown if each.tombstone),
    )


def _in_feed(shown: ShownArticle) -> Article | None:
    if shown.status is not Status.WITHDRAWN:
        return shown.article
    return shown.tombstone.as_article() if shown.tombstone else None


def documents(feed: Feed, shown: Sequence[ShownArticle], formats: Sequence[str]) -> list[Document]:
    """The feed as a document in each of `formats`, by their names in FILE_NAMES."""
    made: list[Document] = []
    for format_ in FORMATS:
        if format_.name in formats:
            content, left_out = render(feed, format_)
            made.append(Document(format_.name, content, tuple(f"{each.article_id} {each.reason}" for each in left_out)))
    if PAGE in formats:
        made.append(Document(PAGE, write_page(feed, map(_remark, shown))))
    return made


def _remark(shown: ShownArticle) -> str:
    when = f" for {format_time(shown.article.published)}" if shown.status is Status.SCHEDULED else ""
    return f"Preview. {shown.article.id}: {shown.status}{when}"
