"""Articles, sections and authors in newsroom files, and their conversion to values of the model.

Code that serves feeds does not import this package: importing pydantic takes longer than a poll may take.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from byline.errors import Refused
from byline.intake.addresses import normal
from byline.intake.common_fields import ArticleFields, AuthorFields, SectionFields
from byline.intake.fields import Identifier, Slug, Time
from byline.intake.refusals import problem_of
from byline.model.article import Article
from byline.model.profiles import Author, Profile, Section
from byline.model.text import carriable
from byline.model.values import LONGEST_ID


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

    id: Identifier | None = None
    """A permanent absolute URI. Keep the guid that an article already has; by default the id is derived from `url`."""
    published: Time
    """First publication, with its offset from UTC. A time in the future is an embargo."""
    updated: Time | None = None
    """Last significant edit; by default `published`, and never before it."""

    def to_domain(self, origin: "Origin") -> Article:
        return self.article(self.id or origin.mint(self.url), self.published)


AnyInput = Annotated[ArticleInput | AuthorInput | SectionInput, Field(discriminator="type")]
ANY_INPUT: TypeAdapter[ArticleInput | AuthorInput | SectionInput] = TypeAdapter(AnyInput)


@dataclass(frozen=True, slots=True)
class Origin:
    """The newsroom that articles come from: the publisher's site, and the naming authority of new ids (RFC 4151)."""

    site_url: str
    id_authority: str

    def mint(self, url: str) -> str:
        """A new id for the article whose page is `url`. The same address always gives the same id, however it is written."""
        digest = hashlib.sha256(normal(url).encode()).digest()[:10]
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
