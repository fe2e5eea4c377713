"""What the person who imports an export decides: which types of posts, and which categories and tags become which sections."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from byline.model.values import is_slug, no_slug

Term = tuple[str, str]
"""The taxonomy and the nicename of a term: `("category", "news")`."""

URL_PATTERN = "/{slug}/"
"""Where Ghost has posts, unless its routes say otherwise."""

_PLACEHOLDERS = frozenset("id slug year month day primary_tag primary_author".split())
"""What routes of Ghost may have in addresses of posts."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The `types` of posts to import; the section that each term becomes, None if each category is one of its own; the terms of
    posts that only members could read, None if nothing is said about that; whether what everybody could read of a post for
    members is public (`previews`); and the path of a post (`url_pattern`).
    """

    types: Collection[str] = ("post",)
    sections: Mapping[Term, str] | None = None
    members_only: Collection[Term] | None = None
    previews: bool = False
    url_pattern: str = URL_PATTERN


EVERYTHING = Choices()
"""Posts, with a section for each category."""


def sections_of(lines: Iterable[str]) -> dict[Term, str]:
    """The section of each term in mappings such as `news=category:news`, blank ones skipped. Raises ValueError."""
    sections: dict[Term, str] = {}
    for line in filter(None, map(str.strip, lines)):
        slug, equals, term = (each.strip() for each in line.partition("="))
        if not equals:
            raise ValueError(f"{line!r} is not a mapping such as news=category:news")
        if not is_slug(slug):
            raise ValueError(no_slug(slug))
        sections[term_of(term)] = slug
    return sections


def term_of(text: str) -> Term:
    """The term that `category:news` names; a category, if it names no taxonomy. Raises ValueError."""
    taxonomy, colon, nicename = text.partition(":")
    if not text or (colon and not (taxonomy and nicename)):
        raise ValueError(f"{text!r} is not a term such as category:news")
    return (taxonomy, nicename) if colon else ("category", taxonomy)


def url_pattern(written: str) -> str:
    """The path of a post, such as `/{year}/{slug}/`. Raises ValueError."""
    unknown = [each for each in re.findall(r"\{(.*?)\}", written) if each not in _PLACEHOLDERS]
    if unknown or re.search(r"[{}]", re.sub(r"\{\w+\}", "", written)):
        raise ValueError(f"{written!r} may have {', '.join(f'{{{each}}}' for each in sorted(_PLACEHOLDERS))}, and no others")
    if not written.startswith("/") or not ("{slug}" in written or "{id}" in written):
        raise ValueError(f"{written!r} is not a path with {{slug}} or {{id}}, such as {URL_PATTERN}")
    return written
