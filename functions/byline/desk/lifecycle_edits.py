"""What an editor states of an article's lifecycle, and `lifecycle_after`: the lifecycle after the edit, and its problems."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass, replace
from datetime import datetime

from byline.desk.article_rules import AHEAD
from byline.errors import Problem
from byline.model.lifecycle import Status, StoredArticle, Withdrawal

_OTHER = {True: (Status.SCHEDULED, Status.PUBLISHED), False: (Status.DRAFT,)}
"""The statuses of an article that contradict what is stated of `draft`."""


@dataclass(frozen=True, slots=True)
class StatedLifecycle:
    """What an editor states of the lifecycle: a `status`, whether it is a `draft`, the `withdrawal` as it is stored, or that the
    edit `restores` the article to what it was before it was withdrawn, or `lifts` its erasure, or that it is `erased` already.
    With `keeps_withdrawal`, `status` says nothing of a withdrawal.
    `undated` removes the time of publication of a draft, and says nothing once readers have seen the article.

    What is not stated stays as it is. `draft` says nothing of a withdrawal. An editor who is not `aware` of what is stored may
    not edit a withdrawn article without stating what becomes of the withdrawal.
    """

    status: Status | None = None
    draft: bool | None = None
    _: KW_ONLY
    withdrawal: Withdrawal | None = None
    restores: bool = False
    aware: bool = False
    lifts: bool = False
    erased: bool = False
    keeps_withdrawal: bool = False
    undated: bool = False

    @property
    def says_if_withdrawn(self) -> bool:
        """Whether the editor states whether the article is withdrawn."""
        return bool((self.status and not self.keeps_withdrawal) or self.withdrawal or self.restores)

    @property
    def withdraws(self) -> bool:
        """Whether the article is to be withdrawn, or to stay so."""
        return self.status is Status.WITHDRAWN or (self.status is None and self.withdrawal is not None)


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The lifecycle of an article after an edit, and its time of publication. It has `problems` if what is stated contradicts
    itself or what is stored, or restores what nobody has seen after its time.
    """

    draft: bool
    withdrawal: Withdrawal | None
    published: datetime
    problems: tuple[Problem, ...] = ()


def lifecycle_after(
    stated: StatedLifecycle, published: datetime | None, before: StoredArticle | None, now: datetime
) -> Lifecycle:
    """The lifecycle of an article after an edit at `now`. `published` is the stated time; None keeps the stored one."""
    published = _by_the_clock_here(stated, published, before, now)
    after = published or _published_after(stated, before, now)
    problems = tuple(_contradictions(stated, published, before, now))
    return Lifecycle(_draft_after(stated, before), _withdrawal_after(stated, before, now), after, problems)


def _by_the_clock_here(
    stated: StatedLifecycle, published: datetime | None, before: StoredArticle | None, now: datetime
) -> datetime | None:
    """The stated time; if the status says that it has passed, and it is to come by no more than clocks differ, it is `now`, or
    the stored time if the edit is a repetition.
    """
    if stated.status is not Status.PUBLISHED or published is None or not now < published <= now + AHEAD:
        return published
    is_out = before is not None and before.status(now) is Status.PUBLISHED
    return before.article.published if before and is_out and published - before.article.published <= AHEAD else now


def withdrawn(before: StoredArticle, notice: str | None, now: datetime) -> Withdrawal:
    """The withdrawal of an article at `now`; that of a withdrawn one keeps its time, and its notice unless there is another."""
    if before.withdrawal:
        return before.withdrawal if notice is None else replace(before.withdrawal, notice=notice)
    return Withdrawal(at=now, notice=notice or "", seen=before.has_been_seen(now))


def _withdrawal_after(stated: StatedLifecycle, before: StoredArticle | None, now: datetime) -> Withdrawal | None:
    if stated.withdraws and before:
        return withdrawn(before, stated.withdrawal.notice if stated.withdrawal else None, now)
    return before.withdrawal if before and not stated.says_if_withdrawn else None


