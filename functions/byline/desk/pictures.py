"""The rule for the pictures of articles, sections and authors that edits state."""

from byline.errors import Problem
from byline.model.media import Image

_LOST = (
    "is missing, but the stored picture has one: send it too, change single parts with PATCH, or remove the whole picture "
    "with image: null"
)


def lost_address(sent: Image | None, stored: Image | None) -> list[Problem]:
    """What is wrong with a picture that is sent if it would replace the `stored` one, but lacks the address that this one has.

    Whoever sends a description alone does not mean to remove the picture. One without an address may stay so.
    """
    return [Problem("image.url", _LOST)] if sent and stored and stored.url and not sent.url else []
