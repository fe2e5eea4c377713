"""The addresses of redirects at the desk: `/redirects/` and the old path in base64url, for the reasons in `article_addresses`."""

from byline.errors import Problem, Refused
from byline.model import base64url

PREFIX = "/redirects/"


def address_of(path: str) -> str:
    """The address of the redirect from the old path `path`, which may be written in any way, with its query, or as an address."""
    return f"{PREFIX}{base64url.encoded(path)}"


def path_in(segment: str) -> str:
    """The old path that a segment of a path stands for. Raises Refused if the segment is not base64url of UTF-8."""
    try:
        return base64url.decoded(segment)
    except ValueError as error:
        reason = f"{segment} is not base64url (RFC 4648, section 5) of an old path such as /category/world/feed"
        raise Refused("redirect", [Problem("path", reason)]) from error
