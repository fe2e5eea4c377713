"""How people name what is stored: an article by its id or its address, a section or author by its kind and slug."""

from urllib.parse import quote

from byline.model.addresses import is_web_address
from byline_http.article_addresses import path_of
from byline_tools.cli.desk_client import PATHS, DeskClient

NAME = "ID|ADDRESS"
"""What commands call the name of an article."""


def article_path(desk: DeskClient, name: str) -> str:
    """The path at the desk of the article whose id is `name`, or else of the one that has this address.

    Only an address takes a request. Without such an article, it is the path of that id, at which the desk says what is nearest.
    """
    found = desk.get(f"/articles?named={quote(name, safe='')}").body["articles"] if is_web_address(name) else []
    return path_of(found[0]["id"] if found else name)


def stored_path(desk: DeskClient, name: str) -> str:
    """The path of what people call `name`: `sections/<slug>`, `authors/<slug>`, or an article, for which see `article_path`."""
    return quote(f"/{name}") if f"/{name}".startswith(tuple(PATHS.values())) else article_path(desk, name)
