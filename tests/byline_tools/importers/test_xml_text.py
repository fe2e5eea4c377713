"""XML is read in whatever encoding it is, as browsers decide on it."""

import io
from collections import Counter

import pytest

from byline_tools.importers.report import counted
from byline_tools.importers.wordpress.stream import is_export
from byline_tools.importers.xml_text import REPAIRED, AsUtf8, encoding_of, text_of_head
from tests.support.wordpress import item, read_text, wxr

TITLE = "Café “Größe” – 12 €"
EXPORT = wxr(item(title=TITLE))


def declared(encoding: str) -> str:
    return EXPORT.replace('encoding="UTF-8"', f'encoding="{encoding}"')


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (b"<?xml version='1.0'?>", "utf-8"),
        (b"\xef\xbb\xbf<?xml version='1.0' encoding='windows-1252'?>", "utf-8"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>', "cp1252"),
        (b'<?xml version="1.0" encoding="us-ascii"?>', "cp1252"),
        (b'<?xml version="1.0" encoding="Shift_JIS"?>', "shift_jis"),
        (b'<?xml version="1.0" encoding="UTF-16"?>', "utf-8"),
        (b'<?xml version="1.0" encoding="base64"?>', "utf-8"),
        (b'<?xml version="1.0" encoding="utf-7"?>', "utf-8"),
        (b'<?xml version="1.0" encoding="no-such"?>', "utf-8"),
        ("<rss>".encode("utf-16"), "utf-16-le"),
        ("<rss>".encode("utf-16-be"), "utf-16-be"),
    ],
)
def test_the_encoding_is_that_of_the_mark_or_the_declared_one(head: bytes, encoding: str) -> None:
    assert encoding_of(head) == encoding
    assert text_of_head(head).startswith("<")


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("UTF-8", "utf-8-sig"),
        ("UTF-16", "utf-16"),
        ("UTF-16", "utf-16-be"),
        ("ISO-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
    ],
)
def test_an_export_in_any_encoding_is_recognised_and_read(name: str, encoding: str) -> None:
    content = declared(name).encode(encoding)
    assert is_export(content)
    found = read_text(content)
    assert (found.only["title"], counted(found.report.notes())) == (TITLE, {})


def test_windows_1252_declared_as_utf_8_is_read_and_reported() -> None:
    found = read_text(EXPORT.encode("cp1252"))
    assert found.only["title"] == TITLE
    assert counted(found.report.notes()) == {REPAIRED: {"utf-8": 7}}


def test_single_bytes_of_windows_1252_among_utf_8_are_read() -> None:
    content = EXPORT.encode().replace("–".encode(), b"\x96")
    assert read_text(content).only["title"] == TITLE


def test_every_byte_becomes_a_character_that_xml_may_have() -> None:
    repaired: Counter[str] = Counter()
    text = AsUtf8(io.BytesIO(bytes(range(256))), b"", repaired).read().decode()
    assert (len(text), repaired["utf-8"]) == (256 - 30, 128)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 1_000])
def test_characters_may_lie_across_two_reads(size: int) -> None:
    file = AsUtf8(io.BytesIO(TITLE.encode("utf-16")), TITLE.encode("utf-16"), Counter())
    assert b"".join(iter(lambda: file.read(size), b"")).decode() == TITLE
