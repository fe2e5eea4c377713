"""What differs between two versions, in words."""

from typing import Any

import click
import pytest

from byline_tools.cli.differences import Change, changes_between

LONG = " ".join(f"word{number}" for number in range(40))


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("Fog closes the port", "Fog shuts the port", "Fog [-closes-]{+shuts+} the port"),
        ("Fog", "Fog at sea", "Fog{+ at sea+}"),
        ("Fog at sea", "Fog", "Fog[- at sea-]"),
        ("", "Fog", "{+Fog+}"),
        ("<p>A</p>", "<p><em>A</em></p>", "<p>{+<em>+}A{+</em>+}</p>"),
        (f"{LONG} end", f"{LONG} stop", "…word36 word37 word38 word39 [-end-]{+stop+}"),
        (None, "de", "{+de+}"),
        ("de", None, "[-de-]"),
        (["a", "b"], ["b", "c"], '[-["a"]-] {+["c"]+}'),
        (["a"], None, '[-["a"]-]'),
        (None, True, "{+true+}"),
        ({"url": "a"}, {"url": "b"}, '[-{"url": "a"}-] {+{"url": "b"}+}'),
        ("\x1b[31mred\x1b[0m", "blue", "[-red-]{+blue+}"),
    ],
)
def test_a_change_is_one_line_with_what_was_removed_and_added(before: Any, after: Any, line: str) -> None:
    shown = click.unstyle(Change("field", before, after).for_people())
    assert shown.removeprefix("field: ") == line


def test_on_a_terminal_what_was_removed_is_red_and_what_was_added_green() -> None:
    assert Change("title", "a", "b").for_people() == "title: \x1b[31m[-a-]\x1b[0m\x1b[32m{+b+}\x1b[0m"


def test_only_fields_that_differ_are_changes_and_none_that_follows_from_others() -> None:
    before, after = {"title": "a", "edited": "1", "language": "en"}, {"title": "b", "edited": "2", "language": "en"}
    assert changes_between(before, after, ["title", "edited", "language"]) == [Change("title", "a", "b")]
