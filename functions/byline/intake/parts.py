"""The parts of what senders may write: pictures, attached media, corrections."""

from urllib.parse import urljoin

from pydantic import BaseModel, ConfigDict

from byline.intake.fields import Count, Headline, Line, MediaType, RelativeAddress, Time
from byline.model.media import Enclosure, Image


class Input(BaseModel):
    """Whatever a sender may write: unknown fields are refused, and a field's docstring describes it in the schema."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, title=None)


class ImageInput(Input):
    """A picture; without `url` only its caption and credit are known."""

    url: RelativeAddress | None = None
    """Address of the picture; may be relative to the article's or profile's page."""
    alt: Line = ""
    """What the picture shows, for those who cannot see it."""
    caption: Line = ""
    """The text under the picture."""
    credit: Line = ""
    """Photographer or agency."""
    width: Count | None = None
    """In pixels."""
    height: Count | None = None
    """In pixels."""
    media_type: MediaType | None = None
    """For example `image/jpeg`."""

    def to_image(self, page: str) -> Image:
        """The picture, its address made absolute against `page`."""
        return Image(**{**self.model_dump(), "url": urljoin(page, self.url) if self.url else None})


class EnclosureInput(Input):
    """Attached media: a podcast episode, a video."""

    url: RelativeAddress
    """Address of the file; may be relative to the article's page."""
    media_type: MediaType
    """For example `audio/mpeg`."""
    length: Count
    """In bytes."""
    duration: Count | None = None
    """In seconds."""
    title: Line = ""
    """What it is called."""

    def to_enclosure(self, page: str) -> Enclosure:
        """The attached media, its address made absolute against `page`."""
        return Enclosure(**{**self.model_dump(), "url": urljoin(page, self.url)})


class CorrectionInput(Input):
    """What was put right after publication."""

    note: Headline
    """In words for readers; they see it at the end of the article."""
    at: Time
    """When, with its offset from UTC."""
