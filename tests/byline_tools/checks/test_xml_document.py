"""byline_tools.checks.xml_document: safe parsing of XML, and positions in it."""

from pathlib import Path

import pytest

from byline_tools.checks.document import check
from byline_tools.checks.finding import Malformed
from byline_tools.checks.xml_document import parse_xml, path, text_of

LAUGHS = b'<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><rss version="2.0">&b;</rss>'


@pytest.mark.parametrize(
    ("document", "line"),
    [(b"<rss>\n<channel>\n</rss>", 3), (b"<rss>\n&nbsp;</rss>", 2), (b"<rss>\n\x00</rss>", 2), (b"", 1), (b"no markup", 1)],
)
def test_invalid_xml_is_one_error_with_its_line(document: bytes, line: int) -> None:
    [finding] = check(document)
    assert (finding.severity.value, finding.line) == ("error", line)


def test_a_document_type_declaration_is_refused() -> None:
    [finding] = check(LAUGHS)
    assert finding.what.startswith("a document type declaration")


def test_an_external_entity_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret", encoding="utf-8")
    attack = (
        f'<!DOCTYPE rss [<!ENTITY a SYSTEM "{secret.as_uri()}">]><rss version="2.0"><channel><title>&a;</title></channel></rss>'
    )
    [finding] = check(attack.encode())
    assert finding.what.startswith("a document type declaration")


def test_an_unknown_encoding_is_an_error() -> None:
    with pytest.raises(Malformed):
        parse_xml(b'<?xml version="1.0" encoding="klingon"?><rss/>')


def test_a_path_numbers_repeated_elements() -> None:
    root = parse_xml(b'<a xmlns:x="urn:x"><b/><x:c/><b><d/></b></a>')
    assert path(root[1]) == "a/x:c"
    assert path(root[2][0]) == "a/b[2]/d"


def test_the_text_of_an_element_includes_that_of_its_children() -> None:
    assert text_of(parse_xml(b"<a>one <b>two</b> three<!-- four --></a>")) == "one two three"
    assert text_of(None) == ""
