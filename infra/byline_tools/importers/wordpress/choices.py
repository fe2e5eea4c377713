"""What the person who imports an export decides: which types of posts, and which categories become which sections."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from byline.model.values import is_slug, no_slug

Term = tuple[str, str]
"""The taxonomy and the nicename of a term: `("category", "news")`."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The `types` of posts to import; the section that each term becomes, None if each category is one of its own; the terms of
    posts that only members could read, None if nothing is said about that.
    """

    types: Collection[str] = ("post",)
    sections: Mapping[Term, str] | None = None
    members_only: Collection[Term] | None = None


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
