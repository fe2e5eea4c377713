"""Rules for single values. Each function returns the value it receives, or raises ValueError with the reason."""

import re
from datetime import UTC, datetime
from typing import Any

# Not compiled here: `re` compiles and caches a pattern on first use, and a poll uses only one of them.
URI_CHARACTERS = r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]"  # RFC 3986, section 2
WEB_ADDRESS_PATTERN = rf"https?://[A-Za-z0-9\[]{URI_CHARACTERS}*"
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"  # of a domain: RFC 1035, section 2.3
DOMAIN_PATTERN = rf"({_LABEL}\.)+[a-z]([a-z0-9-]{{0,61}}[a-z0-9])?"
PORT_PATTERN = r"(:([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?"
# Not the address of one feed, and no segment that readers would remove (RFC 3986, section 5.2.4).
FOLDER_PATTERN = r"((/(?!\.\.?(/|$))[A-Za-z0-9._~!$&'()*+,;=:@%-]+)+(?<!\.xml)(?<!\.json)(?<!\.opml))?"
_HOST = rf"(?i:{_LABEL}(\.{_LABEL})*|\[[0-9a-f:.]+\])"
_BASE_ADDRESS = rf"https?://{_HOST}{PORT_PATTERN}{FOLDER_PATTERN}"
# RFC 3987, section 2.2: URIs, and letters beyond ASCII; without spaces, controls and marks of direction (section 4.1).
_IRI_CHARACTER = (
    r"[^\x00-\x20\x22<>\\^`{|}\x7f-\xa0\u1680\u2000-\u200b\u200e\u200f\u2028-\u202f\u205f-\u206f\u3000"
    r"\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufff0-\uffff]"
)
ID_PATTERN = rf"[A-Za-z][A-Za-z0-9+.-]*:{_IRI_CHARACTER}+"
LANGUAGE_PATTERN = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*"
MEDIA_TYPE_PATTERN = r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*"
MAIL_ADDRESS_PATTERN = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
TAG_AUTHORITY_PATTERN = rf"{DOMAIN_PATTERN},[0-9]{{4}}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
NOT_XML = "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"

LONGEST_SLUG = 100
LONGEST_ADDRESS = 2_000
LONGEST_ID, LARGEST_ID = 500, 900
"""In bytes: an id is part of sort keys, to which DynamoDB gives 1,024."""
LONGEST_GUID, LARGEST_GUID = 1_000, 2_000
"""In bytes: a guid is part of a partition key, to which DynamoDB gives 2,048."""
LONGEST_TITLE = 1_000
LONGEST_TEXT = 20_000
LARGEST_CONTENT = 300_000
LARGEST_COUNT = 2**53
"""The largest whole number that JSON readers keep exact (RFC 8259, section 6)."""


def quoted(value: Any) -> str:
    """A JSON value in a sentence; text is cut after 200 characters, and of lists and objects only the kind is named."""
    match value:
        case None | bool():
            return str({None: "null", True: "true", False: "false"}[value])
        case list() | dict():
            return "a list" if isinstance(value, list) else "an object"
        case int() if abs(value) > 10**200:
            return "a number of hundreds of digits"
    shown = repr(value)
    return shown if len(shown) <= 200 else f"{shown[:200]}…"


def text(value: Any, longest: int = LONGEST_TEXT) -> str:
    """A string XML 1.0 can carry (section 2.2, production Char), of at most `longest` characters; may be empty."""
    if not isinstance(value, str):
        raise ValueError("must be a string")
    # XML can carry every printable character, and isprintable compiles no pattern.
    if not value.isprintable() and (found := re.search(NOT_XML, value)):
        raise ValueError(f"contains U+{ord(found.group()):04X}, which XML cannot carry")
    if len(value) > longest:
        raise ValueError(f"is {len(value):,} characters long, at most {longest:,} are allowed")
    return value


def title(value: Any) -> str:
    """A headline or a name: text on one line, not empty, at most 1,000 characters."""
    if not text(value, LONGEST_TITLE).strip():
        raise ValueError("must not be empty")
    if value != " ".join(value.split()):
        raise ValueError("must be one line, without leading, trailing or double spaces")
    return str(value)


def notice(value: Any) -> str:
    """A title, or an empty string."""
    return "" if value == "" else title(value)


def content(value: Any) -> str:
    """HTML of at most 300,000 bytes in UTF-8, so that an article fits DynamoDB's item of 400 KB; may be empty."""
    size = len(text(value, LARGEST_CONTENT).encode())
    if size > LARGEST_CONTENT:
        raise ValueError(f"is {size:,} bytes long, at most {LARGEST_CONTENT:,} are allowed")
    return str(value)


