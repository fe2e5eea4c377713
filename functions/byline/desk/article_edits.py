"""Edits of articles as values, and `decide`: a pure function of the edit, the stored article and the time."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from byline.errors import AlreadySeen, Problem, Refused, RetiredProfile, UnknownArticle, UnknownProfile
from byline.model.article import Article
from byline.model.feed_key import FeedKey
from byline.model.kinds import naming, profiles_of
from byline.model.lifecycle import Status, StoredArticle, Withdrawal
from byline.storage.feed_lookup import StoredFeeds

AHEAD = timedelta(minutes=5)
"""How far in the future the time of a stated correction may be."""


@dataclass(frozen=True, slots=True)
class StatedDates:
    """The dates that an editor specifies for an article; None for a date that is not specified."""

    published: datetime | None = None
    updated: datetime | None = None


@dataclass(frozen=True, slots=True)
class PutArticle:
    """Store an article: published, scheduled, or as a draft.

    A withdrawn article is published again, unless the edit has the stored `withdrawal`. Without `dates` the article has its own
    dates; otherwise `decide` determines them.
    """

    article: Article
    draft: bool = False
    withdrawal: Withdrawal | None = None
    dates: StatedDates | None = None

    @property
    def article_id(self) -> str:
        """The article's id."""
        return self.article.id

    @property
    def names(self) -> tuple[FeedKey, ...]:
        """The sections and authors that the article names."""
        return profiles_of(self.article)


@dataclass(frozen=True, slots=True)
class WithdrawArticle:
    """Remove an article from every feed. If readers have seen it, a tombstone remains, with the `notice` if there is one."""

    article_id: str
    notice: str = ""

    @property
    def names(self) -> tuple[FeedKey, ...]:
        """Empty: a withdrawal needs no sections or authors."""
        return ()


ArticleEdit = PutArticle | WithdrawArticle


def decide(edit: ArticleEdit, before: StoredArticle | None, feeds: StoredFeeds, now: datetime) -> StoredArticle:
    """The article after `edit`; equal to `before` if the edit changes nothing. `feeds` has those of `edit.names` that exist.

    WithdrawArticle raises UnknownArticle if the article is not stored. PutArticle raises UnknownProfile and RetiredProfile for
    sections and authors that the article names, AlreadySeen if readers have seen it and it would become a draft or be scheduled,
    and Refused if its withdrawal differs from the stored one.

    If the edit has dates: an unspecified `published` keeps its stored value, unless a draft is published. Once readers have seen
    the article, `updated` changes only with new corrections. A new article may specify `updated`, since it may come from another
    system. Raises Refused for a correction in the future and for an `updated` that changes without a correction.
    """
    match edit:
        case PutArticle():
            return _put(edit, before, feeds, now)
        case WithdrawArticle():
            return _withdrawn(edit, before, now)
        case _:
            assert_never(edit)


def _put(edit: PutArticle, before: StoredArticle | None, feeds: StoredFeeds, now: datetime) -> StoredArticle:
    if edit.withdrawal and (before is None or before.withdrawal != edit.withdrawal):
        reason = "differs from the stored withdrawal: omit it, or withdraw the article"
        raise Refused(f"article {edit.article_id}", [Problem("withdrawal", reason)])
    dated = _dated(edit, edit.dates, before, now) if edit.dates else edit.article
    # Without feeds of its own, the article belongs to those of its sections and authors.
    after = StoredArticle(_resolved(dated, before, feeds), edit.draft and not edit.withdrawal, edit.withdrawal)
    if before and before.has_been_seen(now) and _is_hidden(after, before, now):
        raise AlreadySeen(edit.article_id)
    return after


def _is_hidden(after: StoredArticle, before: StoredArticle, now: datetime) -> bool:
    """Whether an article becomes a draft, or is scheduled for later than before."""
    later = after.article.published > before.article.published
    return after.draft or (later and after.status(now) is Status.SCHEDULED)


def _withdrawn(edit: WithdrawArticle, before: StoredArticle | None, now: datetime) -> StoredArticle:
    if before is None:
        raise UnknownArticle(edit.article_id)
    if before.withdrawal:
        return replace(before, withdrawal=replace(before.withdrawal, notice=edit.notice))
    withdrawal = Withdrawal(at=now, notice=edit.notice, seen=before.has_been_seen(now))
    return replace(before, draft=False, withdrawal=withdrawal)


def _dated(edit: PutArticle, stated: StatedDates, before: StoredArticle | None, now: datetime) -> Article:
    article = edit.article
    if ahead := [number for number, each in enumerate(article.corrections) if each.at > now + AHEAD]:
        raise _refused(article, ((f"corrections.{number}.at", "is in the future") for number in ahead))
    stays = before and (not before.draft or edit.draft)
    had = before.article.published if before and stays else article.published
    published = stated.published or had
    seen = before.article.updated if before and before.has_been_seen(now) else None
    corrected_before = before.article.corrections if before and seen else ()
    corrected = [min(each.at, now) for each in article.corrections if each not in corrected_before]
    updated = max(published, *([seen] if seen else [stated.updated or published]), *corrected)
    if seen and stated.updated not in (None, seen, updated):
        raise _refused(article, [("updated", "changes only with a correction: omit it, or add a correction")])
    return replace(article, published=published, updated=updated)


def _refused(article: Article, problems: Iterable[tuple[str, str]]) -> Refused:
    return Refused(f"article {article.id}", [Problem(field, reason) for field, reason in problems])


def _resolved(article: Article, before: StoredArticle | None, feeds: StoredFeeds) -> Article:
    """A copy of the article that names sections and authors by their stored keys, whether it uses present or former names."""
    names = profiles_of(article)
    if unknown := [str(name) for name in names if name not in feeds]:
        raise UnknownProfile(article.id, unknown)
    named = {feeds[name].key: feeds[name].head for name in names}
    had = profiles_of(before.article) if before else ()
    if retired := [str(key) for key, head in named.items() if head and head.retired and key not in had]:
        raise RetiredProfile(f"article {article.id}", retired)
    return naming(article, named)
