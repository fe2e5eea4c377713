"""Pictures and attached media files. Every instance is valid: constructors raise Refused for invalid values."""

from dataclasses import dataclass, field

from byline.model import values
from byline.model.rules import enforce, meets, optional


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture. Without a `url`, only its caption and credit are available. `width` and `height` are in pixels."""

    url: str | None = field(default=None, metadata=meets(optional(values.web_address)))
    alt: str = field(default="", metadata=meets(values.text))
    caption: str = field(default="", metadata=meets(values.text))
    credit: str = field(default="", metadata=meets(values.text))
    width: int | None = field(default=None, metadata=meets(optional(values.count)))
    height: int | None = field(default=None, metadata=meets(optional(values.count)))
    media_type: str | None = field(default=None, metadata=meets(optional(values.media_type)))

    def __post_init__(self) -> None:
        enforce("image", self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """An attached audio or video file. `length` is in bytes, `duration` in seconds."""

    url: str = field(metadata=meets(values.web_address))
    media_type: str = field(metadata=meets(values.media_type))
    length: int = field(metadata=meets(values.count))
    duration: int | None = field(default=None, metadata=meets(optional(values.count)))
    title: str = field(default="", metadata=meets(values.text))

    def __post_init__(self) -> None:
        enforce("enclosure", self)