def is_slug(value: str) -> bool:
    """Whether `value` is a valid slug: the part of an address that names a section or an author."""
    return len(value) <= LONGEST_SLUG and re.fullmatch(SLUG_PATTERN, value) is not None


def slug(value: Any) -> str:
    """The part of an address that names a section or an author: lower-case words joined by hyphens, at most 100 characters."""
    if not is_slug(text(value, LONGEST_SLUG)):
        raise ValueError(no_slug(value))
    return str(value)


def no_slug(value: Any) -> str:
    """What is wrong with a value that is not a slug."""
    return f"{quoted(value)} is not a slug: lower-case letters and digits in words joined by single hyphens"


def web_address(value: Any) -> str:
    """An absolute http or https URL in ASCII (RFC 3986), at most 2,000 characters."""
    if not re.fullmatch(WEB_ADDRESS_PATTERN, text(value, LONGEST_ADDRESS)):
        raise ValueError(f"{value!r} is not an absolute http or https address")
    return str(value)


def base_address(value: Any) -> str:
    """A web address to which paths can be appended: a host, perhaps a port and a path without a slash at its end; no query."""
    if not re.fullmatch(_BASE_ADDRESS, web_address(value)):
        raise ValueError(
            f"{value!r} must be a host, perhaps with a port up to 65535, and perhaps a path that is not the address of one feed, "
            "without user, query, fragment and final slash"
        )
    return str(value)


def permanent_id(value: Any) -> str:
    """An absolute IRI (RFC 4287, section 4.2.6), at most 500 characters and 900 bytes.

    It stays as it is, unlike an address: readers compare ids character by character.
    """
    if not re.fullmatch(ID_PATTERN, text(value, LONGEST_ID)):
        raise ValueError(f"{value!r} is not an absolute URI such as tag:example.com,2026:abc")
    if (size := len(value.encode())) > LARGEST_ID:
        raise ValueError(f"is {size:,} bytes long, at most {LARGEST_ID:,} are allowed")
    return str(value)


def is_permanent_id(value: str) -> bool:
    """Whether `permanent_id` allows `value`."""
    try:
        permanent_id(value)
    except ValueError:
        return False
    return True


def guid(value: Any) -> str:
    """The id by which readers know an article from an earlier feed: any text, at most 1,000 characters and 2,000 bytes.

    It stays as it is: readers compare ids character by character, though without spaces at both ends.
    """
    if not text(value, LONGEST_GUID).strip():
        raise ValueError("must not be empty")
    if value != value.strip():
        raise ValueError("begins or ends with a space, which readers leave out: leave it out here, too")
    if (size := len(value.encode())) > LARGEST_GUID:
        raise ValueError(f"is {size:,} bytes long, at most {LARGEST_GUID:,} are allowed")
    return str(value)


def language(value: Any) -> str:
    """A language tag (BCP 47) such as `en` or `pt-BR`."""
    if not re.fullmatch(LANGUAGE_PATTERN, text(value, 35)):
        raise ValueError(f"{value!r} is not a language tag such as en or pt-BR")
    return str(value)


def media_type(value: Any) -> str:
    """A media type (RFC 6838) without parameters, in lower case, such as `audio/mpeg`."""
    if not re.fullmatch(MEDIA_TYPE_PATTERN, text(value, 127)):
        raise ValueError(f"{value!r} is not a media type such as audio/mpeg")
    return str(value)


def mail_address(value: Any) -> str:
    """A mail address, at most 254 characters."""
    if not re.fullmatch(MAIL_ADDRESS_PATTERN, text(value, 254)):
        raise ValueError(f"{value!r} is not a mail address")
    return str(value)


def count(value: Any) -> int:
    """A whole number from 0 to LARGEST_COUNT."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_COUNT:
        raise ValueError(f"{quoted(value)} is not a whole number from 0 to 2^53")
    return value


def moment(value: Any) -> datetime:
    """An aware time in UTC, in whole seconds, in the years 1900 to 9999, which RFC 822 dates can express."""
    if not isinstance(value, datetime) or value.tzinfo is not UTC:
        raise ValueError("must be a time in UTC")
    if value.microsecond or value.year < 1900:
        raise ValueError(f"{value.isoformat()} must be in whole seconds and not before 1900")
    return value


def tag_authority(value: Any) -> str:
    """The naming authority of a `tag:` URI (RFC 4151, section 2.1): a domain and a date of ownership: `example.com,2026`."""
    if not re.fullmatch(TAG_AUTHORITY_PATTERN, text(value, 270)):
        raise ValueError(f"{value!r} is not a domain and a date on which you owned it, such as example.com,2026")
    return str(value)
