"""When two addresses are those of the same page."""

from collections.abc import Callable


def same_page(url: str) -> str:
    """The part of a web address by which pages are compared: two addresses with the same part are one page's.

    It leaves out the scheme, the ports of http and https, the fragment, and slashes at the end of the path. The host is in lower
    case (RFC 3986, section 6.2.2.1). Path and query stay as they are written: to a server, a capital may matter.
    """
    rest = url.partition("#")[0].partition("://")[2]
    end = min((at for at in map(rest.find, "/?") if at >= 0), default=len(rest))
    user, at, host = rest[:end].rpartition("@")
    path, question, query = rest[end:].partition("?")
    return f"{user}{at}{host.lower().removesuffix(':80').removesuffix(':443')}{path.rstrip('/')}{question}{query}"


def written_address(text: str) -> tuple[str, Callable[[str], str]] | None:
    """The comparable form of `text` if it looks like an address, which may lack its scheme, or its host too; otherwise None.

    The function makes the same of a whole address.
    """
    beginning = text.partition("/")[0]
    if is_web_address(text):
        return same_page(text), same_page
    if "/" not in text or ":" in beginning:
        return None
    if "." in beginning:
        return same_page(f"https://{text}"), same_page
    return _path(f"https://host/{text.lstrip('/')}"), _path


def _path(url: str) -> str:
    return same_page(url).partition("/")[2]


def is_web_address(text: str) -> bool:
    """Whether `text` looks like the address of a page rather than another id."""
    return text.lower().startswith(("http://", "https://"))
