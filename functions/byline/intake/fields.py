"""The types of input fields: how each is cleaned, and the model's rule that the result must meet."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field

from byline.intake.html import LONGEST_HTML
from byline.model import values
from byline.model.text import carriable, plain


def _whole_second(moment: datetime) -> datetime:
    """The time in UTC. A fraction of a second is rounded up, so that no article appears early."""
    try:
        moment = moment.astimezone(UTC)
        return moment.replace(microsecond=0) + timedelta(seconds=1 if moment.microsecond else 0)
    except OverflowError:
        raise ValueError("must be in the years 1900 to 9999 in UTC") from None


def _uri(address: str) -> str:
    """The ASCII form of an address. Browsers accept spaces and non-ASCII letters in addresses; feeds do not."""
    parts = urlsplit(address.strip())
    user, at, host = parts.netloc.rpartition("@")
    netloc = quote(user, safe=_URI_SAFE) + at + (host if host.isascii() else host.encode("idna").decode())
    rest = (quote(part, safe=_URI_SAFE) for part in (parts.path, parts.query, parts.fragment))
    return urlsplit(urlunsplit((parts.scheme.lower(), netloc, *rest))).geturl()


def _resolvable(address: str) -> str:
    """An address that is http or https, directly or after it is resolved against a page."""
    values.web_address(urljoin("https://example.com/", address))
    return address


def _written_out(moment: object) -> object:
    if isinstance(moment, str) and not _WRITTEN_OUT.match(moment):
        raise ValueError("must be a date and time with an offset from UTC, such as 2026-03-14T06:30:00Z")
    if not isinstance(moment, str | datetime):
        raise ValueError("must be a string")
    return moment


_URI_SAFE = "/?#[]@!$&'()*+,;=:%~"
_WRITTEN_OUT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")

Typed = Annotated[str, BeforeValidator(lambda value: carriable(value) if isinstance(value, str) else value)]
Content = Annotated[Typed, Field(max_length=LONGEST_HTML)]
Line = Annotated[Typed, AfterValidator(plain), AfterValidator(values.text)]
Headline = Annotated[Typed, AfterValidator(plain), AfterValidator(values.title)]
Slug = Annotated[str, AfterValidator(values.slug), Field(json_schema_extra={"pattern": values.SLUG_PATTERN})]
Address = Annotated[str, AfterValidator(_uri), AfterValidator(values.web_address), Field(json_schema_extra={"format": "uri"})]
RelativeAddress = Annotated[
    str, AfterValidator(_uri), AfterValidator(_resolvable), Field(json_schema_extra={"format": "uri-reference"})
]
Identifier = Annotated[str, AfterValidator(values.permanent_id), Field(json_schema_extra={"format": "uri"})]
Time = Annotated[AwareDatetime, BeforeValidator(_written_out), AfterValidator(_whole_second), AfterValidator(values.moment)]
MediaType = Annotated[str, AfterValidator(str.lower), AfterValidator(values.media_type)]
Count = Annotated[int, Field(ge=0, strict=True), AfterValidator(values.count)]
Language = Annotated[str, AfterValidator(values.language)]
MailAddress = Annotated[str, AfterValidator(values.mail_address)]
