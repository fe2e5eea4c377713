"""Links from the documentation to the line on which a name is defined."""

from pathlib import Path

import click
import pytest

from byline_tools.build.code_links import definitions, relocated
from byline_tools.build.source_files import SourceFile

CACHE = '''"""A module."""

LIMIT = 3
SIZES: dict[str, int] = {}


class Cache:
    """A class."""

    @property
    def size(self) -> int:
        return LIMIT


def find() -> None: ...
'''
DEFINED = definitions(
    [
        SourceFile(Path("functions/byline/serving/cache.py"), "byline.serving.cache", CACHE),
        SourceFile(Path("functions/byline/model/a.py"), "byline.model.a", "def twice(): ...\n"),
        SourceFile(Path("functions/byline/model/b.py"), "byline.model.b", "def twice(): ...\n"),
    ]
)


@pytest.mark.parametrize(("name", "line"), [("LIMIT", 3), ("SIZES", 4), ("Cache", 7), ("Cache.size", 11), ("find", 15)])
def test_a_link_gets_the_line_on_which_its_name_is_defined(name: str, line: int) -> None:
    page = f"See [`{name}`](../functions/byline/serving/cache.py#L1)."
    assert relocated(page, DEFINED) == f"See [`{name}`](../functions/byline/serving/cache.py#L{line})."


def test_a_page_at_the_root_links_without_leaving_its_folder() -> None:
    assert (
        relocated("[`find`](functions/byline/serving/cache.py#L1)", DEFINED) == "[`find`](functions/byline/serving/cache.py#L15)"
    )


def test_a_name_that_has_moved_is_followed_to_its_new_file() -> None:
    assert relocated("[`find`](../functions/byline/old.py#L1)", DEFINED) == "[`find`](../functions/byline/serving/cache.py#L15)"


def test_a_name_keeps_its_file_where_others_define_it_too() -> None:
    page = "[`twice`](../functions/byline/model/b.py#L1)"
    assert relocated(page, DEFINED) == page


@pytest.mark.parametrize("name", ["nothing", "twice"])
def test_a_name_that_no_file_or_more_than_one_defines_is_an_error(name: str) -> None:
    with pytest.raises(click.ClickException, match=f"{name} in functions/byline/old.py"):
        relocated(f"[`{name}`](../functions/byline/old.py#L1)", DEFINED)


def test_other_links_stay_as_they_are() -> None:
    page = "[the site](https://www.example.com/a.py) and [a file](../functions/serve_feeds.py)"
    assert relocated(page, DEFINED) == page
