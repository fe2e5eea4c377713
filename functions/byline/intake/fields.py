"""The types of input fields: how each is cleaned, the model's rule that the result must meet, and what the schema states of it.

What a schema cannot state (tests/intake/test_schema.py lists it) is refused by the intake alone.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from byline.intake import addresses
from byline.intake.html import LONGEST_HTML
from byline.intake.times import EXAMPLE, TIME_PATTERN, stated_time
from byline.model import values
from byline.model.text import carriable, plain


def _carried(longest: int) -> Callable[[Any], Any]:
    """A cleaner of text: without what XML cannot carry. Text is measured as it was sent, because a schema measures it so."""

    def clean(sent: Any) -> Any:
        if isinstance(sent, str) and len(sent) > longest:
            raise ValueError(f"is {len(sent):,} characters long, at most {longest:,} are allowed")
        return carriable(sent) if isinstance(sent, str) else sent

    return clean


def _whole_characters(sent: Any) -> Any:
    """`sent`, unless it is a text of nothing but halves of characters, which no text in XML can have."""
    if isinstance(sent, str) and sent and all("\ud800" <= each <= "\udfff" for each in sent):
        raise ValueError("has nothing but half of a character (U+D800 to U+DFFF)")
    return sent


def _whole(number: object) -> object:
    """The int of a whole number, which JSON may write 1234.0; other values as they are."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _lower(name: str) -> str:
    return name.lower() if name.isascii() else name


def _schema(**stated: Any) -> Any:
    return Field(json_schema_extra=stated)


def _whole_text(pattern: str) -> str:
    """The pattern in a schema for texts that `pattern` matches as a whole; some validators let `$` match before a line end."""
    return rf"^(?:{pattern})$(?!\n)"


Content = Annotated[str, BeforeValidator(_carried(LONGEST_HTML)), _schema(maxLength=LONGEST_HTML)]
Line = Annotated[
    str,
    BeforeValidator(_carried(values.LONGEST_TEXT)),
    AfterValidator(plain),
    AfterValidator(values.text),
    _schema(maxLength=values.LONGEST_TEXT),
]
Notice = Annotated[
    str,
    BeforeValidator(_carried(values.LONGEST_TITLE)),
    AfterValidator(plain),
    AfterValidator(values.notice),
    _schema(maxLength=values.LONGEST_TITLE),
]
Headline = Annotated[
    str,
    BeforeValidator(_carried(values.LONGEST_TITLE)),
    BeforeValidator(_whole_characters),
    AfterValidator(plain),
    AfterValidator(values.title),
    _schema(maxLength=values.LONGEST_TITLE, pattern=r"\S"),
]
Slug = Annotated[
    str, AfterValidator(values.slug), _schema(pattern=rf"{values.SLUG_PATTERN}(?!\n)", maxLength=values.LONGEST_SLUG)
]
Address = Annotated[
    str, AfterValidator(addresses.address), _schema(pattern=addresses.ADDRESS_PATTERN, maxLength=values.LONGEST_ADDRESS)
]
RelativeAddress = Annotated[
    str,
    AfterValidator(addresses.relative_address),
    _schema(pattern=addresses.RELATIVE_PATTERN, maxLength=values.LONGEST_ADDRESS),
]
Identifier = Annotated[
    str, AfterValidator(values.permanent_id), _schema(pattern=_whole_text(values.ID_PATTERN), maxLength=values.LONGEST_ID)
]
Guid = Annotated[str, AfterValidator(values.guid), _schema(pattern=r"^\S(?:[\s\S]*\S)?$(?!\n)", maxLength=values.LONGEST_GUID)]
Time = Annotated[
    datetime,
    BeforeValidator(stated_time),
    AfterValidator(values.moment),
    WithJsonSchema({"type": "string", "pattern": TIME_PATTERN, "examples": [EXAMPLE]}),
]
MediaType = Annotated[
    str,
    AfterValidator(_lower),
    AfterValidator(values.media_type),
    _schema(pattern=_whole_text(values.MEDIA_TYPE_PATTERN.replace("a-z", "A-Za-z")), maxLength=127),
]
# Validators before pydantic's own run from the last to the first.
Count = Annotated[int, BeforeValidator(values.count), BeforeValidator(_whole), _schema(minimum=0, maximum=values.LARGEST_COUNT)]
Flag = Annotated[bool, Field(strict=True)]
Language = Annotated[str, AfterValidator(values.language), _schema(pattern=_whole_text(values.LANGUAGE_PATTERN), maxLength=35)]
MailAddress = Annotated[
    str, AfterValidator(values.mail_address), _schema(pattern=_whole_text(values.MAIL_ADDRESS_PATTERN), maxLength=254)
]
