"""All broken rules are reported at once, each with the path of its field."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from byline.errors import Problem, Refused
from byline.model import values
from byline.model.media import Image
from byline.model.profiles import Section
from byline.model.rules import enforce, instance_of, meets, optional, some


@dataclass(frozen=True)
class Thing:
    slug: Any = field(default="a", metadata=meets(values.slug))
    size: Any = field(default=0, metadata=meets(values.count))
    image: Any = field(default="https://example.com/a.jpg", metadata=meets(lambda url: Image(url=url)))


def problems(thing: Thing, *more: Problem | None) -> list[str]:
    with pytest.raises(Refused) as caught:
        enforce("thing", thing, *more)
    return [problem.field for problem in caught.value.problems]


def test_a_thing_that_meets_its_rules_passes() -> None:
    enforce("thing", Thing(), None)


def test_every_broken_rule_is_named() -> None:
    assert problems(Thing(slug="A", size=-1)) == ["slug", "size"]


def test_a_problem_beyond_the_rules_is_named_too() -> None:
    assert problems(Thing(slug="A"), None, Problem("updated", "is early")) == ["slug", "updated"]


def test_problems_of_a_nested_value_are_named_by_their_path() -> None:
    assert problems(Thing(image="relative")) == ["image.url"]


def test_an_optional_value_may_be_none() -> None:
    assert optional(values.slug)(None)


def test_an_optional_value_that_is_given_meets_its_rule() -> None:
    with pytest.raises(ValueError, match="not a slug"):
        optional(values.slug)("A")


@pytest.mark.parametrize("items", [(), ("a",), ("a", "b")])
def test_a_list_may_have_as_many_items_as_allowed(items: tuple[str, ...]) -> None:
    some(values.slug, 2)(items)


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        ("ab", "must be a list"),
        (["a"], "must be a list"),
        (("a", "b", "c"), "3 items, at most 2"),
        (("a", "a"), "twice"),
        (("a", "B"), "not a slug"),
        (("a", ["b"]), "must be a string"),
    ],
)
def test_a_wrong_list_is_refused_with_the_reason(items: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        some(values.slug, 2)(items)


def test_an_instance_of_another_class_is_refused() -> None:
    instance_of(Image)(Image())
    with pytest.raises(ValueError, match="must be an image"):
        instance_of(Image)(Section(slug="a", title="A"))
    with pytest.raises(ValueError, match="must be a bool"):
        instance_of(bool)(1)
