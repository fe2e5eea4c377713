"""Articles, sections and authors in newsroom files, and their conversion to values of the model.

Code that serves feeds does not import this package: importing pydantic takes longer than a poll may take.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, ModelWrapValidatorHandler, TypeAdapter, ValidationError, model_validator

from byline.errors import Refused
from byline.intake.addresses import normal
from byline.intake.common_fields import ArticleFields, AuthorFields, SectionFields
from byline.intake.fields import Flag, Identifier, Slug, Time
from byline.intake.refusals import problem_of, refused, with_problems
from byline.intake.stated_status import problems_of, with_rules
from byline.model.article import Article
from byline.model.profiles import Author, Profile, Section
from byline.model.text import carriable
from byline.model.values import LONGEST_ID, is_permanent_id

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""The time of publication of a draft that states none, until it is stored; then it is the time of that."""


class SectionInput(SectionFields):
    """A section of the newspaper, with feeds of its own."""

    slug: Slug
    """Its name in addresses."""

    def to_domain(self, origin: "Origin") -> Section:
        return self.section(self.slug, origin.site_url)


class AuthorInput(AuthorFields):
    """An author, with feeds of their own."""

    slug: Slug
    """Their name in addresses."""

    def to_domain(self, origin: "Origin") -> Author:
        return self.author(self.slug, origin.site_url)


class ArticleInput(ArticleFields):
    """An article."""

    model_config = ConfigDict(json_schema_extra=with_rules)

    id: Identifier | None = None
    """A permanent absolute URI. By default it is `guid`, if that is an absolute URI; otherwise derived from `guid` or `url`."""
    published: Time | None = None
    """First publication, with its offset from UTC. A time in the future is an embargo. A draft may leave it out."""
    updated: Time | None = None
    """Last significant edit; by default `published`, and never before it."""
    status: Literal["draft", "scheduled", "published"] | None = None
    """By default, a new article is scheduled or published, by its time, and a stored one stays what it is. What readers have seen
    cannot be a draft.
    """
    draft: Flag | None = None
    """Whether it is stored without being published; null says nothing."""

    @model_validator(mode="wrap")
    @classmethod
    def _of_one_status(cls, sent: Any, validate: ModelWrapValidatorHandler[Self]) -> Self:
        problems = problems_of(sent)
        try:
            value = validate(sent)
        except ValidationError as error:
            raise with_problems(error, problems, sent) from error
        if problems:
            raise refused(problems, sent)
        return value

    def to_domain(self, origin: "Origin") -> Article:
        return self.article(self.id or origin.id_of(self.guid, self.url), self.published or self.updated or UNDATED)


AnyInput = Annotated[ArticleInput | AuthorInput | SectionInput, Field(discriminator="type")]
ANY_INPUT: TypeAdapter[ArticleInput | AuthorInput | SectionInput] = TypeAdapter(AnyInput)


@dataclass(frozen=True, slots=True)
class Origin:
    """The newsroom that articles come from: the publisher's site, and the naming authority of new ids (RFC 4151)."""

    site_url: str
    id_authority: str

    def id_of(self, guid: str | None, url: str) -> str:
        """The id of an article that states none: its guid, if that can be an id, or else minted from the guid or from `url`."""
        if guid:
            return guid if is_permanent_id(guid) else self._minted(guid)
        return self.mint(url)

    def mint(self, url: str) -> str:
        """A new id for the article whose page is `url`. The same address always gives the same id, however it is written."""
        return self._minted(normal(url))

    def _minted(self, name: str) -> str:
        digest = hashlib.sha256(name.encode()).digest()[:10]
        return f"tag:{self.id_authority}:{base64.b32encode(digest).decode().lower()}"

    def admit(self, thing: Mapping[str, Any]) -> Article | Profile:
        """The article, author or section that `thing` describes; raises Refused with every invalid field."""
        try:
            return ANY_INPUT.validate_python(thing).to_domain(self)
        except ValidationError as error:
            # The first step of a path is the type.
            problems = [problem_of(each, each["loc"][1:], "type") for each in error.errors(include_url=False)]
            raise Refused(_subject(thing), problems) from error


def _subject(thing: Mapping[str, Any]) -> str:
    """The name of a thing in error messages: its type, and the first of its id, url, slug and title that is a string."""
    name = next((thing[key] for key in ("id", "url", "slug", "title") if isinstance(thing.get(key), str)), "without a name")
    kind = thing.get("type")
    return carriable(f"{kind if isinstance(kind, str) else 'thing'} {name}")[:LONGEST_ID]
