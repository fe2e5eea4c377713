"""The addresses of articles at the desk: `/articles/` and the id in base64url (RFC 4648, section 5), UTF-8, without padding.

API Gateway decodes a path twice and cuts it at a decoded `?` before the function sees it, so an id in plain text would not
always arrive. Base64url has only letters, digits, `-` and `_`, which no client, proxy or signature changes.
"""

import re
from urllib.parse import unquote

from byline.edit_errors import BareId
from byline.model import base64url
from byline.model.text import carriable
from byline.model.values import permanent_id
from byline_http import redirect_addresses

PREFIX, _ERASURES = "/articles/", "/erasures"


def path_of(article_id: str) -> str:
    """The address of an article."""
    return f"{PREFIX}{base64url.encoded(article_id)}"


def id_of(segment: str) -> str:
    """The id that a segment of a path stands for. Raises BareId if the segment is not base64url of UTF-8."""
    try:
        article_id = base64url.decoded(segment)
    except ValueError as error:
        raise _bare(segment) from error
    # Only one form of each id is an address: without padding and surplus bits.
    if path_of(article_id) != f"{PREFIX}{segment}":
        raise _bare(segment)
    return article_id


def check(path: str) -> None:
    """Raise BareId if `path` has the id of an article in plain text. Any id contains a colon; base64url does not."""
    before, found, rest = path.partition(PREFIX)
    if not found or not rest or before not in ("", _ERASURES):
        return
    if ":" in rest:
        raise _bare(rest)
    if "/" not in rest:
        id_of(rest)


def readable(path: str) -> str:
    """`path` for people: decoded, without its first slash, with the id of an article or the old path of a redirect as it is."""
    if path.startswith(redirect_addresses.PREFIX):
        return f"redirect {redirect_addresses.path_in(path.removeprefix(redirect_addresses.PREFIX))}"
    before, found, rest = path.partition(PREFIX)
    segment, slash, more = rest.partition("/")
    try:
        return f"{before}{found}{id_of(segment)}{slash}{more}".removeprefix("/") if segment else unquote(path).strip("/")
    except BareId:
        return unquote(path).strip("/")


def _bare(written: str) -> BareId:
    """The error for `written`, with the right address unless it is an http id, of which a query may be missing."""
    try:
        address = None if re.match("https?:", written, re.IGNORECASE) else path_of(permanent_id(written))
    except ValueError:
        address = None
    return BareId(carriable(written), address)
