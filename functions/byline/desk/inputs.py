"""What the desk sends and gets back, as JSON: articles with the state they are in, sections and authors under their slugs."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from byline.intake.fields import Headline, Identifier, Slug, Time
from byline.intake.inputs import ArticleInput, AuthorInput, Origin, SectionInput
from byline.intake.parts import Input
from byline.model.article import Article
from byline.model.lifecycle import Status, StoredArticle
from byline.model.profiles import Author, Section
from byline.storage.desk_reader import FeedSummary
from byline.storage.items import storable

READ_ONLY = {"readOnly": True}


class WithdrawalShown(Input):
    """How an article was taken back."""

    at: Time
    """When."""
    notice: str = ""
    """What readers are told instead."""
    seen: bool = False
    """Whether readers had seen the article."""


class DeskArticle(ArticleInput):
    """One story, and what is to become of it."""

    type: Literal["article"] = "article"
    id: Identifier | None = None
    """Permanent and absolute; the one in the address, and may be left out."""
    published: Time | None = None  # type: ignore[assignment] # the desk may leave it to the moment
    """First publication, with its offset from UTC; a time to come is an embargo. Left out, it is now, and then stays."""
    updated: Time | None = None
    """Last significant edit of an article that is new here; once readers have seen it, it moves with corrections alone."""
    draft: bool = False
    """Whether it is to be kept without being published. What readers have seen can be no draft."""
    status: Annotated[Status | None, Field(json_schema_extra=READ_ONLY)] = None
    """Told, never taken."""
    withdrawal: WithdrawalShown | None = None
    """Told; sent back as it was told, the article stays withdrawn. Left out, it is published again."""

    def to_article(self, article_id: str, origin: Origin, now: datetime) -> Article:
        """The article under `article_id`, published `now` unless it says when."""
        return self.model_copy(update={"id": article_id, "published": self.published or now}).to_domain(origin)


class DeskSection(SectionInput):
    """A section; sent to the address of another slug than its own, it is to be renamed."""

    type: Literal["section"] = "section"
    slug: Slug | None = None  # type: ignore[assignment] # the address has it
    """Its name in addresses; left out, that of the address it is sent to."""
    retired: Annotated[bool, Field(json_schema_extra=READ_ONLY)] = False
    """Told, never taken."""


class DeskAuthor(AuthorInput):
    """An author; sent to the address of another slug than their own, they are to be renamed."""

    type: Literal["author"] = "author"
    slug: Slug | None = None  # type: ignore[assignment] # the address has it
    """Their name in addresses; left out, that of the address it is sent to."""
    retired: Annotated[bool, Field(json_schema_extra=READ_ONLY)] = False
    """Told, never taken."""


class ScheduledShown(Input):
    """An article that waits for its time."""

    id: Identifier
    published: Time


class FeedShown(Input):
    """A feed and the state it is in."""

    feed: str
    """`site`, `sections/<slug>` or `authors/<slug>`."""
    title: Headline
    revision: str
    changed_at: Time
    next_release_at: Time | None = None
    max_age: int
    """In seconds."""


def feed_shown(listed: FeedSummary) -> dict[str, Any]:
    """A feed's state as the desk gets it."""
    state, told = listed.state, ("revision", "changed_at", "next_release_at", "max_age")
    return {"feed": str(listed.name), "title": listed.title, **{name: getattr(state, name) for name in told}}


def article_shown(stored_article: StoredArticle, now: datetime) -> dict[str, Any]:
    """An article as the desk gets it; sent back as it is, it changes nothing."""
    life = {
        "draft": stored_article.draft,
        "status": stored_article.status(now),
        "withdrawal": stored_article.withdrawal and asdict(stored_article.withdrawal),
    }
    shown: dict[str, Any] = storable({**asdict(stored_article.article), **life})
    return {**shown, "content": stored_article.article.content}


def profile_shown(profile: Section | Author, *, retired: bool = False) -> dict[str, Any]:
    """A section or author as the desk gets it; sent back as it is, it changes nothing."""
    shown: dict[str, Any] = storable({**asdict(profile), "retired": retired})
    return shown
