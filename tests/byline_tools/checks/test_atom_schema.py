"""byline_tools.checks.atom_schema: Atom checked against its grammar."""

from pathlib import Path

import pytest
from lxml import etree

import byline_tools.checks
from byline_tools.checks.atom_schema import CHILDREN
from tests.byline_tools.checks.good import ATOM, reported, spoiled

GRAMMAR = etree.RelaxNG(etree.parse(Path(byline_tools.checks.__file__).with_name("atom.rng")))
HTML = '<content type="html">&lt;p&gt;It was thick.&lt;/p&gt;</content>'
LINK = '<link href="https://www.example.com/fog"/>'
SAMPLES = {
    "author": "<author><name>A</name></author>",
    "contributor": "<contributor><name>A</name></contributor>",
    "category": '<category term="a"/>',
    "link": '<link href="https://a.example"/>',
    "updated": "<updated>2026-03-14T10:00:00Z</updated>",
    "published": "<published>2026-03-14T10:00:00Z</published>",
    "email": "<email>a@b</email>",
    "source": "<source/>",
    "entry": "<entry><id>a</id><title>a</title><updated>2026-03-14T10:00:00Z</updated></entry>",
}


def test_a_valid_document_matches_the_grammar() -> None:
    assert GRAMMAR.validate(etree.fromstring(ATOM.encode()))


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("<id>tag:example.com,2026:1</id>", "", 10, "<entry> has no <id>"),
        ("<title>Fog</title>", "", 10, "<entry> has no <title>"),
        ("<updated>2026-03-14T10:00:00Z</updated>", "", 10, "<entry> has no <updated>"),
        ("<id>tag:example.com,2026:site</id>", "", 2, "<feed> has no <id>"),
        ("<title>The Gazette</title>", "", 2, "<feed> has no <title>"),
        ("<updated>2026-03-14T11:00:00Z</updated>", "", 2, "<feed> has no <updated>"),
        ("<name>The Gazette</name>", "", 6, "<author> has no <name>"),
        ("<title>Fog</title>", "<title>Fog</title><title>Fog</title>", 10, "<entry> has 2 <title>, but only one is allowed"),
        (HTML, HTML * 2, 10, "<entry> has 2 <content>"),
        ("<title>Fog</title>", "<title>Fog</title><pubDate>x</pubDate>", 10, "<pubDate> is not allowed in <entry>"),
        ("<title>Fog</title>", "<title>Fog</title>Fog", 10, "<entry> contains text"),
        (LINK, "<link>https://www.example.com/fog</link>", 14, "<link> has no attribute href"),
        (' term="Weather"', "", 16, "<category> has no attribute term"),
        (' type="text/html"/>', ' media="print"/>', 8, "<link> is not valid Atom: Invalid attribute media"),
        ('<content type="html"', '<content type="CDATA"', 15, "<content> is not valid Atom"),
        ('<title type="html"', '<title type="text/html"', 20, "<title> is not valid Atom"),
        ('type="text/html"/>', 'type="html"/>', 8, "<link> is not valid Atom"),
        ("desk@example.com", "desk", 6, "<author> is not valid Atom"),
        ('<div xmlns="http://www.w3.org/1999/xhtml">', "<div>", 22, "<content> is not valid Atom"),
    ],
)
def test_a_violation_of_the_grammar_is_found(old: str, new: str, line: int, what: str) -> None:
    found = [finding for finding in reported(spoiled(ATOM, old, new)) if finding[1] == "error"]
    assert [finding[:2] for finding in found] == [(line, "error")]
    assert what in found[0][2]


def test_extension_elements_and_undefined_attributes_are_valid() -> None:
    assert reported(spoiled(ATOM, "<category", '<x:any a="b"><x:thing/>goes</x:any><category x:too="yes"')) == []


@pytest.mark.parametrize("container", ["feed", "entry"])
def test_the_table_of_children_agrees_with_the_grammar(container: str) -> None:
    for child in CHILDREN[container].split():
        name = child.rstrip("*?")
        for number in (0, 1, 2):
            allowed = number == 1 or child.endswith("*") or (number == 0 and child.endswith("?"))
            assert GRAMMAR.validate(with_children(container, name, number)) == allowed, (name, number)


def with_children(container: str, name: str, number: int) -> etree._Element:
    others = [each for each in ("id", "title", "updated") if each != name]
    # Entries come last in a feed.
    inner = (
        "".join(SAMPLES.get(each, f"<{each}>a</{each}>") for each in others) + SAMPLES.get(name, f"<{name}>a</{name}>") * number
    )
    return etree.fromstring(f'<{container} xmlns="http://www.w3.org/2005/Atom">{inner}</{container}>')
