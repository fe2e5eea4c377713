"""Every instance of the model is valid and immutable."""

from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from datetime import timedelta
from typing import Any

import pytest

from byline.errors import Refused
from byline.model.article import MOST_AUTHORS, MOST_ENCLOSURES, MOST_SECTIONS, MOST_TAGS
from byline.model.media import Image
from tests.support.factories import NOW, article, author, enclosure, image, section, site

WRONG: list[tuple[Callable[..., object], str, Any]] = [
    (image, "url", "/relative.jpg"),
    (image, "alt", "\x00"),
    (image, "width", -1),
    (image, "media_type", "jpeg"),
    (enclosure, "url", None),
    (enclosure, "length", 1.5),
    (enclosure, "media_type", ""),
    (section, "slug", "World News"),
    (section, "title", ""),
    (section, "image", "https://img.example.com/ship.jpg"),
    (author, "name", "Jane\nDoe"),
    (author, "email", "jane"),
    (author, "url", "www.example.com"),
    (article, "id", "1"),
    (article, "url", "javascript:alert(1)"),
    (article, "title", " "),
    (article, "summary", "\ufffe"),
    (article, "content", None),
    (article, "language", "en_GB"),
    (article, "sections", ["world"]),
    (article, "sections", ("world", "world")),
    (article, "sections", tuple(f"s{number}" for number in range(MOST_SECTIONS + 1))),
    (article, "authors", tuple(f"a{number}" for number in range(MOST_AUTHORS + 1))),
    (article, "tags", tuple(f"t{number}" for number in range(MOST_TAGS + 1))),
    (article, "tags", ("",)),
    (article, "image", {}),
    (article, "enclosures", ("https://media.example.com/talk.mp3",)),
    (article, "enclosures", tuple(enclosure(length=number) for number in range(MOST_ENCLOSURES + 1))),
    (article, "published", NOW.isoformat()),
    (article, "published", NOW.replace(tzinfo=None)),
    (article, "edited", NOW.isoformat()),
    (article, "edited", NOW.replace(tzinfo=None)),
    (site, "url", "example.com"),
    (site, "language", ""),
    (site, "correction_label", "Put\nright"),
    (site, "id_authority", "example.com"),
]


@pytest.mark.parametrize(("make", "field", "value"), WRONG, ids=lambda value: getattr(value, "__name__", ascii(value)[:30]))
def test_a_wrong_field_is_refused_by_name(make: Callable[..., object], field: str, value: Any) -> None:
    with pytest.raises(Refused) as caught:
        make(**{field: value})
    assert field in {problem.field for problem in caught.value.problems}


@pytest.mark.parametrize(("seconds", "stays"), [(-1, False), (0, False), (1, True)])
def test_the_time_of_the_last_edit_is_later_than_that_of_the_last_significant_edit(seconds: int, stays: bool) -> None:
    edited = NOW + timedelta(seconds=seconds)
    assert article(updated=NOW, edited=edited).edited == (edited if stays else None)


def test_a_refusal_names_its_subject_and_every_wrong_field() -> None:
    with pytest.raises(Refused) as caught:
        article(id="tag:example.com,2026:1", title="", summary="\x00")
    assert caught.value.subject == "article tag:example.com,2026:1"
    assert [problem.field for problem in caught.value.problems] == ["title", "summary"]


def test_an_article_updated_before_it_was_published_is_refused() -> None:
    with pytest.raises(Refused, match=r"updated: .* is before published"):
        article(published=NOW, updated=NOW - timedelta(seconds=1))


def test_an_article_may_be_updated_when_it_is_published() -> None:
    assert article(published=NOW, updated=NOW).updated == NOW


def test_an_image_may_be_only_a_caption() -> None:
    assert Image(caption="The ship leaves.").url is None


@pytest.mark.parametrize(
    "thing", [image(), enclosure(), section(), author(), article(), site()], ids=lambda each: type(each).__name__
)
def test_nothing_changes_once_it_is_made(thing: Any) -> None:
    with pytest.raises(FrozenInstanceError):
        thing.url = "https://www.example.com/other"


def test_a_changed_copy_meets_the_rules_again() -> None:
    with pytest.raises(Refused, match="slug"):
        replace(section(), slug="World")
