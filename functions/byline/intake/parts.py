"""Parts of the input of articles, sections and authors: pictures, attached media, corrections."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from typing import Annotated, Any, Self, TypeVar, cast
from urllib.parse import urljoin

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from byline.errors import Problem, Refused
from byline.intake.fields import Count, Headline, Line, MediaType, RelativeAddress, Time
from byline.intake.refusals import refused, with_names
from byline.model.article import Correction
from byline.model.media import Enclosure, Image

ANY_PAGE = "https://example.com/"
"""For checks of relative addresses while the address of their page is wrong or not given."""

Thing = TypeVar("Thing")
Part = TypeVar("Part", "ImageInput", "EnclosureInput")


def with_null(schema: dict[str, Any]) -> None:
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

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, title=None, json_schema_extra=with_null)

    @model_validator(mode="before")
    @classmethod
    def _null_removes(cls, sent: Any) -> Any:
        if not isinstance(sent, Mapping):
            return sent
        defaults = {name: each.get_default() for name, each in cls.model_fields.items() if not each.is_required()}
        return {name: defaults.get(name) if value is None else value for name, value in sent.items()}

    @model_validator(mode="wrap")
    @classmethod
    def _naming_fields(cls, sent: Any, validate: ModelWrapValidatorHandler[Self]) -> Self:
        """The value; the error for an unknown field suggests the nearest field of the same object."""
        try:
            return validate(sent)
        except ValidationError as error:
            raise with_names(error, tuple(cls.model_fields)) from error


def model_value(kind: type[Thing], sent: Input, **made: Any) -> Thing:
    """The instance of the model's dataclass `kind` that `sent` describes.

    A field takes its value from `made`, or else from the field of `sent` with the same name. Raises Refused if a value breaks
    the model's rule.
    """
    copied = {each.name: getattr(sent, each.name) for each in fields(cast("Any", kind)) if each.name not in made}
    return kind(**copied, **made)


@contextmanager
def part(name: str) -> Iterator[None]:
    """Within this context, what is refused is a part of a thing: its fields get the prefix `name`."""
    try:
        yield
    except Refused as error:
        raise Refused(error.subject, [Problem(f"{name}.{each.field}", each.reason) for each in error.problems]) from error


def _storable(sent: Part, info: ValidationInfo) -> Part:
    """`sent`, if it can be stored as a part of its article or profile; what the model refuses is an error of pydantic's."""
    try:
        page = info.data.get("url") or ANY_PAGE
        sent.to_image(page) if isinstance(sent, ImageInput) else sent.to_enclosure(page)
    except Refused as error:
        raise refused(error.problems, sent) from error
    return sent


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


StorableImage = Annotated[ImageInput, AfterValidator(_storable)]
StorableEnclosure = Annotated[EnclosureInput, AfterValidator(_storable)]


class CorrectionInput(Input):
    """A correction made after publication."""

    note: Headline
    """Text for readers, shown at the end of the article."""
    at: Time
    """Time of the correction, with its offset from UTC."""

    def to_correction(self) -> Correction:
        """The correction."""
        return model_value(Correction, self)
