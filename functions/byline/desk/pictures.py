"""The rule for the pictures of articles, sections and authors that edits state."""

from byline.errors import Problem, Refused
from byline.model.media import Image

_LOST = (
    "is missing, but the stored picture has one: send it too, change single parts with PATCH, or remove the whole picture "
    "with image: null"
)


def refuse_lost_address(subject: str, sent: Image | None, stored: Image | None) -> None:
    """Raise Refused if a picture that is sent would replace the `stored` one, but lacks the address that this one has.

    Whoever sends a description alone does not mean to remove the picture. One without an address may stay so.
    """
    if sent and stored and stored.url and not sent.url:
        raise Refused(subject, [Problem("image.url", _LOST)])
