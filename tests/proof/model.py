"""A minimal model of a newsroom, without items, entries and transactions.

A feed changes
- when an article that is or was in it is edited;
- when its own section or author is edited;
- when the displayed part of another section or author is edited, if one of its newest articles, due now or within a minute,
  names it;
- at each release time of an article in it.

It does not change when an article that readers cannot see yet, by any clock, is edited and stays so.

An edit changes only what it states. What is withdrawn is edited only by who states its lifecycle or knows of it, and an import
leaves alone what the desk has edited since the last one.

No article gets the guid or the id of another one as its guid, and no new one an id that is another's guid. The guid stays once
readers have seen the article.

Each edit of an article is a version. An address belongs to the last article that was given it, of those that still name it. An
erased article has its guid, but neither versions before the erasure nor an address, and only who says so edits it.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from byline.desk.article_edits import PutArticle
from byline.desk.article_rules import AHEAD
from byline.desk.erasing import TITLE
from byline.desk.erasing_authors import WITHHELD
from byline.desk.lifecycle_edits import StatedLifecycle
from byline.desk.profile_edits import PutProfile
from byline.edit_errors import (
    AddressTaken,
    AlreadySeen,
    Erased,
    GuidTaken,
    NameTaken,
    RetiredProfile,
    UnknownArticle,
    UnknownProfile,
    UnknownVersion,
    Withdrawn,
)
from byline.errors import Problem, Refused, UnknownFeed
from byline.model.addresses import same_page
from byline.model.article import Article
from byline.model.feed_key import SITE, FeedKey
from byline.model.feed_state import MARGIN
from byline.model.kinds import feed_about, profiles_of
from byline.model.lifecycle import Status
from byline.model.profiles import Author, Profile
from byline.storage.editing import DESK, Outcome, Source
from byline.storage.heads import EMPTY_HEAD
from tests.proof.finding import Addresses, named
from tests.support.factories import NOW, site

ON_DESK = (Status.DRAFT, Status.SCHEDULED, Status.PUBLISHED)
TEXT = {"guid", "title", "tags", "corrections", "summary", "content", "url"}


def everything(article: Article, *, draft: bool) -> PutArticle:
    """An edit by another system, which states everything and publishes what is withdrawn."""
    return PutArticle(article, lifecycle=StatedLifecycle(draft=draft, restores=True), trusts_dates=True)


@dataclass(frozen=True)
class Story:
    """An article, the keys of its sections and authors, its lifecycle, and whether its last edit was an import.

    An erased article names nobody, but its tombstone stays in the feeds that it was `erased` from.
    """

    article: Article
    keys: tuple[FeedKey, ...]
    draft: bool = False
    gone: datetime | None = None
    notice: str = ""
    was_seen: bool = False
    imported: bool = False
    erased: tuple[FeedKey, ...] | None = None

    @property
    def page(self) -> str | None:
        """The address that the article has."""
        return None if self.erased is not None else same_page(self.article.url)

    def is_out(self, now: datetime) -> bool:
        return not self.draft and not self.gone and self.article.published <= now

    def feeds(self) -> tuple[FeedKey, ...]:
        return () if self.draft or (self.gone and not self.was_seen) else (SITE, *self.keys, *(self.erased or ()))


@dataclass(frozen=True)
class State:
    """The number of public edits of a feed, the time of the last one, and the publication times of its articles by their ids."""

    edits: int = 0
    changed_at: datetime = EMPTY_HEAD.changed_at
    releases: dict[str, datetime] = field(default_factory=dict)

    def at(self, now: datetime) -> tuple[Any, datetime, datetime | None]:
        """A value in place of the revision, the time of the last change, and of the next."""
        past = [each for each in self.releases.values() if each <= now]
        coming = min((each for each in self.releases.values() if each > now), default=None)
        # An edit may be dated ahead, by the release of an article that it nearly coincides with.
        return (self.edits, max(past, default=None)), max([*past, self.changed_at]), coming


class Model:
    """Takes the same edits as the desk, and computes the expected feeds. A feed has at most `newest` articles."""

    def __init__(self, newest: int) -> None:
        self.newest = newest
        self.now = NOW
        self.stories: dict[str, Story] = {}
        self.versions: dict[str, dict[int, tuple[datetime, Story]]] = {}
        self.addresses = Addresses()
        self.profiles: dict[FeedKey, Profile] = {}
        self.names = {SITE: SITE}
        self.retired: set[FeedKey] = set()
        self.forgotten: set[FeedKey] = set()
        self.states: dict[FeedKey, State] = defaultdict(State)

    def put(self, thing: Article | Profile, *, draft: bool = False) -> Outcome:
        return self.edit(everything(thing, draft=draft)) if isinstance(thing, Article) else self.edit_profile(PutProfile(thing))

    def edit(self, edit: PutArticle, source: Source = DESK) -> Outcome:
        before, article_id = self.stories.get(edit.article.id), edit.article.id
        if before and source.imports and before.erased is not None:
            return Outcome.LEFT_ALONE
        if before and source.imports and not (before.imported or source.overwrites):
            if not (before.gone and source.republishes):
                return Outcome.LEFT_ALONE
            edit, source = replace(edit, stated=()), DESK  # The desk has edited it last, still.
        if before and before.erased is not None:
            if not edit.lifecycle.lifts:
                raise Erased(article_id)
            edit = replace(edit, lifecycle=replace(edit.lifecycle, restores=True))
        if before and before.gone and not (_says_if_gone(edit.lifecycle) or edit.lifecycle.aware):
            raise Withdrawn(article_id)
        self._refuse_contradictions(edit, before)
        keys = self._keys(edit, before)
        after = replace(self._after(edit, before), keys=keys, imported=before.imported if before else source.imports, erased=None)
        if before and self._may_be_seen(before):
            self._refuse_what_readers_would_notice(before, after)
        return self._file(before, after, source)

    def edit_profile(self, edit: PutProfile) -> Outcome:
        key = self.names.get(edit.name, edit.name)
        before = self.profiles.get(key)
        stated = [name for name in (edit.stated or edit.profile.__dataclass_fields__) if name != "slug"]
        after = replace(before, **{name: getattr(edit.profile, name) for name in stated}) if before else edit.profile
        return self._edit(key, after)

    def withdraw(self, article_id: str, notice: str | None) -> Outcome:
        before = self.stories.get(article_id)
        if before is None:
            raise UnknownArticle(article_id)
        if before.erased is not None:
            raise Erased(article_id)
        return self._file(before, self._gone(before, notice))

    def go_back(self, article_id: str, number: int) -> Outcome:
        before = self.stories.get(article_id)
        if before is None:
            raise UnknownArticle(article_id)
        if number not in self.versions[article_id]:
            raise UnknownVersion(article_id, number)
        then, seen = self.versions[article_id][number][1], self._may_be_seen(before)
        if before.erased is not None:
            raise Erased(article_id)
        if then.erased is not None:
            raise Refused(article_id, [Problem("number", "was erased")])
        if retired := [str(key) for key in then.keys if key in self.retired and key not in before.keys]:
            raise RetiredProfile(article_id, retired)
        now = self._gone(before, then.notice) if then.gone else then
        after = replace(then, gone=now.gone, notice=now.notice, was_seen=now.was_seen)
        after = replace(after, imported=before.imported, article=self._returned(then, before))
        if seen and self._is_hidden(before, after):
            raise AlreadySeen(article_id)
        if not seen and after.is_out(self.now):
            raise Refused(article_id, [Problem("published", "nobody has seen it")])
        return self._file(before, after)

    def _returned(self, then: Story, before: Story) -> Article:
        old, seen = before.article, self._may_be_seen(before)
        updated = max(then.article.updated, old.updated) if seen else then.article.updated
        article = replace(then.article, updated=updated, edited=old.edited, guid=old.guid if seen else then.article.guid)
        if not seen or updated != old.updated:
            return replace(article, edited=None)
        return article if (article, then.keys) == (old, before.keys) else replace(article, edited=self.now)

    def erase(self, article_id: str) -> Outcome:
        before = self.stories.get(article_id)
        if before is None:
            raise UnknownArticle(article_id)
        if before.erased is not None:
            return Outcome.UNCHANGED
        old, gone = before.article, self._gone(before, "")
        left = Article(id=old.id, guid=old.guid, url=site().url, title=TITLE, published=old.published, updated=old.updated)
        outcome = self._file(before, replace(gone, article=left, draft=False, keys=(), erased=before.keys))
        number = max(self.versions[article_id])
        self.versions[article_id] = {number: self.versions[article_id][number]}
        return outcome

    def _gone(self, before: Story, notice: str | None) -> Story:
        notice = before.notice if notice is None else notice
        if before.gone:
            return replace(before, notice=notice)
        return replace(before, gone=self.now, notice=notice, was_seen=self._may_be_seen(before))

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

    def revive(self, name: FeedKey) -> Outcome:
        key = self._key_of(name)
        if key in self.forgotten:
            raise Erased(str(key))
        if key not in self.retired:
            return Outcome.UNCHANGED
        self.retired.remove(key)
        self._touch(key)
        return Outcome.CHANGED

    def erase_author(self, name: FeedKey) -> Outcome:
        key = self._key_of(name)
        if key in self.forgotten:
            return Outcome.UNCHANGED
        left = Author(slug=f"withheld-{key.slug}", name=WITHHELD)  # The real one is random.
        self.profiles[key] = replace(self.profiles[key], slug=left.slug)
        self._edit(key, left)
        self.forgotten.add(key)
        self.retire(name)
        return Outcome.CHANGED

    def named(self, name: str) -> str | None:
        return named(name, {story.article.id: story.article.guid for story in self.stories.values()}, self.addresses)

    def shown(self, key: FeedKey) -> list[Story]:
        due = [story for story in self.stories.values() if story.is_out(self.now) and key in story.feeds()]
        return sorted(due, key=place, reverse=True)[: self.newest]

    def gone(self, key: FeedKey) -> list[Story]:
        """The withdrawn articles that the feed reports in its current state."""
        since = self.states[key].at(self.now)[1] - timedelta(days=30)
        gone = [story for story in self.stories.values() if key in story.feeds() and story.gone and story.gone >= since]
        return sorted(gone, key=lambda story: (story.gone, story.article.id), reverse=True)

    def called(self, key: FeedKey) -> FeedKey:
        return feed_about(self.profiles[key]) if key in self.profiles else key

    def _refuse_contradictions(self, edit: PutArticle, before: Story | None) -> None:
        status, stated = edit.lifecycle.status, self._stated_time(edit, before)
        time = stated or (before.article.published if before else self.now)
        waited = before and not before.draft and not before.gone and before.article.published == time
        wrong = {
            Status.WITHDRAWN: before is None or edit.lifecycle.restores,
            Status.PUBLISHED: stated is not None and stated > self.now,
            Status.SCHEDULED: time <= self.now and not waited,
        }
        if status and wrong.get(status):
            raise Refused(edit.article.id, [Problem("status", "contradicts")])
        draft = edit.lifecycle.draft
        if draft is not None and status in ON_DESK and draft is not (status is Status.DRAFT):
            raise Refused(edit.article.id, [Problem("draft", "contradicts")])
        waits = before is not None and not self._may_be_seen(before)
        if waits and edit.lifecycle.undated and status is not Status.PUBLISHED and not self._draft(edit, before):
            raise Refused(edit.article.id, [Problem("published", "only a draft has no time")])
        if before and before.gone and edit.lifecycle.restores and not (status or stated or before.was_seen):
            is_out = replace(before, gone=None, draft=before.draft if draft is None else draft).is_out(self.now)
            if is_out:
                raise Refused(edit.article.id, [Problem("withdrawal", "nobody has seen it")])
        if not edit.trusts_dates:
            self._updated(edit, before)

    def _keys(self, edit: PutArticle, before: Story | None) -> tuple[FeedKey, ...]:
        article = edit.article
        if missing := [str(name) for name in profiles_of(article) if name not in self.names]:
            raise UnknownProfile(article.id, missing)
        keys = tuple(dict.fromkeys(self.names[name] for name in profiles_of(article)))
        had = before.keys if before else ()
        if retired := [str(key) for key in keys if key in self.retired and key not in had]:
            raise RetiredProfile(article.id, retired)
        kinds = [(kind, keys if before is None or kind in edit.stated else had) for kind in ("sections", "authors")]
        return tuple(key for kind, named in kinds for key in named if key.kind == kind)

    def _after(self, edit: PutArticle, before: Story | None) -> Story:
        stated_lifecycle, old = edit.lifecycle, before.article if before else None
        draft = self._draft(edit, before)
        after = replace(before or Story(edit.article, ()), draft=draft)
        if before and stated_lifecycle.status is Status.WITHDRAWN:
            after = replace(self._gone(after if after.gone else before, None), draft=draft)
        elif _says_if_gone(stated_lifecycle):
            after = replace(after, gone=None, notice="", was_seen=False)
        # After an erasure there is neither; a summary that is not stated is made of the content.
        made = {"summary"} if old and "content" in edit.stated and not (old.content or old.summary) else set()
        stated = TEXT & {*edit.stated, *made}
        text = edit.article if old is None else replace(old, **{name: getattr(edit.article, name) for name in stated})
        return replace(after, article=self._dated(edit, before, replace(text, sections=(), authors=())))

    def _draft(self, edit: PutArticle, before: Story | None) -> bool:
        status, draft = edit.lifecycle.status, edit.lifecycle.draft
        if status in ON_DESK:
            return status is Status.DRAFT
        return bool(before and before.draft) if draft is None else draft

    def _dated(self, edit: PutArticle, before: Story | None, text: Article) -> Article:
        published, old = self._published(edit, before), before.article if before else None
        own = old.updated if old and old.updated > old.published else None
        stated = edit.article.updated if "updated" in edit.stated else None
        updated = max(published, stated or own or published) if edit.trusts_dates else self._updated(edit, before)
        after = replace(text, published=published, updated=updated, edited=old.edited if old else None)
        if before is None or old is None or not self._may_be_seen(before) or updated != old.updated:
            return replace(after, edited=None)
        kept = {"sections", "authors"} & {*edit.stated} and self._keys(edit, before) != before.keys
        return after if after == old and not kept else replace(after, edited=self.now)

    def _updated(self, edit: PutArticle, before: Story | None) -> datetime:
        text, published = edit.article, self._published(edit, before)
        old, seen = before.article if before else None, before is not None and self._may_be_seen(before)
        stated = edit.article.updated if "updated" in edit.stated and not (old and edit.article.updated == old.updated) else None
        known = old.corrections if old else ()
        states = old is None or "corrections" in edit.stated
        new = [each for each in text.corrections if states and each not in known]
        if new and not seen:
            raise Refused(text.id, [Problem("corrections", "nobody has read it")])
        if any(each.at < published - AHEAD for each in new):
            raise Refused(text.id, [Problem("corrections", "nobody had read it then")])
        if stated and stated > max(self.now, published) + AHEAD:
            raise Refused(text.id, [Problem("updated", "is in the future")])
        own = old.updated if old and old.updated > old.published else None
        if seen and old and old.published <= self.now:
            updated = max(published, old.updated, *(each.at for each in new))
            if new and updated == old.updated:
                updated = max(self.now, updated + timedelta(seconds=updated > self.now))
        else:
            moves = old is not None and published != old.published
            kept = min(own, max(self.now, published)) if own and moves else own or published
            updated = max(published, (None if seen else stated) or kept, *(each.at for each in new))
        if seen and stated and updated not in (stated, min(stated, self.now)):
            raise Refused(text.id, [Problem("updated", "changes only with a correction")])
        return updated

    def _stated_time(self, edit: PutArticle, before: Story | None) -> datetime | None:
        """A clock that is ahead by five minutes at most does not keep from publishing now."""
        stated = edit.article.published if "published" in edit.stated else None
        if stated and edit.lifecycle.status is Status.PUBLISHED and self.now < stated <= self.now + AHEAD:
            repeated = before and before.is_out(self.now) and stated - before.article.published <= AHEAD
            return before.article.published if before and repeated else self.now
        return stated

    def _published(self, edit: PutArticle, before: Story | None) -> datetime:
        if stated := self._stated_time(edit, before):
            return stated
        if before is None:
            return self.now
        if edit.lifecycle.undated and self._draft(edit, before):
            return min(self.now, before.article.published)
        stored, unread = before.article.published, before.draft or (before.gone and not before.was_seen)
        if edit.lifecycle.status is Status.PUBLISHED and (unread or stored > self.now):
            return self.now
        at_once = before.draft and not before.gone and edit.lifecycle.draft is False and edit.lifecycle.status is None
        return max(stored, self.now) if at_once else stored

    def _refuse_what_readers_would_notice(self, before: Story, after: Story) -> None:
        if before.article.guid != after.article.guid:
            raise Refused(after.article.id, [Problem("guid", "readers know it")])
        if self._is_hidden(before, after):
            raise AlreadySeen(after.article.id)

    def _is_hidden(self, before: Story, after: Story) -> bool:
        return after.draft or after.article.published > max(self.now, before.article.published)

    def _file(self, before: Story | None, after: Story, source: Source = DESK) -> Outcome:
        if before == after:
            return Outcome.UNCHANGED
        self._refuse_taken_guid(before, after.article)
        self._claim(before, after, moves=source.moves_addresses)
        after = replace(after, imported=source.imports)
        self.stories[after.article.id] = after
        known = self.versions.get(after.article.id, {})
        self.versions[after.article.id] = {**known, max(known, default=0) + 1: (self.now, after)}
        published, public = after.article.published, any(each and self._may_be_seen(each) for each in (before, after))
        for key in {*after.feeds(), *(before.feeds() if before else ())}:
            release = {after.article.id: published} if key in after.feeds() and not after.gone else {}
            if public:
                self._touch(key, release.values())
            state = self.states[key]
            others = {name: at for name, at in state.releases.items() if name != after.article.id}
            self.states[key] = replace(state, releases={**others, **release})
        return Outcome.CHANGED if before else Outcome.NEW

    def _refuse_taken_guid(self, before: Story | None, after: Article) -> None:
        if before and before.article.guid == after.guid:
            return
        for story in self.stories.values():
            other = story.article
            if other.id != after.id and after.known_as in (other.id, other.guid):
                raise GuidTaken(after.id, after.known_as, other.id)
        for story in self.stories.values():
            if before is None and story.article.guid == after.id:
                raise GuidTaken(after.id, after.id, story.article.id)

    def _claim(self, before: Story | None, after: Story, *, moves: bool) -> None:
        had, has = (story.page if story else None for story in (before, after))
        article_id = after.article.id
        if had == has:
            return
        if has and not moves and (holder := self.addresses.holder(has) or article_id) != article_id:
            raise AddressTaken(article_id, has, holder)
        self.addresses.give(article_id, had, has)

    def _edit(self, key: FeedKey, after: Profile) -> Outcome:
        if key in self.forgotten:
            raise Erased(str(key))
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

    def _touch(self, key: FeedKey, new: Collection[datetime] = ()) -> None:
        state = self.states[key]
        shown = [each for each in (*state.releases.values(), *new) if each <= self.now + MARGIN]
        self.states[key] = replace(state, edits=state.edits + 1, changed_at=max(self.now, state.changed_at, *shown))

    def _key_of(self, name: FeedKey) -> FeedKey:
        if self.names.get(name) not in self.profiles:
            raise UnknownFeed(str(name))
        return self.names[name]


def _says_if_gone(lifecycle: StatedLifecycle) -> bool:
    return bool(lifecycle.status or lifecycle.withdrawal or lifecycle.restores)


def place(story: Story) -> tuple[datetime, str]:
    return story.article.published, story.article.id


def _elsewhere(profile: Profile) -> Any:
    return profile if isinstance(profile, Author) else (profile.slug, profile.title)
