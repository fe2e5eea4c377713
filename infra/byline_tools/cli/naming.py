"""How people name what is stored: an article by its id, guid or address, a section or author by its kind and slug."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import click
from slugify import slugify

from byline.model.addresses import is_web_address
from byline.model.values import is_permanent_id, is_slug, no_slug
from byline_http.article_addresses import path_of
from byline_tools.cli.desk_client import PATHS, DeskClient, NotDone

NAME = "ID|ADDRESS"
"""What commands call the name of an article."""

_KINDS = {path.strip("/"): kind for kind, path in PATHS.items()}
"""What people call sections and authors, by the beginnings of their names."""


def article_path(desk: DeskClient, name: str) -> str:
    """The path at the desk of the article whose id is `name`, or else its guid, or else its address.

    Only an id such as `tag:example.com,2026:abc` takes no request. Without such an article, it is the path of that id, at which
    the desk says what is nearest.
    Raises click.UsageError for what names no article.
    """
    if not name.strip():
        raise click.UsageError("the name is empty: give the id or the address of an article")
    beginning, slash, slug = name.partition("/")
    if slash and beginning in PATHS:
        raise click.UsageError(f"{name} is no article. Did you mean {PATHS[beginning].strip('/')}/{slug}?")
    if kind := kind_of(name):
        raise click.UsageError(
            f"{name} is no article, but {'an' if kind[0] in 'aeiou' else 'a'} {kind}: give an id or an address"
        )
    found = named(desk, name) if is_web_address(name) or not is_permanent_id(name) else None
    return path_of(found["id"] if found else name)


def named(desk: DeskClient, name: str) -> Mapping[str, Any] | None:
    """The article, as lists show it, whose id is `name`, or else the one with this guid or address; None if there is none."""
    found = desk.get(f"/articles?named={quote(name, safe='')}").body["articles"]
    return found[0] if found else None


def stored_path(desk: DeskClient, name: str) -> str:
    """The path of what people call `name`: `sections/<slug>`, `authors/<slug>`, or an article, for which see `article_path`."""
    kind = kind_of(name)
    return profile_path(desk, kind, name.partition("/")[2]) if kind else article_path(desk, name)


def kind_of(name: str) -> str | None:
    """`section` or `author` for a name that begins as theirs do, otherwise None."""
    beginning, slash, _ = name.partition("/")
    return _KINDS.get(beginning) if slash else None


def profile_path(desk: DeskClient, kind: str, slug: str) -> str:
    """The path of a section or author. Raises click.UsageError for what is no slug, with what may be meant."""
    if not slug.strip():
        raise click.UsageError(f"the name is empty: give the slug of the {kind}")
    if is_slug(slug):
        return f"{PATHS[kind]}{slug}"
    meant = " or ".join(_meant(desk, kind, slug))
    raise click.UsageError(no_slug(slug) + (f". Did you mean {meant}?" if meant else ""))


def _meant(desk: DeskClient, kind: str, typed: str) -> Iterator[str]:
    """The slugs of the sections or authors that may be meant by a name or a title."""
    if not (slug := slugify(typed)):
        return
    try:
        yield str(desk.get(f"{PATHS[kind]}{slug}").body["slug"])
    except NotDone as error:
        yield from (each["id"].partition("/")[2] for each in error.problem.get("candidates", ()))
