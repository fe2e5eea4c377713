"""Files and functions are small, and imports between wings go in one direction."""

from statistics import median

from byline_tools.build.source_files import ROOT, source_files
from byline_tools.build.wings import report_on

FILES = source_files()
FUNCTIONS = [function for file in FILES for function in file.functions]
REPORT = report_on(FILES, (ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_no_file_has_more_than_200_lines() -> None:
    assert {file.path.as_posix(): file.lines for file in FILES if file.lines > 200} == {}


def test_no_function_has_more_than_25_lines() -> None:
    assert {function.name: function.lines for function in FUNCTIONS if function.lines > 25} == {}


def test_half_of_the_files_have_fewer_than_120_lines_and_half_of_the_functions_at_most_8() -> None:
    assert median(file.lines for file in FILES) < 120
    assert median(function.lines for function in FUNCTIONS) <= 8


def test_no_import_between_wings_runs_back_up_or_in_a_circle() -> None:
    assert (list(REPORT.back_up), list(REPORT.circle)) == ([], [])
