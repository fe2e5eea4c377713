"""Every field of articles and profiles is shown by some format: a document changes if its value does."""

from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from byline.formats.registry import FORMATS
from byline.model.feed import Feed
from byline.model.kinds import feed_about
from byline.model.profiles import Profile
from tests.support.factories import correction, enclosure, feed, full_article, full_author, full_section, image


def other(value: Any) -> Any:
    """Another value that is allowed in the same field."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return f"{value}x"
        case datetime():
            return value - timedelta(seconds=1)
        case tuple():
            return value[:-1]
    return None


def changes(thing: Any) -> list[Any]:
    """A copy of `thing` for each of its fields, with another value in it."""
    return [pytest.param(replace(thing, **{each.name: other(getattr(thing, each.name))}), id=each.name) for each in fields(thing)]


def documents(shown: Feed) -> list[bytes]:
    return [format_.write(shown) for format_ in FORMATS]


def about(profile: Profile) -> Feed:
    return feed(full_article(), key=feed_about(full(profile)), profile=profile, profiles=(profile,))


def full(profile: Profile) -> Profile:
    return full_section() if type(profile) is type(full_section()) else full_author()


@pytest.mark.parametrize("changed", changes(full_article()))
def test_an_article_is_shown_with_every_field(changed: Any) -> None:
    assert documents(feed(changed)) != documents(feed(full_article()))


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        pytest.param(field, change.values[0], id=f"{field} {change.id}")
        for field, part in (("image", image()), ("enclosures", enclosure()), ("corrections", correction()))
        for change in changes(part)
    ],
)
def test_a_part_of_an_article_is_shown_with_every_field(field: str, changed: Any) -> None:
    value: Any = changed if field == "image" else (changed,)
    assert documents(feed(replace(full_article(), **{field: value}))) != documents(feed(full_article()))


@pytest.mark.parametrize("changed", [*changes(full_section()), *changes(full_author())])
def test_a_profile_is_shown_with_every_field(changed: Profile) -> None:
    assert documents(about(changed)) != documents(about(full(changed)))
