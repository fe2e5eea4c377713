"""An export is recognised by its content, read as a stream, and refused with the line where it is wrong."""

import random
from io import BytesIO
from pathlib import Path

import pytest

from byline_tools.importers.records import FileRefused
from byline_tools.importers.wordpress.stream import elements, is_export
from tests.support.wordpress import END, Read, author, category, item, picture, read_text, term, wxr

NEWS = wxr(
    author("jane", "Jane Doe"),
    category("world", "World"),
    item(1, term("category", "world", "World"), meta={"_thumbnail_id": "3"}, content="[gallery ids='3']\n\nText."),
    item(2, term("post_tag", "fog", "Fog"), content="<!-- wp:paragraph --><p>x</p><!-- /wp:paragraph -->"),
    picture(3),
)


def problem(text: str | bytes) -> tuple[int, str]:
    with pytest.raises(FileRefused) as refused:
        read_text(text)
    (only,) = refused.value.problems
    return only.line, only.reason


@pytest.mark.parametrize(
    ("head", "recognised"),
    [
        (NEWS.encode(), True),
        (b"\xef\xbb\xbf" + NEWS.encode(), True),
        (b"\n " + NEWS.encode(), True),
        (b"<rss><channel/></rss>", False),
        (b'{"url": "http://wordpress.org/export/"}', False),
        (b"", False),
    ],
)
def test_an_export_is_recognised_by_its_content(head: bytes, recognised: bool) -> None:
    assert is_export(head) is recognised


def test_an_export_in_another_encoding_is_read() -> None:
    text = wxr(item(title="Café")).replace("UTF-8", "ISO-8859-1")
    assert read_text(text.encode("latin-1")).only["title"] == "Café"


def test_an_export_that_is_cut_off_is_refused_with_the_line_and_what_to_do() -> None:
    line, reason = problem(NEWS[: NEWS.index("<item>") + 400])
    assert line > NEWS[: NEWS.index("<item>")].count("\n")
    assert "download the export again" in reason


def test_xml_that_is_wrong_is_refused_with_its_line() -> None:
    text = NEWS.replace("<wp:post_id>", "<wp:post_id", 1)
    line, reason = problem(text)
    assert line == text[: text.index("<wp:post_id<")].count("\n") + 1
    assert reason.startswith("is not XML: ")


@pytest.mark.parametrize(
    "doctype",
    ['<!DOCTYPE rss [<!ENTITY a "b">]>', '<!DOCTYPE rss SYSTEM "https://x.example/a.dtd">', "<!DOCTYPE rss>"],
)
def test_a_document_type_is_refused(doctype: str) -> None:
    assert "document type" in problem(NEWS.replace("<rss", f"{doctype}\n<rss", 1))[1]


def test_a_document_type_behind_a_long_comment_is_refused() -> None:
    assert "document type" in problem(NEWS.replace("<rss", f"<!--{'x' * 70_000}--><!DOCTYPE rss>\n<rss", 1))[1]


def test_an_entity_is_refused() -> None:
    assert problem(NEWS.replace("<![CDATA[Headline 1]]>", "&nbsp;"))[1].startswith("is not XML: ")


def test_control_characters_are_left_out() -> None:
    assert read_text(wxr(item(title="Fo\x0bg\x00"))).only["title"] == "Fog"


def test_elements_are_freed_while_the_file_is_read() -> None:
    text = wxr(*(item(1) for _ in range(50)))
    before = [sum(1 for _ in each.itersiblings(preceding=True)) for each in elements("a.xml", BytesIO(text.encode()))]
    assert (len(before), before[-1]) == (50, 1)


def test_any_damage_is_read_or_refused() -> None:
    chance = random.Random(14)
    for _ in range(100):
        check(damaged(bytearray(NEWS.encode()), chance))


def damaged(content: bytearray, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(content))
        to = at + chance.choice([1, 5, 200, len(content)])
        match chance.choice(["delete", "replace", "double", "move"]):
            case "delete":
                del content[at:to]
            case "replace":
                content[at : at + 1] = chance.randbytes(1)
            case "double":
                content[at:at] = content[at : min(to, at + 300)]
            case _:
                content += content[at : at + 50]
        content = content or bytearray(b"<")
    return bytes(content)


def check(content: bytes) -> None:
    found = outcome(content)
    if isinstance(found, FileRefused):
        assert all(each.line >= 1 and each.reason for each in found.problems)


def outcome(content: bytes) -> Read | FileRefused:
    try:
        return read_text(content)
    except FileRefused as refused:
        return refused


def test_the_end_of_an_export_is_needed() -> None:
    assert problem(NEWS.removesuffix(END))[1].startswith("the file ends here")


def test_damage_does_not_change_the_names_of_files() -> None:
    with pytest.raises(FileRefused, match=r"^export\.xml:"):
        list(elements(str(Path("export.xml")), BytesIO(b"<rss>")))
