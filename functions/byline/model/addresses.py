"""When two addresses are those of the same page."""


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


def is_web_address(text: str) -> bool:
    """Whether `text` looks like the address of a page rather than another id."""
    return text.lower().startswith(("http://", "https://"))
