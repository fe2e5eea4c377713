"""Every error is in the tree and carries its ids as attributes."""

from collections.abc import Iterator
from typing import Any

import pytest

from byline import edit_errors, errors
from byline.edit_errors import (
    AddressTaken,
    AlreadySeen,
    BareId,
    ClockSkewed,
    EditConflict,
    Erased,
    GuidTaken,
    NameTaken,
    PreconditionFailed,
    RetiredProfile,
    TooLarge,
    UnknownArticle,
    UnknownProfile,
    UnknownRedirect,
    UnknownVersion,
    Withdrawn,
)
from byline.errors import (
    BrokenHead,
    BylineError,
    InvalidSetting,
    NotThroughCdn,
    Problem,
    PurgeFailed,
    Refused,
    StoreUnavailable,
    TransactionCancelled,
    UnknownFeed,
)

TOO_LONG = Problem("title", "is too long")
EXAMPLES: list[tuple[BylineError, dict[str, Any]]] = [
    (Refused("article 1", iter([TOO_LONG])), {"subject": "article 1", "problems": (TOO_LONG,)}),
    (UnknownFeed("sections/wrold"), {"feed": "sections/wrold", "candidates": ()}),
    (
        UnknownProfile("tag:1", ["sections/wrold"], ["sections/gone"]),
        {"article_id": "tag:1", "profiles": ("sections/wrold",), "retired": ("sections/gone",)},
    ),
    (UnknownArticle("tag:1"), {"article_id": "tag:1", "candidates": ()}),
    (
        AddressTaken("tag:2", "https://www.example.com/1", "tag:1"),
        {"subject": "tag:2", "url": "https://www.example.com/1", "article_id": "tag:1"},
    ),
    (GuidTaken("tag:2", "4711", "tag:1"), {"subject": "tag:2", "guid": "4711", "article_id": "tag:1"}),
    (UnknownRedirect("/feed"), {"path": "/feed"}),
    (UnknownVersion("tag:1", 7), {"article_id": "tag:1", "number": 7}),
    (Erased("article tag:1"), {"subject": "article tag:1"}),
    (RetiredProfile("article tag:1", ["sections/old"]), {"subject": "article tag:1", "profiles": ("sections/old",)}),
    (BareId("tag:1", "/articles/dGFnOjE"), {"written": "tag:1", "address": "/articles/dGFnOjE"}),
    (AlreadySeen("tag:1"), {"article_id": "tag:1"}),
    (Withdrawn("tag:1"), {"article_id": "tag:1"}),
    (TooLarge("article tag:1", 400_001, 400_000), {"subject": "article tag:1", "size": 400_001, "limit": 400_000}),
    (NameTaken("sections/world", "sea"), {"feed": "sections/world", "slug": "sea"}),
    (PreconditionFailed("article tag:1", "r7"), {"subject": "article tag:1", "revision": "r7"}),
    (TransactionCancelled(["ConditionalCheckFailed"]), {"reasons": ("ConditionalCheckFailed",)}),
    (ClockSkewed(30), {"seconds": 30}),
    (EditConflict("article 1"), {"subject": "article 1"}),
    (PurgeFailed("sections/world"), {"feed": "sections/world"}),
    (NotThroughCdn(), {}),
    (BrokenHead("site", "KeyError('revision')"), {"feed": "site", "reason": "KeyError('revision')"}),
    (InvalidSetting("SITE_URL", "is not set"), {"name": "SITE_URL", "reason": "is not set"}),
    (StoreUnavailable("Query", "news"), {"operation": "Query", "table": "news"}),
]


RETIRED = [
    ("authors/a", ["authors/a"], "authors/a is retired: revive it before you rename it"),
    ("article tag:1", ["sections/a"], "article tag:1 names sections/a, which is retired: revive it first"),
    ("article tag:1", ["sections/a", "authors/b"], "article tag:1 names sections/a, authors/b, which are retired: revive it"),
]


@pytest.mark.parametrize(("subject", "names", "words"), RETIRED)
def test_what_is_retired_is_named_once(subject: str, names: list[str], words: str) -> None:
    assert str(RetiredProfile(subject, names)).startswith(words)


def defined_here(kind: type[BylineError] = BylineError) -> Iterator[type[BylineError]]:
    for each in kind.__subclasses__():
        if each.__module__ in (errors.__name__, edit_errors.__name__):
            yield each
        yield from defined_here(each)


def test_every_error_is_in_the_tree_of_the_docstring() -> None:
    drawn = [line.split("── ")[1].split()[0] for line in (errors.__doc__ or "").splitlines() if "── " in line]
    assert sorted(drawn) == sorted(kind.__name__ for kind in defined_here())


def test_every_error_has_an_example_below() -> None:
    assert {type(error) for error, _ in EXAMPLES} == set(defined_here())


@pytest.mark.parametrize(("error", "ids"), EXAMPLES, ids=lambda value: type(value).__name__)
def test_an_error_carries_its_ids_as_attributes(error: BylineError, ids: dict[str, Any]) -> None:
    assert vars(error) == ids


@pytest.mark.parametrize(("error", "ids"), EXAMPLES, ids=lambda value: type(value).__name__)
def test_the_text_of_an_error_names_each_of_its_ids(error: BylineError, ids: dict[str, Any]) -> None:
    named = [part for value in ids.values() for part in (value if isinstance(value, tuple) else (value,))]
    assert all(str(part) in str(error) for part in named)


def test_a_refusal_is_a_value_error_that_names_every_problem() -> None:
    error = Refused("image", [TOO_LONG, Problem("url", "is not absolute")])
    assert isinstance(error, ValueError)
    assert str(error) == "image: title: is too long; url: is not absolute"
