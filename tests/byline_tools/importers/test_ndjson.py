"""NDJSON is read line by line, and every invalid line is reported."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byline_tools.importers.ndjson import is_newsroom_file, read_newsroom_file
from byline_tools.importers.records import FileRefused, Record


def read(text: str) -> list[Record]:
    return read_newsroom_file("news.ndjson", text)


def reading(text: str) -> list[Record] | FileRefused:
    try:
        return read(text)
    except FileRefused as refused:
        return refused


def refusal(text: str) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        read(text)
    return refused.value


def test_every_line_is_a_record_with_its_number() -> None:
    assert read('{"a": 1}\n{"b": 2}\n') == [Record(1, {"a": 1}), Record(2, {"b": 2})]


@pytest.mark.parametrize("indent", [None, 2])
def test_the_objects_of_a_list_are_read(indent: int | None) -> None:
    things = [{"a": "]},{"}, {"b": [{"c": 1}]}, {}]
    assert [record.thing for record in read(json.dumps(things, indent=indent) + "\n")] == things
    assert read("[]") == []


def test_objects_over_several_lines_are_read_among_others() -> None:
    text = '\n{\n "a": 1\n}\n{"b": 2}\n\n{"c":\n 3}'
    assert read(text) == [Record(2, {"a": 1}), Record(5, {"b": 2}), Record(7, {"c": 3})]


def test_objects_of_a_list_have_their_lines_or_else_the_next_numbers() -> None:
    assert [record.line for record in read('[{"a": 1},\n\n{"b": 2}, {"c": 3}]')] == [1, 3, 4]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('[{"a": 1},\n{"b": 2}', 2, "has a list that goes wrong"),
        ('[{"a": 1}\n\n{"b": 2}]', 3, "has a list that goes wrong"),
        ('[{"a": 1}]\n{"b": 2}', 1, "has a list that goes wrong"),
        ('[{"a": 1},\n{"b": }]', 2, "is not JSON: column 7"),
        ('[{"a": 1},\n{"b": 1, "b": 2}]', 2, "is not JSON: column 10: the object has 'b' already"),
        ('[{"a": 1},\n7]', 2, "is not a JSON object"),
        ('{"a": 1}\n{\n"b": 1,\n"b": 2}', 4, "is not JSON: column 1: the object has 'b' already"),
    ],
)
def test_what_is_wrong_in_a_list_or_a_long_object_is_named_with_its_line(text: str, line: int, reason: str) -> None:
    problem = refusal(text).problems[-1]
    assert (problem.line, problem.reason[: len(reason)]) == (line, reason)


def test_blank_lines_are_passed_over_and_counted() -> None:
    assert read('\n{"a": 1}\n  \t\n\n{"b": 2}') == [Record(2, {"a": 1}), Record(5, {"b": 2})]


def test_windows_line_ends_are_read_alike() -> None:
    assert read('{"a": 1}\r\n\r\n{"b": 2}\r\n') == [Record(1, {"a": 1}), Record(3, {"b": 2})]


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\u0085"])
def test_what_only_looks_like_a_line_end_may_stand_in_a_string(separator: str) -> None:
    assert read(f'{{"a": "x{separator}y"}}') == [Record(1, {"a": f"x{separator}y"})]


def test_every_broken_line_is_named_with_its_reason() -> None:
    refused = refusal('{"a": 1}\n{"a"\n[1]\n\n{"b": 2}\n"text"\n')
    assert [problem.line for problem in refused.problems] == [2, 3, 6]
    assert str(refused).splitlines()[1] == "news.ndjson:3: is not a JSON object"


@pytest.mark.parametrize(
    "line",
    ["nonsense", "{'a': 1}", '{"a": 1} {"b": 2}', '{"a": ' + "9" * 5000 + "}", '{"a": ' + "[" * 100_000],
    ids=["words", "single quotes", "two objects", "a number too long", "nested too deeply"],
)
def test_what_is_not_json_is_refused(line: str) -> None:
    (problem,) = refusal('{"a": 1}\n' + line).problems
    assert problem.line == 2
    assert problem.reason.startswith("is not JSON: ")


@pytest.mark.parametrize(("text", "meant"), [("{", True), ('\n  {"a"', True), ("", True), ("[", False), ("Friday", False)])
def test_a_file_that_begins_with_a_brace_means_to_be_ndjson(text: str, meant: bool) -> None:
    assert is_newsroom_file(text) is meant


@settings(deadline=None)
@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.none()), min_size=1, max_size=5))
def test_whatever_was_written_as_ndjson_is_read_again(things: list[dict[str, object]]) -> None:
    text = "".join(json.dumps(thing) + "\n" for thing in things)
    assert [record.thing for record in read(text)] == things


@settings(deadline=None)
@given(st.text())
def test_any_text_is_read_or_refused_for_its_lines_and_what_it_looks_like(text: str) -> None:
    outcome = reading(text)
    assert len(outcome.problems if isinstance(outcome, FileRefused) else outcome) <= text.count("\n") + 2
