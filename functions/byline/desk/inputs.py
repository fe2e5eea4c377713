"""Articles, sections and authors in requests and responses of the desk: the fields of files, and their state."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from byline.desk.lifecycle_edits import StatedLifecycle
from byline.intake.common_fields import ArticleFields, AuthorFields, SectionFields
from byline.intake.fields import Flag, Identifier, Slug, Time
from byline.intake.parts import ANY_PAGE, Input, model_value
from byline.model.article import Article
from byline.model.lifecycle import Status, Withdrawal
from byline.model.profiles import Author, Section

READ_ONLY = {"readOnly": True}
_LIFECYCLE = ("status", "draft", "withdrawal", "erasure", "published")


class WithdrawalShown(Input):
    """The withdrawal of an article."""

    at: Time
    """Time of the withdrawal."""
    notice: str = ""
    """What readers see instead of the article."""
    seen: bool = False
    """Whether readers had seen the article."""

    def to_withdrawal(self) -> Withdrawal:
        """The withdrawal; raises Refused."""
        return model_value(Withdrawal, self)


class ErasureShown(Input):
    """The erasure of an article."""

    at: Time
    """Time of the erasure."""
    by: str = ""
    """Who erased it."""
    reason: str
    """Why, in the words of whoever erased it."""


class DeskArticle(ArticleFields):
    """An article and its state. A field that is left out stays as it is stored; null removes what is optional."""

    type: Literal["article"] = "article"
    id: Identifier | None = None
    """The id in the address; may be left out."""
    published: Time | None = None
    """First publication, with its offset from UTC. A time in the future is an embargo. By default the stored time, or now.

    null removes the time of a draft. It says nothing with the status `published`, or of what readers have seen.
    """
    updated: Time | None = None
    """Last significant edit of a new article. Once readers have seen the article, only corrections change it."""
    edited: Annotated[Time | None, Field(json_schema_extra=READ_ONLY)] = None
    """The last edit that readers see, if it is later than `updated`. Returned; ignored when it is sent."""
    draft: bool | None = None
    """Whether it is stored without being published; null says nothing. What readers have seen cannot be a draft."""
    status: Status | None = None
    """Published by default. Of a stored article it stays: send the status `published` to publish a draft or what is scheduled."""
    withdrawal: WithdrawalShown | None = None
    """Returned of a withdrawn article. null restores the article: it is again what it was before it was withdrawn."""
    erasure: ErasureShown | None = None
    """Returned of an erased article; of any other it is refused. null, beside all other fields, lets another article come back
    under its id.
    """
    revision: str | None = None
    """Returned. If it is sent, the edit is made only if it is still the stored one, as with If-Match; null says nothing."""

    def to_article(self, article_id: str, now: datetime) -> Article:
        """The article with the id `article_id`, published `now`, or when it was updated, unless it states a time of its own."""
        return self.article(article_id, self.published or min(now, self.updated or now))

    def stated(self) -> frozenset[str]:
        """The names of the fields that are sent, and for a date not null: for that of publication, see `lifecycle`."""
        return frozenset(self.model_fields_set) - {name for name in ("published", "updated") if getattr(self, name) is None}

    def lifecycle(self, *, aware: bool) -> StatedLifecycle:
        """What is sent of the lifecycle."""
        withdrawal = self.withdrawal.to_withdrawal() if self.withdrawal else None
        restores, lifts = (name in self.model_fields_set and getattr(self, name) is None for name in ("withdrawal", "erasure"))
        undated = "published" in self.model_fields_set and self.published is None
        return StatedLifecycle(
            status=self.status,
            draft=self.draft,
            withdrawal=withdrawal,
            restores=restores,
            aware=aware,
            lifts=lifts,
            erased=self.erasure is not None,
            undated=undated,
        )


def lifecycle_in(thing: Mapping[str, Any], refused: Collection[str]) -> tuple[StatedLifecycle, datetime | None]:
    """What is stated of the lifecycle, and of the time of publication, in an article as it was sent, but for `refused` fields."""
    sound = {name: thing[name] for name in _LIFECYCLE if name in thing and name not in refused}
    try:
        sent = DeskArticle.model_validate({"url": ANY_PAGE, "title": "-", "content": "", **sound})
    except ValidationError:  # A patch may have a part of a withdrawal.
        return StatedLifecycle(), None
    return sent.lifecycle(aware=True), sent.published


class DeskSection(SectionFields):
    """A section. A field that is left out stays as it is stored; null removes what is optional.

    If `slug` differs from the slug in the request's address, the section is renamed.
    """

    type: Literal["section"] = "section"
    slug: Slug | None = None
    """Its name in addresses; by default the slug in the request's address."""
    retired: Annotated[Flag | None, Field(json_schema_extra=READ_ONLY)] = None
    """Returned of a retired one. If it is sent, it must be as it is stored."""
    revision: str | None = None
    """Returned. If it is sent, the edit is made only if it is still the stored one, as with If-Match; null says nothing."""

    def to_profile(self, slug: str, site_url: str) -> Section:
        """The section with the slug of the address, `slug`, even if it is to be renamed."""
        return self.section(slug, site_url)


class DeskAuthor(AuthorFields):
    """An author. A field that is left out stays as it is stored; null removes what is optional.

    If `slug` differs from the slug in the request's address, the author is renamed.
    """

    type: Literal["author"] = "author"
    slug: Slug | None = None
    """Their name in addresses; by default the slug in the request's address."""
    retired: Annotated[Flag | None, Field(json_schema_extra=READ_ONLY)] = None
    """Returned of a retired one. If it is sent, it must be as it is stored."""
    revision: str | None = None
    """Returned. If it is sent, the edit is made only if it is still the stored one, as with If-Match; null says nothing."""

    def to_profile(self, slug: str, site_url: str) -> Author:
        """The author with the slug of the address, `slug`, even if they are to be renamed."""
        return self.author(slug, site_url)