def _draft_after(stated: StatedLifecycle, before: StoredArticle | None) -> bool:
    if stated.status in (Status.DRAFT, Status.SCHEDULED, Status.PUBLISHED):
        return stated.status is Status.DRAFT
    return stated.draft if stated.draft is not None else bool(before and before.draft)


def _published_after(stated: StatedLifecycle, before: StoredArticle | None, now: datetime) -> datetime:
    if before is None:
        return now
    stored = before.article.published
    if stated.undated and _draft_after(stated, before):
        return min(now, stored)
    if stated.status is Status.PUBLISHED:
        return now if before.draft or _is_withdrawn_unseen(before) or stored > now else stored
    leaves_draft = before.draft and stated.draft is False and before.withdrawal is None
    return max(now, stored) if leaves_draft else stored


def _is_withdrawn_unseen(before: StoredArticle) -> bool:
    return before.withdrawal is not None and not before.withdrawal.seen


def _contradictions(
    stated: StatedLifecycle, published: datetime | None, before: StoredArticle | None, now: datetime
) -> Iterator[Problem]:
    if stated.draft is not None and stated.status in _OTHER[stated.draft]:
        yield Problem("draft", f"is {str(stated.draft).lower()}, which contradicts the status {stated.status}: omit one of them")
    if stated.withdraws and before is None:
        yield Problem("status", "is withdrawn, but no such article is stored: store it as a draft, or not at all")
    elif stated.withdrawal and not _is_the_same(stated.withdrawal, before):
        yield Problem("withdrawal", "differs from the stored withdrawal: omit it, or withdraw the article")
    if stated.restores and before and _would_be_back_dated(stated, published, before, now):
        reason = f"is null, but nobody has seen the article, and {before.article.published.isoformat()} has passed"
        yield Problem("withdrawal", f"{reason}: send the status published, which dates it now, or a time in `published`")
    if stated.restores and stated.withdraws:
        yield Problem("withdrawal", "is null, which contradicts the status withdrawn: omit one of them")
    if stated.erased and not (before and before.erasure):
        reason = "is stated, but the article is not erased: omit it, or erase the article with `byline erase`"
        yield Problem("erasure", f"{reason} (PUT /erasures/articles/ID)")
    yield from _wrong_times(stated, published, before, now)


def _wrong_times(
    stated: StatedLifecycle, published: datetime | None, before: StoredArticle | None, now: datetime
) -> Iterator[Problem]:
    """What is wrong with the time of publication, or without one."""
    if stated.status is Status.PUBLISHED and published and published > now:
        yield Problem("status", "is published, but the time in `published` is to come: omit it, or send scheduled")
    waits = before is not None and not before.has_been_seen(now)
    if waits and stated.undated and stated.status is not Status.PUBLISHED and not _draft_after(stated, before):
        yield Problem("published", "is null, but only a draft may have no time of publication: omit it, or send another time")
    elif stated.status is Status.SCHEDULED and not _is_to_come(published, before, now):
        yield Problem("published", "must be a time to come if the status is scheduled")


def _would_be_back_dated(stated: StatedLifecycle, published: datetime | None, before: StoredArticle, now: datetime) -> bool:
    """Whether an article that nobody has seen would be published by its restoration, with a time that has passed."""
    is_published = stated.status is None and not _draft_after(stated, before) and before.article.published <= now
    return is_published and published is None and _is_withdrawn_unseen(before)


def _is_the_same(withdrawal: Withdrawal, before: StoredArticle | None) -> bool:
    return bool(before and before.withdrawal and replace(withdrawal, notice=before.withdrawal.notice) == before.withdrawal)


def _is_to_come(published: datetime | None, before: StoredArticle | None, now: datetime) -> bool:
    """Whether an article may be called scheduled: its time is to come, or has just passed since the editor read it."""
    time = published or (before.article.published if before else now)
    was_scheduled = before and not before.draft and not before.withdrawal and before.article.published == time
    return time > now or bool(was_scheduled)
