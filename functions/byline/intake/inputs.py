"""Where articles, sections and authors enter: what a sender may write, and how it becomes the domain's own values.

Imported by whatever takes things in, never by what serves feeds: pydantic takes longer to import than a poll may cost.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from byline.errors import Problem, Refused
from byline.intake.fields import Address, Content, Headline, Identifier, Language, Line, MailAddress, Slug, Time
from byline.intake.html import readable, sanitise
from byline.intake.parts import CorrectionInput, EnclosureInput, ImageInput, Input
from byline.model.article import MOST_AUTHORS, MOST_CORRECTIONS, MOST_ENCLOSURES, MOST_SECTIONS, MOST_TAGS, Article, Correction
from byline.model.profiles import Author, Section
from byline.model.text import carriable, teaser


class SectionInput(Input):
    """A section of the newspaper, with feeds of its own."""

    type: Literal["section"]
    slug: Slug
    """Its name in addresses."""
    title: Headline
    """Its name for people."""
    description: Line = ""
    """What it is about: describes its feeds."""
    url: Address | None = None
    """Its page on the publisher's site."""
    image: ImageInput | None = None
    """Its picture."""
    summaries_only: bool = False
    """Whether no feed carries the content of its articles, only their summaries."""

    def to_domain(self, origin: "Origin") -> Section:
        image = self.image and self.image.to_image(self.url or origin.site_url)
        return Section(**{**self.model_dump(include=SectionInput.model_fields.keys() - {"type"}), "image": image})


class AuthorInput(Input):
    """Somebody who writes, with feeds of their own."""

    type: Literal["author"]
    slug: Slug
    """Their name in addresses."""
    name: Headline
    """Their name for people."""
    bio: Line = ""
    """Who they are: describes their feeds."""
    url: Address | None = None
    """Their page on the publisher's site."""
    email: MailAddress | None = None
    """A mail address, only if it is meant to be public."""
    image: ImageInput | None = None
    """Their portrait."""

    def to_domain(self, origin: "Origin") -> Author:
        image = self.image and self.image.to_image(self.url or origin.site_url)
        return Author(**{**self.model_dump(include=AuthorInput.model_fields.keys() - {"type"}), "image": image})


class ArticleInput(Input):
    """One story."""

    type: Literal["article"]
    id: Identifier | None = None
    """Permanent and absolute; keep the guid an article already has. Left out, it is minted from `url`, once and for all."""
    url: Address
    """The article's page."""
    title: Headline
    """The headline, as plain text."""
    published: Time
    """First publication, with its offset from UTC. A time to come is an embargo."""
    updated: Time | None = None
    """Last significant edit; left out, or before `published`, it is `published`."""
    summary: Line = ""
    """A teaser in plain text; left out, it is the first sentences of `content`."""
    content: Content
    """The article as HTML; what docs/html.md does not allow is removed, relative addresses become absolute."""
    language: Language | None = None
    """A BCP 47 tag; left out, it is the site's."""
    sections: Annotated[list[Slug], Field(max_length=MOST_SECTIONS)] = []
    """Slugs of sections, the main one first."""
    authors: Annotated[list[Slug], Field(max_length=MOST_AUTHORS)] = []
    """Slugs of authors, in the order of the byline."""
    tags: Annotated[list[Headline], Field(max_length=MOST_TAGS)] = []
    """Free keywords."""
    image: ImageInput | None = None
    """The lead picture."""
    enclosures: Annotated[list[EnclosureInput], Field(max_length=MOST_ENCLOSURES)] = []
    """Attached media; RSS shows the first."""
    corrections: Annotated[list[CorrectionInput], Field(max_length=MOST_CORRECTIONS)] = []
    """What was put right, oldest first."""

    def to_domain(self, origin: "Origin") -> Article:
        content = sanitise(self.content, self.url)
        return Article(
            id=self.id or origin.mint(self.url),
            url=self.url,
            title=self.title,
            published=self.published,
            updated=max(self.updated or self.published, self.published),
            summary=self.summary or teaser(readable(content)),
            content=content,
            language=self.language,
            sections=_unique(self.sections),
            authors=_unique(self.authors),
            tags=_unique(self.tags),
            image=self.image.to_image(self.url) if self.image else None,
            enclosures=tuple(enclosure.to_enclosure(self.url) for enclosure in self.enclosures),
            corrections=tuple(Correction(**correction.model_dump()) for correction in self.corrections),
        )


AnyInput = Annotated[ArticleInput | AuthorInput | SectionInput, Field(discriminator="type")]
ANY_INPUT: TypeAdapter[ArticleInput | AuthorInput | SectionInput] = TypeAdapter(AnyInput)


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose articles these are: `id_authority` names the minter of ids (RFC 4151), `site_url` the publisher's site."""

    site_url: str
    id_authority: str

    def mint(self, url: str) -> str:
        """The id of the article whose page was `url` when it first entered: the same address always mints the same id."""
        digest = hashlib.sha256(url.encode()).digest()[:10]
        return f"tag:{self.id_authority}:{base64.b32encode(digest).decode().lower()}"

    def admit(self, thing: Mapping[str, Any]) -> Article | Author | Section:
        """The article, author or section that `thing` describes; raises Refused with every wrong field named."""
        try:
            return ANY_INPUT.validate_python(thing).to_domain(self)
        except ValidationError as error:
            raise Refused(_subject(thing), map(_problem, error.errors(include_url=False))) from error


def _unique(items: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))


def _subject(thing: Mapping[str, Any]) -> str:
    """Whose values these are, as well as it can be told."""
    name = next((thing[key] for key in ("id", "url", "slug", "title") if isinstance(thing.get(key), str)), "without a name")
    return carriable(f"{thing.get('type', 'thing')} {name}")


def _problem(error: Any) -> Problem:
    path = map(str, error["loc"][1:])  # the first step is the type
    return Problem(carriable(".".join(path)) or "type", carriable(error["msg"]).removeprefix("Value error, "))
