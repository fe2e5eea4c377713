"""Feeds are recognised by their content, and read as readers read them, without entities, document types and the network."""

import pytest

from byline_tools.importers.feeds.document import is_feed, page_of
from byline_tools.importers.feeds.xml_elements import DAMAGED
from byline_tools.importers.records import FileRefused
from tests.support.feeds import atom, entry, only, page, rss, rss_item

DECLARED = '<?xml version="1.0" encoding="utf-8"?>\n'


@pytest.mark.parametrize(
    "text", [rss(), DECLARED + rss(), "\ufeff" + atom(), "<!-- hello --><?x y?>\n" + atom(), "<!DOCTYPE rss>" + rss()]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_feed_is_recognised(text: str, encoding: str) -> None:
    assert is_feed(text.encode(encoding))


@pytest.mark.parametrize("text", ["", "<html><body>feed</body></html>", "<opml><rss/></opml>", "feed", "{}", "<feeds/>"])
def test_anything_else_is_no_feed(text: str) -> None:
    assert not is_feed(text.encode())
    with pytest.raises(FileRefused, match="no feed"):
        page_of("x", text.encode())


def test_a_long_beginning_is_read_in_the_time_that_it_is_long() -> None:
    assert not is_feed(b"<?a?>" * 13_000 + b"x")


def test_a_document_type_with_entities_is_refused() -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + rss(rss_item(title="x")).replace(
        "x</title>", "&b;</title>"
    )
    with pytest.raises(FileRefused, match="no feed"):
        page(bomb)


def test_a_feed_that_is_not_well_formed_is_read_which_is_noted() -> None:
    text = DECLARED + rss(rss_item(1), rss_item(2)).replace("Headline 1", "Fish & chips&nbsp;\x0bdaily")
    found = page(text)
    assert ([each.title for each in found.items][1], len(found.items)) == ("Headline 2", 2)
    assert [each.kind for each in found.notes] == [DAMAGED]


def test_an_encoding_that_is_not_the_declared_one_is_read() -> None:
    text = DECLARED + rss(rss_item(title="Café – “now”"))
    assert only(text.encode("cp1252")).title == "Café – “now”"
    assert only(text.replace("utf-8", "utf-16").encode("utf-16")).title == "Café – “now”"
    assert only(text.replace("utf-8", "windows-1252").encode("cp1252")).title == "Café – “now”"


def test_a_feed_that_is_cut_off_is_refused() -> None:
    with pytest.raises(FileRefused, match="ends before its end"):
        page(atom(entry(1), entry(2))[:-60])
