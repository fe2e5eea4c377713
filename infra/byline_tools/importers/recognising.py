"""Recognises files that Byline does not read, so that one sentence can say what they are and what to do."""

import json
import re
from collections.abc import Callable

READ = (
    "Byline reads newsroom files (NDJSON or JSON), exports of WordPress and Ghost, feeds, pages that a browser saved as text, "
    "and folders, zip files and gzip files of these"
)
BEGINNING = 20_000
"""In characters: as much of a text is looked at."""

_EXPORT = "export the articles instead: in WordPress under Tools, Export, in Ghost under Settings, Import/Export"
_PROLOGUE = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^<>\[]*>)*+<([\w:.-]+)", re.DOTALL | re.IGNORECASE)
_ROOTS = {
    "opml": "this is an OPML list of feeds, which has no articles",
    "rss": "this is an RSS feed",
    "feed": "this is an Atom feed",
    "rdf:rdf": "this is an RSS 1.0 feed",
    "urlset": "this is a sitemap, which has no articles",
    "sitemapindex": "this is a list of sitemaps, which has no articles",
    "html": "this is an HTML page",
    **dict.fromkeys(("head", "body", "article", "main", "section", "div", "p", "table"), "this is an HTML page"),
    "svg": "this is a drawing (SVG)",
}
_SQL = re.compile(r"^[ \t]*(?:CREATE TABLE|INSERT INTO|DROP TABLE|COPY \S+ \(|PRAGMA foreign_keys)", re.IGNORECASE | re.MULTILINE)
_FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t]*\r?\n(?:[^\n]*\n){1,200}?\1[ \t]*(?:\r?\n|$)")
_BINARY = (
    (b"%PDF-", 0, "this is a PDF file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "this is a document of an old Word or Excel"),
    (b"SQLite format 3\x00", 0, f"this is a database (SQLite): {_EXPORT}"),
    (b"\x89PNG\r\n", 0, "this is a picture"),
    (b"\xff\xd8\xff", 0, "this is a picture"),
    (b"GIF8", 0, "this is a picture"),
    (b"WEBP", 8, "this is a picture"),
    (b"ftyp", 4, "this is a video, sound or picture"),
    (b"ID3", 0, "this is sound"),
    (b"ustar", 257, "this is a tar file: unpack it, and name the folder"),
    (b"BZh", 0, "this is a bzip2 file: unpack it first"),
    (b"\xfd7zXZ\x00", 0, "this is an xz file: unpack it first"),
    (b"\x28\xb5\x2f\xfd", 0, "this is a Zstandard file: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", 0, "this is a 7z file: unpack it, and name the folder"),
    (b"Rar!\x1a\x07", 0, "this is a RAR file: unpack it, and name the folder"),
    (b"PK\x03\x04", 0, "this is a zip file, or a document of Word or Excel"),
    (b"\x1f\x8b", 0, "this is a gzip file: unpack it first"),
    (b"\xff\xfe", 0, "this is UTF-16: save it as UTF-8"),
    (b"\xfe\xff", 0, "this is UTF-16: save it as UTF-8"),
)
"""What files begin with, at which byte, and what they are."""


def unlike_text(content: bytes) -> str | None:
    """What bytes that are no text are, and what to do; None if nothing is recognised."""
    found = (says for begins, at, says in _BINARY if content[at : at + len(begins)] == begins)
    return next((_with_advice(each) for each in found), None)


def unlike_ndjson(text: str) -> str | None:
    """What a text is that has no JSON objects, and what to do; None if nothing is recognised."""
    begins = text.lstrip()[:BEGINNING]
    return next((_with_advice(says) for says, recognise in _RECOGNISED.items() if recognise(begins)), None) or _xml(begins)


def _with_advice(says: str) -> str:
    return says if ": " in says else f"{says}: {READ}"


def _xml(begins: str) -> str | None:
    if not begins.startswith("<"):
        return None
    root = _PROLOGUE.match(begins)
    return _with_advice(_ROOTS.get(root[1].lower(), "this is XML") if root else "this is XML")


def _is_json_feed(begins: str) -> bool:
    return begins.startswith("{") and re.search(r'"version"\s*:\s*"https?://jsonfeed\.org/', begins[:2_000]) is not None


def _is_sql(begins: str) -> bool:
    return not begins.startswith(("{", "[", "<")) and _SQL.search(begins) is not None


def _is_table(begins: str) -> bool:
    """Whether a text begins with lines that have the same number of columns, at least three, none of which looks like prose."""
    lines = [line for line in begins.split("\n")[:3] if line.strip()]
    return len(lines) > 1 and begins[0] not in "{[<" and any(_is_separated(lines, each) for each in "\t;,")


def _is_separated(lines: list[str], separator: str) -> bool:
    numbers = [re.sub(r'"[^"]*"', "", line).count(separator) for line in lines]
    names = lines[0].split(separator)
    return numbers[0] >= 2 and numbers[0] == numbers[1] and all(re.fullmatch(r'\s*"?[\w .-]{0,40}"?\s*', each) for each in names)


def _is_list_of_no_objects(begins: str) -> bool:
    if not begins.startswith("[") or begins[1:].lstrip().startswith(("{", "]")):
        return False
    try:
        return isinstance(json.loads(begins), list)
    except (ValueError, RecursionError):
        return False


_RECOGNISED: dict[str, Callable[[str], bool]] = {
    "there is nothing in it": lambda begins: not begins,
    "this is a JSON Feed": _is_json_feed,
    "this is a JSON list without objects": _is_list_of_no_objects,
    f"this is a dump of a database (SQL): {_EXPORT}": _is_sql,
    "this is a document in Rich Text Format": lambda begins: begins.startswith("{\\rtf"),
    "this is a page of a site generator, with front matter": lambda begins: _FRONT_MATTER.match(begins) is not None,
    "this is a calendar": lambda begins: begins.startswith("BEGIN:VCALENDAR"),
    "this is a table (CSV): write each row as a JSON object in a line of its own, with the fields of docs/newsroom.schema.json": (
        _is_table
    ),
}
