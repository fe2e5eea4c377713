"""Texts in base64url (RFC 4648, section 5): UTF-8, without padding. No client, proxy or signature changes its characters."""

from base64 import b64decode, urlsafe_b64encode


def encoded(text: str) -> str:
    """`text` in base64url."""
    return urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def decoded(text: str) -> str:
    """The text that `text` stands for. Raises ValueError if it is not base64url of UTF-8."""
    return b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
