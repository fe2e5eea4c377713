"""Problem details (RFC 9457) as the desk's API and its clients write them."""

from http import HTTPStatus
from typing import Any

_PHRASES = {HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Content Too Large", HTTPStatus.UNPROCESSABLE_ENTITY: "Unprocessable Content"}
"""What RFC 9110 calls these; before Python 3.13 they have older names."""


def phrase(status: HTTPStatus) -> str:
    """The name of a status (RFC 9110, section 15), whatever the version of Python."""
    return _PHRASES.get(status, status.phrase)


def details(name: str, status: HTTPStatus, detail: str, **members: Any) -> dict[str, Any]:
    """The problem details of the problem type `name`, the end of its URN, with further `members`."""
    urn = f"urn:problem-type:byline:{name}"
    return {"type": urn, "title": phrase(status), "status": int(status), "detail": detail, **members}
