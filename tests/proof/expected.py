"""What readers and the desk are expected to see of a model: feeds, the directory, lists and versions."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from byline.desk.finding import Filters
from byline.model.feed_key import SITE, FeedKey, Kind, author_feed, section_feed
from byline.model.kinds import naming
from byline.model.lifecycle import Status, StoredArticle, Withdrawal
from byline.model.profiles import Author, Section, name_of
from tests.proof.finding import passes
from tests.proof.model import Model, Story, place


def shown_to_reader(model: Model, name: FeedKey, site_title: str) -> Any:
    """The expected response to a request for the feed called `name`."""
    key = model.names.get(name)
    if key is None:
        return 404
    if key in model.retired:
        return 410
    if model.called(key) != name:
        return 301, str(model.called(key))
    shown, gone = model.shown(key), model.gone(key)
    notices = [story for story in gone if story.notice]
    stories = sorted([*shown, *notices], key=place, reverse=True)[: model.newest]
    title = f"{name_of(model.profiles[key])} – {site_title}" if key in model.profiles else site_title
    deleted = [(story.article.known_as, story.gone, story.notice) for story in gone]
    return 200, title, [_item(model, story) for story in stories], deleted


def _item(model: Model, story: Story) -> tuple[Any, ...]:
    if story.gone:
        return story.article.known_as, story.notice, [], [], max(story.gone, story.article.published), None, [], []
    named = [model.profiles[key] for key in story.keys]
    authors = [name_of(each) for each in named if isinstance(each, Author)]
    sections = [(each.slug, each.title) for each in named if isinstance(each, Section)]
    article = story.article
    corrections = [(each.at, each.note) for each in article.corrections]
    return article.known_as, article.title, authors, sections, article.updated, article.edited, list(article.tags), corrections


def directory(model: Model, site_title: str) -> list[tuple[FeedKey, str]]:
    """The feeds that are not retired, by their current names: the site's first, then in the order of their keys."""
    keys = sorted((key for key in model.profiles if key not in model.retired), key=str)
    return [(SITE, site_title), *((model.called(key), name_of(model.profiles[key])) for key in keys)]


def listed(model: Model, filters: Filters) -> list[tuple[str, Status]]:
    """The ids and statuses of the articles that pass `filters`, newest first."""
    keys = {name.kind: model.names[name].slug for name in names_in(filters)}
    by_keys = replace(filters, section=keys.get(Kind.SECTION), author=keys.get(Kind.AUTHOR))
    stories = sorted(model.stories.values(), key=place, reverse=True)
    found = [each for each in map(_as_stored, stories) if passes(each, by_keys, model.now)]
    return [(each.article.id, each.status(model.now)) for each in found]


def names_in(filters: Filters) -> list[FeedKey]:
    """The section and the author that `filters` names."""
    named = (section_feed, filters.section), (author_feed, filters.author)
    return [feed(slug) for feed, slug in named if slug]


def versions(model: Model, article_id: str) -> list[tuple[int, datetime, StoredArticle]]:
    """The versions of an article, newest first: their numbers, their times, and the article as it was, without its erasure."""
    known = model.versions[article_id]
    return [(number, at, _as_stored(story)) for number, (at, story) in sorted(known.items(), reverse=True)]


def _as_stored(story: Story) -> StoredArticle:
    withdrawal = Withdrawal(at=story.gone, notice=story.notice, seen=story.was_seen) if story.gone else None
    feeds = () if story.erased is None else (SITE, *story.erased)
    return StoredArticle(naming(story.article, story.keys), story.draft, withdrawal, feeds)
