"""A minimal model of a newsroom, without items, entries and transactions.

A feed changes
- when an article that is or was in it is edited;
- when its own section or author is edited;
- when the displayed part of another section or author is edited, if one of its newest articles, due now or within a minute,
  names it;
- at each release time of an article in it.

It does not change when an article that readers cannot see yet, by any clock, is edited and stays so.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from byline.errors import AlreadySeen, NameTaken, RetiredProfile, UnknownArticle, UnknownFeed, UnknownProfile
from byline.model.article import Article
from byline.model.feed_key import SITE, FeedKey
from byline.model.feed_state import MARGIN
from byline.model.kinds import feed_about, profiles_of
from byline.model.profiles import Author, Profile, Section, name_of
from byline.storage.editing import Outcome
from byline.storage.heads import EMPTY_HEAD
from tests.support.factories import NOW


@dataclass(frozen=True)
class Story:
    """An article, the keys of its sections and authors, and its lifecycle."""

    article: Article
    keys: tuple[FeedKey, ...]
    draft: bool = False
    gone: datetime | None = None
    notice: str = ""
    was_seen: bool = False

    def is_out(self, now: datetime) -> bool:
        return not self.draft and not self.gone and self.article.published <= now

    def feeds(self) -> tuple[FeedKey, ...]:
        return () if self.draft or (self.gone and not self.was_seen) else (SITE, *self.keys)


@dataclass(frozen=True)
class State:
    """The number of public edits of a feed, the time of the last one, and the publication times of its articles by their ids."""

    edits: int = 0
    changed_at: datetime = EMPTY_HEAD.changed_at
    releases: dict[str, datetime] = field(default_factory=dict)

    def at(self, now: datetime) -> tuple[Any, datetime, datetime | None]:
        """A value in place of the revision, the time of the last change, and of the next."""
        lifted = max((each for each in self.releases.values() if each <= now), default=self.changed_at)
        coming = min((each for each in self.releases.values() if each > now), default=None)
        return (self.edits, max(lifted, self.changed_at)), max(lifted, self.changed_at), coming


class Model:
    """Takes the same edits as the desk, and computes the expected feeds. A feed has at most `newest` articles."""

    def __init__(self, newest: int) -> None:
        self.newest = newest
        self.now = NOW
        self.stories: dict[str, Story] = {}
        self.profiles: dict[FeedKey, Profile] = {}
        self.names = {SITE: SITE}
        self.retired: set[FeedKey] = set()
        self.states: dict[FeedKey, State] = defaultdict(State)

    def put(self, thing: Article | Profile, *, draft: bool = False) -> Outcome:
        if isinstance(thing, Article):
            return self._put_article(thing, draft=draft)
        key = self.names.get(feed_about(thing), feed_about(thing))
        before = self.profiles.get(key)
        return self._edit(key, replace(thing, slug=before.slug) if before else thing)

    def withdraw(self, article_id: str, notice: str) -> Outcome:
        before = self.stories.get(article_id)
        if before is None:
            raise UnknownArticle(article_id)
        if before.gone:
            return self._file(before, replace(before, notice=notice))
        seen = before.is_out(self.now)
        return self._file(before, replace(before, draft=False, gone=self.now, notice=notice, was_seen=seen))

    def rename(self, name: FeedKey, slug: str) -> Outcome:
        key = self._key_of(name)
        return self._edit(key, replace(self.profiles[key], slug=slug))

    def retire(self, name: FeedKey) -> Outcome:
        key = self._key_of(name)
        if key in self.retired:
            return Outcome.UNCHANGED
        self.retired.add(key)
        self._touch(key)
        return Outcome.CHANGED

    def shown(self, key: FeedKey) -> list[Story]:
        due = [story for story in self.stories.values() if story.is_out(self.now) and key in story.feeds()]
        return sorted(due, key=_place, reverse=True)[: self.newest]

    def gone(self, key: FeedKey) -> list[Story]:
        """The withdrawn articles that the feed reports in its current state."""
        since = self.states[key].at(self.now)[1] - timedelta(days=30)
        gone = [story for story in self.stories.values() if key in story.feeds() and story.gone and story.gone >= since]
        return sorted(gone, key=lambda story: (story.gone, story.article.id), reverse=True)

    def called(self, key: FeedKey) -> FeedKey:
        return feed_about(self.profiles[key]) if key in self.profiles else key

    def _put_article(self, article: Article, *, draft: bool) -> Outcome:
        if missing := [str(name) for name in profiles_of(article) if name not in self.names]:
            raise UnknownProfile(article.id, missing)
        before = self.stories.get(article.id)
        keys = tuple(dict.fromkeys(self.names[name] for name in profiles_of(article)))
        if retired := [str(key) for key in keys if key in self.retired and key not in (before.keys if before else ())]:
            raise RetiredProfile(article.id, retired)
        after = Story(replace(article, sections=(), authors=()), keys, draft)
        if before and (before.was_seen if before.gone else before.is_out(self.now)) and not after.is_out(self.now):
            raise AlreadySeen(article.id)
        return self._file(before, after)

    def _file(self, before: Story | None, after: Story) -> Outcome:
        if before == after:
            return Outcome.UNCHANGED
        self.stories[after.article.id] = after
        published, public = after.article.published, any(each and self._may_be_seen(each) for each in (before, after))
        for key in {*after.feeds(), *(before.feeds() if before else ())}:
            release = {after.article.id: published} if key in after.feeds() and not after.gone else {}
            if public:
                self._touch(key)
            state = self.states[key]
            others = {name: at for name, at in state.releases.items() if name != after.article.id}
            self.states[key] = replace(state, releases={**others, **release})
        return Outcome.CHANGED if before else Outcome.NEW

    def _edit(self, key: FeedKey, after: Profile) -> Outcome:
        before, name = self.profiles.get(key), feed_about(after)
        if before == after:
            return Outcome.UNCHANGED
        if key in self.retired and before and after.slug != before.slug:
            raise RetiredProfile(str(key), [str(key)])
        if self.names.get(name, key) != key:
            raise NameTaken(str(key), name.slug)
        elsewhere = before and _elsewhere(before) != _elsewhere(after)
        using = [feed for feed in (SITE, *self.profiles) if any(key in story.keys for story in self._shown_or_soon(feed))]
        self.profiles[key], self.names[name] = after, key
        for feed in {*([] if key in self.retired else [key]), *(using if elsewhere else ())}:
            self._touch(feed)
        return Outcome.CHANGED if before else Outcome.NEW

    def _shown_or_soon(self, key: FeedKey) -> list[Story]:
        soon = self.now + timedelta(minutes=1)
        coming = [story for story in self.stories.values() if story.is_out(soon) and not story.is_out(self.now)]
        return [*self.shown(key), *(story for story in coming if key in story.feeds())]

    def _may_be_seen(self, story: Story) -> bool:
        return story.was_seen if story.gone else story.is_out(self.now + MARGIN)

    def _touch(self, key: FeedKey) -> None:
        state = self.states[key]
        shown = [each for each in state.releases.values() if each <= self.now + MARGIN]
        self.states[key] = replace(state, edits=state.edits + 1, changed_at=max(self.now, state.changed_at, *shown))

    def _key_of(self, name: FeedKey) -> FeedKey:
        if self.names.get(name) not in self.profiles:
            raise UnknownFeed(str(name))
        return self.names[name]


def _place(story: Story) -> tuple[datetime, str]:
    return story.article.published, story.article.id


def _elsewhere(profile: Profile) -> Any:
    return profile if isinstance(profile, Author) else (profile.slug, profile.title)


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
    stories = sorted([*shown, *notices], key=_place, reverse=True)[: model.newest]
    title = f"{name_of(model.profiles[key])} – {site_title}" if key in model.profiles else site_title
    deleted = [(story.article.id, story.gone, story.notice) for story in gone]
    return 200, title, [_item(model, story) for story in stories], deleted


def _item(model: Model, story: Story) -> tuple[str, str, list[str], list[tuple[str, str]]]:
    if story.gone:
        return story.article.id, story.notice, [], []
    named = [model.profiles[key] for key in story.keys]
    authors = [name_of(each) for each in named if isinstance(each, Author)]
    return (
        story.article.id,
        story.article.title,
        authors,
        [(each.slug, each.title) for each in named if isinstance(each, Section)],
    )


def directory(model: Model, site_title: str) -> list[tuple[FeedKey, str]]:
    """The feeds that are not retired, by their current names: the site's first, then in the order of their keys."""
    keys = sorted((key for key in model.profiles if key not in model.retired), key=str)
    return [(SITE, site_title), *((model.called(key), name_of(model.profiles[key])) for key in keys)]
