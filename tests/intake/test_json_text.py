"""JSON is read strictly, and a text that is none is refused with the place and the reason."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.intake.json_text import NoJson, decode, parse

ONCE = "already: each name may be in it once"
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


def refusal(text: str) -> NoJson | None:
    try:
        parse(text)
    except NoJson as error:
        return error
    return None


@given(VALUES, st.sampled_from([None, 2]))
def test_what_is_json_is_read(value: Any, indent: int | None) -> None:
    assert parse(decode(json.dumps(value, indent=indent).encode())) == value


@given(VALUES, st.sampled_from([None, 2]), st.integers(0, 200), st.sampled_from([*'{}[],:"\\\n', "NaN", "'", ""]))
def test_whatever_is_damaged_is_read_or_refused_at_a_place_in_the_text(value: Any, indent: int | None, at: int, by: str) -> None:
    text = json.dumps(value, indent=indent)
    damaged = text[:at] + by + text[at + 1 :]
    error = refusal(damaged)
    if error:
        lines = damaged.split("\n")
        assert 1 <= error.line <= len(lines)
        assert 1 <= error.column <= len(lines[error.line - 1]) + 1
        assert error.why != "this is not JSON"


@pytest.mark.parametrize(
    ("text", "line", "column", "why"),
    [
        ('{"a": 1,}', 1, 8, "a comma may not follow the last item"),
        ("[1,\n 2,\n]", 2, 3, "a comma may not follow the last item"),
        ("[1 2]", 1, 4, "a comma or the closing bracket is expected"),
        ("", 1, 1, "the text is empty"),
        ("[1,\n", 2, 1, "the text ends too early"),
        ('["NaN", "\\"", NaN]', 1, 15, "JSON has no such number"),
        ("[-Infinity]", 1, 2, "JSON has no such number"),
        ("[\n" + "1" * 5_000 + "]", 2, 1, "a number has more than 4,300 digits"),
        ('{"a": {"a": "a"}, "b": [{"b": 1}, "a"],\n "\\u0061" : 2}', 2, 2, f"the object has 'a' {ONCE}"),
        ('{"\\"": 1, "c": {"d": "}", "d": ["d"]}}', 1, 27, f"the object has 'd' {ONCE}"),
    ],
    ids=range(10),
)
def test_a_text_that_is_no_json_is_refused_with_place_and_reason(text: str, line: int, column: int, why: str) -> None:
    with pytest.raises(NoJson) as caught:
        parse(text)
    assert (caught.value.line, caught.value.column, caught.value.why) == (line, column, why)


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf{}", b"{}"])
def test_a_byte_order_mark_is_passed_over(content: bytes) -> None:
    assert decode(content) == "{}"


@pytest.mark.parametrize(("content", "line", "column"), [(b"\xff\xfe{\x00", 1, 1), (b'{\n"\xc3\xbc\xfc"', 2, 3)])
def test_bytes_that_are_not_utf_8_are_refused_with_their_place(content: bytes, line: int, column: int) -> None:
    with pytest.raises(NoJson, match="the bytes are not UTF-8") as caught:
        decode(content)
    assert (caught.value.line, caught.value.column) == (line, column)
