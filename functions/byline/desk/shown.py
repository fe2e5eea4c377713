"""The desk's responses as JSON. Members at their default are omitted, but an article's content is always present."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from byline.desk.inputs import DeskArticle, DeskAuthor, DeskSection, ErasureShown, WithdrawalShown
from byline.formats.registry import FORMATS
from byline.intake.fields import Headline, Identifier, Slug, Time
from byline.intake.parts import CorrectionInput, EnclosureInput, ImageInput, Input
from byline.model.article import Article, Correction
from byline.model.feed_key import FeedKey
from byline.model.kinds import noun_of, slugs_in
from byline.model.lifecycle import Erasure, Status, StoredArticle, Withdrawal
from byline.model.media import Enclosure, Image
from byline.model.profiles import Author, Profile, Section
from byline.model.versions import Version
from byline.storage.desk_reader import FeedSummary, ProfileUsage, ScheduledArticle


class ScheduledShown(Input):
    """An article that is not due yet."""

    id: Identifier
    published: Time
    title: Headline | None = None
    sections: tuple[Slug, ...] = ()


class FeedShown(Input):
    """A feed and its state."""

    feed: str
    """`site`, `sections/<slug>` or `authors/<slug>`."""
    title: Headline
    revision: str
    changed_at: Time
    next_release_at: Time | None = None
    max_age: int
    """In seconds."""


class UsageShown(Input):
    """What depends on a section or author."""

    feed: str
    """The present name: `sections/<slug>` or `authors/<slug>`."""
    articles: int
    """Published and scheduled articles in its feed."""
    more: bool = False
    """Whether there may be more articles than counted."""
    addresses: list[str]
    """The paths under which readers may have subscribed: each name that the feed has or had, in each format."""


class VersionShown(Input):
    """What is recorded of one edit of an article."""

    number: int
    at: Time | None = None
    """When the edit was made; absent if an earlier release made it."""
    by: str = ""
    """Who made it: the ARN of whoever signed the request, or `import`; absent if it is not known."""
    what: str
    """What it did: new, changed, corrected, draft, scheduled, published, withdrawn, restored, undone or erased; unknown if an
    earlier release made it."""
    revision: str
    """The article's revision since the edit."""
    replaced: str | None = None
    """The revision before the edit."""
    changed: list[str] | None = None
    """The names of the fields that changed."""


SHOWN_AS: dict[Any, type[Input]] = {
    Article: DeskArticle,
    Section: DeskSection,
    Author: DeskAuthor,
    Image: ImageInput,
    Enclosure: EnclosureInput,
    Correction: CorrectionInput,
    Withdrawal: WithdrawalShown,
}
"""The form in which each class of the model is returned."""


def article_shown(stored_article: StoredArticle, revision: str | None, now: datetime) -> dict[str, Any]:
    """An article with its state at `now`, and its revision unless that is None. Storing it unchanged has no effect.

    A draft has no `published`, unless it is to come: so who only changes the status publishes it now. `draft` is shown only where
    the status does not say it.
    """
    status, withdrawal = stored_article.status(now), stored_article.withdrawal
    state = {"draft": (stored_article.draft and withdrawal is not None) or None, "withdrawal": withdrawal, "revision": revision}
    shown = _json(_shown(stored_article.article, status=status, erasure=_erasure(stored_article), **state))
    if is_undated(status, stored_article.article.published, now):
        del shown["published"]
    return shown


def is_undated(status: Status, published: datetime, now: datetime) -> bool:
    """Whether an article is a draft without a time of publication: it has that at which it was first stored."""
    return status is Status.DRAFT and published <= now


def _erasure(stored_article: StoredArticle) -> ErasureShown | None:
    erasure = stored_article.erasure
    return ErasureShown.model_construct(**erasure_form(erasure)) if erasure else None


def erasure_form(erasure: Erasure) -> dict[str, Any]:
    """The fields of an erasure that are shown."""
    return {"at": erasure.at, "by": erasure.by, "reason": erasure.reason}


def profile_shown(profile: Profile, revision: str | None, *, retired: bool = False) -> dict[str, Any]:
    """A section or author, and its revision unless that is None. Storing it unchanged has no effect."""
    return {"type": noun_of(profile), **_json(_shown(profile, retired=retired or None, revision=revision))}


def feed_shown(summary: FeedSummary) -> dict[str, Any]:
    """A feed and its state."""
    state = {name: getattr(summary.state, name) for name in ("revision", "changed_at", "next_release_at", "max_age")}
    return _json(FeedShown.model_construct(feed=str(summary.name), title=summary.title, **state))


def usage_shown(usage: ProfileUsage) -> dict[str, Any]:
    """What depends on a section or author."""
    addresses = [f"{name.path}/{format_.file_name}" for name in usage.names for format_ in FORMATS]
    return _json(UsageShown.model_construct(feed=str(usage.name), articles=usage.articles, more=usage.more, addresses=addresses))


def scheduled_shown(scheduled: ScheduledArticle, names: Mapping[FeedKey, FeedKey]) -> dict[str, Any]:
    """A scheduled article and its time of publication. `names` has the present names of its sections if it was listed."""
    listing = scheduled.listing
    listed: dict[str, Any] = {}
    if listing:
        listed = {"title": listing.title, "sections": slugs_in([names[key] for key in listing.profiles])["sections"]}
    return _json(ScheduledShown.model_construct(id=scheduled.article_id, published=scheduled.published, **listed))


def version_shown(version: Version) -> dict[str, Any]:
    """What is recorded of an edit."""
    values = {each.name: getattr(version, each.name) for each in fields(version)}
    return _json(VersionShown.model_construct(**{**values, "changed": list(version.changed) or None}))


def _shown(thing: Any, **more: Any) -> Input:
    """The form of a value of the model.

    It is not validated: the value is valid, and cleaning it again could change it.
    """
    values = {each.name: getattr(thing, each.name) for each in fields(thing)}
    return SHOWN_AS[type(thing)].model_construct(**{name: _part(value) for name, value in {**values, **more}.items()})


def _part(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(map(_part, value))
    return _shown(value) if is_dataclass(value) else value


def _json(shown: Input) -> dict[str, Any]:
    return shown.model_dump(mode="json", exclude_defaults=True)
