"""The fields of an article, a section and an author that newsroom files and the desk have in common.

Files and the desk differ in which fields are optional, so each has its own models, derived from these. Fields whose types differ
are declared here too, because a schema lists fields in the order of the base class.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from byline.errors import Problem, Refused
from byline.intake.content import cleaned
from byline.intake.fields import Address, Content, Flag, Guid, Headline, Identifier, Language, Line, MailAddress, Slug, Time
from byline.intake.html_text import readable
from byline.intake.parts import ANY_PAGE, CorrectionInput, ImageInput, Input, StorableEnclosure, StorableImage, model_value, part
from byline.model import values
from byline.model.article import MOST_AUTHORS, MOST_CORRECTIONS, MOST_ENCLOSURES, MOST_SECTIONS, MOST_TAGS, Article
from byline.model.media import Image
from byline.model.profiles import Author, Section
from byline.model.text import teaser


class SectionFields(Input):
    """A section of the newspaper."""

    type: Literal["section"]
    slug: Slug | None = None
    title: Headline
    """Its name for people."""
    description: Line = ""
    """What the section is about; describes its feeds."""
    url: Address | None = None
    """Its page on the publisher's site."""
    image: StorableImage | None = None
    """Its picture."""
    summaries_only: Flag = False
    """Whether no feed carries the content of its articles, only their summaries."""

    def section(self, slug: str, site_url: str) -> Section:
        """The section `slug`. Relative addresses become absolute against the section's page, or else against `site_url`."""
        return model_value(Section, self, slug=slug, image=_picture(self.image, self.url or site_url))


class AuthorFields(Input):
    """An author."""

    type: Literal["author"]
    slug: Slug | None = None
    name: Headline
    """Their name for people."""
    bio: Line = ""
    """A short biography; describes their feeds."""
    url: Address | None = None
    """Their page on the publisher's site."""
    email: MailAddress | None = None
    """A mail address, only if it is meant to be public."""
    image: StorableImage | None = None
    """Their portrait."""

    def author(self, slug: str, site_url: str) -> Author:
        """The author `slug`. Relative addresses become absolute against the author's page, or else against `site_url`."""
        return model_value(Author, self, slug=slug, image=_picture(self.image, self.url or site_url))


class ArticleFields(Input):
    """An article."""

    type: Literal["article"]
    id: Identifier | None = None
    guid: Guid | None = None
    """The id by which readers know it from an earlier feed, any text, kept as it is; by default `id`. Once readers have seen the
    article, it stays.
    """
    url: Address
    """The article's page."""
    title: Headline
    """The headline, as plain text."""
    published: Time | None = None
    updated: Time | None = None
    summary: Line = ""
    """A teaser in plain text; by default the first sentences of `content`."""
    content: Content
    """The article as HTML. HTML that docs/html.md does not list is removed; relative addresses become absolute. Plain text,
    without any element of HTML, becomes paragraphs: an empty line separates them, a single line end becomes a line break.
    """
    language: Language | None = None
    """A BCP 47 tag; by default the site's language."""
    sections: Annotated[list[Slug], Field(max_length=MOST_SECTIONS)] = []
    """Slugs of sections, the main one first."""
    authors: Annotated[list[Slug], Field(max_length=MOST_AUTHORS)] = []
    """Slugs of authors, in the order of the byline."""
    tags: Annotated[list[Headline], Field(max_length=MOST_TAGS)] = []
    """Free keywords."""
    image: StorableImage | None = None
    """The lead picture."""
    enclosures: Annotated[list[StorableEnclosure], Field(max_length=MOST_ENCLOSURES)] = []
    """Attached media; RSS shows the first."""
    corrections: Annotated[list[CorrectionInput], Field(max_length=MOST_CORRECTIONS)] = []
    """Corrections, oldest first."""

    @field_validator("content")
    @classmethod
    def _storable(cls, content: str, info: ValidationInfo) -> str:
        """The content as it is, if it can be stored: its problems are reported together with those of other fields."""
        values.content(cleaned(content, info.data.get("url") or ANY_PAGE).html)
        return content

    def article(self, article_id: str, published: datetime) -> Article:
        """The article with that id and time of publication, its content sanitised; `updated` is never before `published`.

        Raises Refused if a value breaks the model's rule, or if the content cannot be sanitised.
        """
        content = self._sanitised(article_id)
        return model_value(
            Article,
            self,
            id=article_id,
            published=published,
            updated=max(self.updated or published, published),
            edited=None,
            summary=self.summary or teaser(readable(content)),
            content=content,
            sections=_unique(self.sections),
            authors=_unique(self.authors),
            tags=_unique(self.tags),
            image=_picture(self.image, self.url),
            enclosures=tuple(each.to_enclosure(self.url) for each in self.enclosures),
            corrections=tuple(each.to_correction() for each in self.corrections),
        )

    def _sanitised(self, article_id: str) -> str:
        try:
            return cleaned(self.content, self.url).html
        except ValueError as error:
            raise Refused(f"article {article_id}", [Problem("content", str(error))]) from error


def _picture(sent: ImageInput | None, page: str) -> Image | None:
    with part("image"):
        return sent.to_image(page) if sent else None


def _unique(items: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
