"""Recognises files that are no newsroom files, so that one sentence can say what they are and what to do."""

import json
from collections.abc import Callable
from typing import Any

_READ = "Byline reads NDJSON files, with one object in each line, exports of WordPress, feeds, and saved pages"


def unlike_ndjson(text: str) -> str | None:
    """What a text looks like that is not NDJSON, and what to do; None if nothing is recognised."""
    begins = text.lstrip()
    return next((sentence for sentence, recognise in _RECOGNISED.items() if recognise(begins)), None)


def explained_as_a_whole(text: str) -> bool:
    """Whether `unlike_ndjson` explains every line of a text: it is JSON, but no object has a line of its own."""
    begins = text.lstrip()
    while _is_long_object(begins):
        begins = begins[_end(begins) :].lstrip()
        if not begins:
            return True
    return _is_array(begins)


def is_one_object(text: str) -> bool:
    """Whether a text is a single JSON object, on any number of lines."""
    return isinstance(_value(text), dict)


def unlike_text(content: bytes) -> str | None:
    """What bytes that are not UTF-8 look like, and what to do; None if nothing is recognised."""
    return next((sentence for beginning, sentence in _BINARY.items() if content.startswith(beginning)), None)


def _is_array(begins: str) -> bool:
    """Whether a text begins with a list of objects, or is a list."""
    return begins.startswith("[") and (begins[1:].lstrip().startswith(("{", "]")) or isinstance(_value(begins), list))


def _is_long_object(begins: str) -> bool:
    """Whether a text begins with one object that takes several lines, such as indented JSON."""
    return begins.startswith("{") and _value(begins.partition("\n")[0]) is None and "\n" in begins[: _end(begins)]


def _end(begins: str) -> int:
    """Where the JSON value ends with which a text begins; 0 if it begins with none."""
    try:
        return json.JSONDecoder().raw_decode(begins)[1]
    except (ValueError, RecursionError):
        return 0


def _is_html(begins: str) -> bool:
    return begins[:200].lower().startswith(("<!doctype html", "<html", "<head", "<body"))


def _is_xml(begins: str) -> bool:
    return begins.startswith("<")


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


_RECOGNISED: dict[str, Callable[[str], bool]] = {
    f"there is nothing in it: {_READ}": lambda begins: not begins,
    "this is a JSON list: Byline reads NDJSON; write each object of the list in a line of its own, as `jq -c '.[]' FILE` does": (
        _is_array
    ),
    "this has JSON objects over several lines: Byline reads NDJSON; write each object in one line, as `jq -c . FILE` does": (
        _is_long_object
    ),
    f"this looks like HTML: {_READ}, which a browser saves as text": _is_html,
    f"this looks like XML: {_READ}": _is_xml,
}
_BINARY = {
    b"PK\x03\x04": f"this looks like a ZIP file, or a document of Word or Excel: {_READ}",
    b"%PDF-": f"this looks like PDF: {_READ}",
    b"\x1f\x8b": "this looks like gzip: unpack it first",
    b"\xff\xfe": "this looks like UTF-16: save it as UTF-8",
    b"\xfe\xff": "this looks like UTF-16: save it as UTF-8",
}
