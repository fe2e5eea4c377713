"""Files and functions are small, and imports between wings go in one direction."""

from collections.abc import Sequence
from statistics import median

import pytest

from byline_tools.build.source_files import ROOT, SourceFile, source_files
from byline_tools.build.wings import report_on


@pytest.fixture(scope="module")
def files() -> Sequence[SourceFile]:
    """All files, read by the one process that runs these tests."""
    return source_files()


def test_no_file_has_more_than_200_lines(files: Sequence[SourceFile]) -> None:
    assert {file.path.as_posix(): file.lines for file in files if file.lines > 200} == {}


def test_no_function_has_more_than_25_lines(files: Sequence[SourceFile]) -> None:
    functions = [function for file in files for function in file.functions]
    assert {function.name: function.lines for function in functions if function.lines > 25} == {}


def test_half_of_the_files_have_fewer_than_120_lines_and_half_of_the_functions_at_most_8(
    files: Sequence[SourceFile],
) -> None:
    assert median(file.lines for file in files) < 120
    assert median(function.lines for file in files for function in file.functions) <= 8


def test_no_import_between_wings_runs_back_up_or_in_a_circle(files: Sequence[SourceFile]) -> None:
    report = report_on(files, (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert (list(report.back_up), list(report.circle)) == ([], [])
