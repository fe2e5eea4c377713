"""The output of `make wings`."""

import json
from collections.abc import Sequence

import pytest
from click.testing import CliRunner
from rich.console import Console

from byline_tools.build import wings
from byline_tools.build.source_files import SourceFile
from byline_tools.build.wings import Wing, imports_table, report_on, totals
from tests.byline_tools.build.test_wing_imports import PYPROJECT, file

MODEL = file("model", "article", "def short(): pass\n\ndef long():\n    return 1\n")
STORAGE = file("storage", "items", "import byline.model.article\n")
SERVING = file("serving", "service", "import byline.storage.items\nimport byline.model.article\n")
UPWARD = file("model", "upward", "import byline.serving.service\n")


def test_a_wing_has_its_sizes_and_its_longest_parts() -> None:
    (wing,) = report_on([MODEL], PYPROJECT).wings
    assert wing == Wing(
        name="byline.model",
        level=0,
        files=1,
        lines=4,
        median_file=4,
        longest_file="functions/byline/model/article.py",
        longest_file_lines=4,
        functions=2,
        median_function=1.5,
        longest_function="byline.model.article.long",
        longest_function_lines=2,
    )


def test_wings_are_listed_from_the_highest_level_down() -> None:
    report = report_on([MODEL, STORAGE, SERVING], PYPROJECT)
    assert [(wing.name, wing.level) for wing in report.wings] == [
        ("byline.serving", 2),
        ("byline.storage", 1),
        ("byline.model", 0),
    ]
    assert totals(report) == "3 wings on 3 levels, 3 arrows with 3 imports; arrows back up: 0; circles: 0"


def test_arrows_back_up_and_circles_are_named() -> None:
    report = report_on([MODEL, STORAGE, SERVING, UPWARD], PYPROJECT)
    assert list(report.back_up) == [("byline.model", "byline.serving")]
    assert "arrows back up: byline.model → byline.serving; circles: byline." in totals(report)
    assert {wing.level for wing in report.wings} == {None}


def test_the_imports_of_a_row_stand_in_the_columns_of_the_wings_imported() -> None:
    console = Console(width=80, record=True)
    console.print(imports_table(report_on([MODEL, STORAGE, SERVING], PYPROJECT)))
    rows = [line.split() for line in console.export_text().splitlines()]
    assert rows[1] == ["1", "byline.serving", "·", "1", "1"]
    assert rows[2] == ["2", "byline.storage", "·", "1"]


@pytest.fixture
def two_wings(monkeypatch: pytest.MonkeyPatch) -> Sequence[SourceFile]:
    """Two files in place of the project's."""
    files = [MODEL, STORAGE]
    monkeypatch.setattr(wings, "source_files", lambda: files)
    return files


def test_people_get_tables(two_wings: Sequence[SourceFile]) -> None:
    result = CliRunner().invoke(wings.main)
    assert result.exit_code == 0
    assert "article.py 4" in result.output
    assert "2 wings on 2 levels" in result.output


def test_scripts_get_json(two_wings: Sequence[SourceFile]) -> None:
    result = CliRunner().invoke(wings.main, ["--json"])
    found = json.loads(result.output)
    assert [wing["name"] for wing in found["wings"]] == ["byline.storage", "byline.model"]
    assert found["arrows"] == [{"from": "byline.storage", "to": "byline.model", "imports": 1}]
    assert (found["back_up"], found["circle"]) == ([], [])
