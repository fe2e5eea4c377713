"""byline_tools.checks.json_document: strict JSON, and the lines of its parts."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline_tools.checks.document import check
from byline_tools.checks.finding import Malformed
from byline_tools.checks.json_document import parse_json, where

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@pytest.mark.parametrize(
    ("document", "line", "what"),
    [
        (b'{\n"a": }', 2, "not JSON: Expecting value"),
        (b'{"a": 1,\n\n"b" 2}', 3, "not JSON: Expecting ':' delimiter"),
        (b'{\n"a": "\xff"}', 2, "not UTF-8"),
        (b'{"a": NaN}', 1, "NaN is not a number in JSON"),
        (b'{"a": -Infinity}', 1, "-Infinity is not a number in JSON"),
        (b"[" * 100_000, 1, "cannot be read as JSON"),
        (b'{"a": ' + b"1" * 5_000 + b"}", 1, "cannot be read as JSON"),
    ],
)
def test_invalid_json_is_one_error_with_its_line(document: bytes, line: int, what: str) -> None:
    with pytest.raises(Malformed) as malformed:
        parse_json(document)
    assert malformed.value.finding.line == line
    assert what in malformed.value.finding.what


def test_every_part_has_a_line() -> None:
    document = parse_json(b'{"items": [\n{"id": 1},\n\n{"id":\n2, "list": [\n3]}]}')
    assert document.line(("items",)) == 1
    assert document.line(("items", 0, "id")) == 2
    assert document.line(("items", 1)) == 4
    assert document.line(("items", 1, "list")) == 5
    assert document.line(("items", 1, "list", 0)) == 6


def test_a_part_that_is_missing_or_too_deep_has_the_line_of_its_parent() -> None:
    document = parse_json(b'\n{"a": {"b": {"c":\n{"d":\n{"e":\n1}}}}}')
    assert document.line(("a", "b", "c", "d", "e")) == 3
    assert document.line(("a", "z")) == 2


def test_a_duplicate_member_is_found() -> None:
    [finding] = parse_json(b'{"a": 1,\n"a": 2}').findings
    assert (finding.line, finding.where, finding.what) == (2, "a", "'a' is a duplicate member")


def test_a_byte_order_mark_is_found() -> None:
    assert check(b"\xef\xbb\xbf{}")[0].what == "begins with a byte order mark"


def test_a_path_is_readable() -> None:
    assert where(("items", 2, "attachments", 0, "url")) == "items[2].attachments[0].url"
    assert where(("a b",)) == "['a b']"


@given(JSON, st.sampled_from([None, 1]))
def test_lines_of_any_json_are_found(value: object, indent: int | None) -> None:
    assert parse_json(json.dumps(value, indent=indent).encode()).line(()) == 1
