"""Parts of the input of articles, sections and authors: pictures, attached media, corrections."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar, cast
from urllib.parse import urljoin

from pydantic import BaseModel, ConfigDict, model_validator

from byline.intake.fields import Count, Headline, Line, MediaType, RelativeAddress, Time
from byline.model.article import Correction
from byline.model.media import Enclosure, Image

Thing = TypeVar("Thing")


def _with_null(schema: dict[str, Any]) -> None:
    """Let the schema of an input allow null for every optional field."""
    for name, each in schema.get("properties", {}).items():
        allowed = each.get("anyOf", ())
        if name not in schema.get("required", ()) and {"type": "null"} not in allowed:
            stated = {key: each.pop(key) for key in list(each) if key not in ("description", "default", "readOnly", "title")}
            each["anyOf"] = [*(allowed or [stated]), {"type": "null"}]


class Input(BaseModel):
    """Base class of input values. Unknown fields are refused, and null is the default of an optional field.

    The docstring of a field describes it in the schema.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, use_attribute_docstrings=True, title=None, json_schema_extra=_with_null
    )

    @model_validator(mode="before")
    @classmethod
    def _null_removes(cls, sent: Any) -> Any:
        if not isinstance(sent, Mapping):
            return sent
        defaults = {name: each.get_default() for name, each in cls.model_fields.items() if not each.is_required()}
        return {name: defaults.get(name) if value is None else value for name, value in sent.items()}


def model_value(kind: type[Thing], sent: Input, **made: Any) -> Thing:
    """The instance of the model's dataclass `kind` that `sent` describes.

    A field takes its value from `made`, or else from the field of `sent` with the same name. Raises Refused if a value breaks
    the model's rule.
    """
    copied = {each.name: getattr(sent, each.name) for each in fields(cast("Any", kind)) if each.name not in made}
    return kind(**copied, **made)


class ImageInput(Input):
    """A picture. Without `url`, only its caption and credit are available."""

    url: RelativeAddress | None = None
    """Address of the picture; may be relative to the article's or profile's page."""
    alt: Line = ""
    """What the picture shows, for people who cannot see it."""
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
        return model_value(Image, self, url=urljoin(page, self.url) if self.url else None)


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
    """Its title."""

    def to_enclosure(self, page: str) -> Enclosure:
        """The attached media, its address made absolute against `page`."""
        return model_value(Enclosure, self, url=urljoin(page, self.url))


class CorrectionInput(Input):
    """A correction made after publication."""

    note: Headline
    """Text for readers, shown at the end of the article."""
    at: Time
    """Time of the correction, with its offset from UTC."""

    def to_correction(self) -> Correction:
        """The correction."""
        return model_value(Correction, self)
