"""Arrows between wings, their levels, arrows against the declared order, and circles."""

from graphlib import CycleError
from pathlib import Path

import pytest

from byline_tools.build.source_files import SourceFile
from byline_tools.build.wing_imports import arrows_between, back_up, circle_in, declared_order, levels

PYPROJECT = """
[[tool.importlinter.contracts]]
type = "forbidden"

[[tool.importlinter.contracts]]
type = "layers"
layers = ["byline_tools", "byline_http", "byline"]

[[tool.importlinter.contracts]]
type = "layers"
containers = ["byline"]
layers = ["serving | desk", "storage", "model"]
"""
ORDER = declared_order(PYPROJECT)


def file(wing: str, name: str, text: str) -> SourceFile:
    return SourceFile(Path(f"functions/byline/{wing}/{name}.py"), f"byline.{wing}.{name}", text)


MODEL = [file("model", "article", "import json"), file("model", "feed", "from byline.model.article import Article")]
STORAGE = file(
    "storage", "items", "import byline.model.feed\nfrom byline.model import article\nfrom byline.model.article import Article"
)


def test_an_arrow_counts_each_module_that_a_module_imports_once() -> None:
    assert arrows_between([*MODEL, STORAGE]) == {("byline.storage", "byline.model"): 2}


def test_imports_within_a_wing_and_of_other_packages_are_no_arrows() -> None:
    assert arrows_between(MODEL) == {}


def test_a_level_is_one_more_than_the_highest_level_imported() -> None:
    arrows = {("desk", "storage"): 1, ("storage", "model"): 1, ("desk", "model"): 1}
    assert levels(["desk", "storage", "model", "errors"], arrows) == {"desk": 2, "storage": 1, "model": 0, "errors": 0}


def test_wings_that_import_each_other_are_a_circle_without_levels() -> None:
    arrows = {("a", "b"): 1, ("b", "c"): 1, ("c", "a"): 1, ("d", "a"): 1}
    circle = circle_in(arrows)
    assert (set(circle), circle[0]) == ({"a", "b", "c"}, circle[-1])
    with pytest.raises(CycleError):
        levels("abcd", arrows)


def test_wings_in_order_have_no_circle() -> None:
    assert circle_in({("a", "b"): 1, ("a", "c"): 1, ("b", "c"): 1}) == []


def test_the_order_is_that_of_the_layers_contracts() -> None:
    assert ORDER == {
        "byline_tools": 0,
        "byline_http": 1,
        "byline": 2,
        "byline.serving": 3,
        "byline.desk": 3,
        "byline.storage": 4,
        "byline.model": 5,
    }


@pytest.mark.parametrize(
    "arrow",
    [
        ("byline.model", "byline.storage"),
        ("byline.serving", "byline.desk"),
        ("byline.storage", "byline_tools.cli"),
        ("byline_http", "byline_tools.local"),
    ],
)
def test_an_arrow_against_the_order_runs_back_up(arrow: tuple[str, str]) -> None:
    assert back_up({arrow: 1}, ORDER) == [arrow]


@pytest.mark.parametrize(
    "arrow",
    [
        ("byline.serving", "byline.model"),
        ("byline_tools.cli", "byline_tools.local"),
        ("byline_tools.cli", "functions"),
        ("functions", "byline.serving"),
    ],
)
def test_an_arrow_down_or_without_a_declared_order_does_not(arrow: tuple[str, str]) -> None:
    assert back_up({arrow: 1}, ORDER) == []
