"""Edits of articles as values, and `decide`: a pure function of the edit, the stored article and the time.

An edit changes only what it states. Everything else of the stored article stays as it is.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import assert_never

from byline.desk.article_dates import Dating
from byline.desk.article_rules import changed_guid, hides, marked, resolved
from byline.desk.lifecycle_edits import Lifecycle, StatedLifecycle, lifecycle_after, withdrawn
from byline.desk.pictures import lost_address
from byline.desk.undoing import ReturnArticle, returned
from byline.edit_errors import AlreadySeen, Erased, UnknownArticle, Withdrawn
from byline.errors import Refused
from byline.intake.html_text import readable
from byline.model.article import Article
from byline.model.feed_key import FeedKey
from byline.model.kinds import KINDS, profiles_of
from byline.model.lifecycle import StoredArticle
from byline.model.text import teaser
from byline.storage.feed_lookup import StoredFeeds

EVERY_FIELD = frozenset(each.name for each in fields(Article))
SET_BY_RULES = {"id", "published", "updated", "edited"}
AS_STORED = StatedLifecycle()


@dataclass(frozen=True, slots=True)
class PutArticle:
    """Store what an editor states of an article: the fields `stated` of `article`, and its lifecycle.

    The other fields have an effect only if the article is new. With `trusts_dates`, as in an import, `updated` is as stated, and
    a new article may have corrections.
    """

    article: Article
    stated: Collection[str] = EVERY_FIELD
    lifecycle: StatedLifecycle = AS_STORED
    trusts_dates: bool = False

    @property
    def article_id(self) -> str:
        """The article's id."""
        return self.article.id

    @property
    def names(self) -> tuple[FeedKey, ...]:
        """The sections and authors that the edit names."""
        return profiles_of(self.article)


@dataclass(frozen=True, slots=True)
class WithdrawArticle:
    """Remove an article from every feed. If readers have seen it, a tombstone remains, with the `notice` if there is one.

    Without a `notice`, the stored one stays; an empty text removes it.
    """

    article_id: str
    notice: str | None = None

    @property
    def names(self) -> tuple[FeedKey, ...]:
        """Empty: a withdrawal needs no sections or authors."""
        return ()


ArticleEdit = PutArticle | WithdrawArticle | ReturnArticle


def decide(edit: ArticleEdit, before: StoredArticle | None, feeds: StoredFeeds, now: datetime) -> StoredArticle:
    """The article after `edit`; equal to `before` if the edit changes nothing. `feeds` has those of `edit.names` that exist.

    WithdrawArticle raises UnknownArticle if the article is not stored; for ReturnArticle see `undoing.returned`. PutArticle
    raises UnknownProfile and RetiredProfile for sections and authors that the edit names, AlreadySeen if readers have seen the
    article and it would become a draft or be scheduled, Withdrawn if it is withdrawn and the edit does not show that the editor
    knows, and Refused for a lifecycle that contradicts itself or what is stored. Every edit raises Erased if the article
    is erased and the edit does not lift that.

    An unstated `published` keeps its stored value, unless an article that waits is published at once. Once readers have seen the
    article, `guid` does not change, and `updated` only with new corrections: to the time of the latest, or to `now` if that would
    not move it. A new article may state `updated`, since it may come from another system. Raises Refused for a correction or an
    `updated` in the future, for a correction before the publication or of what nobody has read, for an `updated` that changes
    without one, for another guid, and for a picture that lost its address.
    """
    _refuse_erased(edit, before)
    match edit:
        case PutArticle():
            return _put(edit, before, feeds, now)
        case WithdrawArticle():
            return _withdrawn(edit, before, now)
        case ReturnArticle():
            return returned(edit, before, feeds, now)
        case _:
            assert_never(edit)


def _refuse_erased(edit: ArticleEdit, before: StoredArticle | None) -> None:
    lifts = isinstance(edit, PutArticle) and edit.lifecycle.lifts
    if before and before.erasure and not lifts:
        raise Erased(f"article {edit.article_id}")


def _put(edit: PutArticle, before: StoredArticle | None, feeds: StoredFeeds, now: datetime) -> StoredArticle:
    published = edit.article.published if "published" in edit.stated else None
    stated = replace(edit.lifecycle, restores=True) if before and before.erasure else edit.lifecycle
    if before and before.withdrawal and not (stated.says_if_withdrawn or stated.aware):
        raise Withdrawn(edit.article_id)
    lifecycle, merged = lifecycle_after(stated, published, before, now), _merged(edit, before)
    dating = Dating(merged, edit.article.updated if "updated" in edit.stated else None, lifecycle.published, before, now)
    updated = dating.elsewhere() if edit.trusts_dates else dating.updated()
    is_old = _was_published_elsewhere(edit, lifecycle, now)
    problems = [
        *lifecycle.problems,
        *changed_guid(merged, before, now),
        *(lost_address(edit.article.image, before.article.image) if before and "image" in edit.stated else ()),
        *(dating.problems(updated, is_old=is_old) if not edit.trusts_dates else ()),
    ]
    if problems:
        raise Refused(f"article {edit.article_id}", problems)
    named = _named(edit, replace(merged, published=lifecycle.published, updated=updated), before, feeds)
    # Without feeds of its own, the article belongs to those of its sections and authors.
    after = StoredArticle(marked(named, before, now), lifecycle.draft, lifecycle.withdrawal)
    if before and before.has_been_seen(now) and hides(after, before, now):
        raise AlreadySeen(edit.article_id)
    return after


def _withdrawn(edit: WithdrawArticle, before: StoredArticle | None, now: datetime) -> StoredArticle:
    if before is None:
        raise UnknownArticle(edit.article_id)
    return replace(before, withdrawal=withdrawn(before, edit.notice, now))


def _named(edit: PutArticle, article: Article, before: StoredArticle | None, feeds: StoredFeeds) -> Article:
    """The article with the sections and authors that the edit states, by their stored keys."""
    sent = resolved(edit.article, before, feeds)
    stated = {row.named_in for row in KINDS if before is None or row.named_in in edit.stated}
    return replace(article, **{name: getattr(sent, name) for name in stated})


def _merged(edit: PutArticle, before: StoredArticle | None) -> Article:
    """The stored article with what the edit states; names of sections and authors are as they were sent."""
    sent = edit.article
    if before is None:
        return sent
    stated = set(edit.stated) & EVERY_FIELD
    if "content" in stated and "summary" not in stated and before.article.summary == teaser(readable(before.article.content)):
        stated.add("summary")  # it was made of the content
    return replace(before.article, **{name: getattr(sent, name) for name in stated - SET_BY_RULES})


def _was_published_elsewhere(edit: PutArticle, lifecycle: Lifecycle, now: datetime) -> bool:
    return "published" in edit.stated and lifecycle.published < now and not lifecycle.draft
