"""Atom against its grammar."""

from pathlib import Path

import pytest
from lxml import etree

import byline_tools.checks
from byline_tools.checks.atom_schema import CHILDREN
from tests.byline_tools.checks.good import ATOM, spoiled, told

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


def test_the_grammar_takes_a_good_document() -> None:
    assert GRAMMAR.validate(etree.fromstring(ATOM.encode()))


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("<id>tag:example.com,2026:1</id>", "", 10, "<entry> lacks <id>"),
        ("<title>Fog</title>", "", 10, "<entry> lacks <title>"),
        ("<updated>2026-03-14T10:00:00Z</updated>", "", 10, "<entry> lacks <updated>"),
        ("<id>tag:example.com,2026:site</id>", "", 2, "<feed> lacks <id>"),
        ("<title>The Gazette</title>", "", 2, "<feed> lacks <title>"),
        ("<updated>2026-03-14T11:00:00Z</updated>", "", 2, "<feed> lacks <updated>"),
        ("<name>The Gazette</name>", "", 6, "<author> lacks <name>"),
        ("<title>Fog</title>", "<title>Fog</title><title>Fog</title>", 10, "<entry> has 2 <title>, where one is allowed"),
        (HTML, HTML * 2, 10, "<entry> has 2 <content>"),
        ("<title>Fog</title>", "<title>Fog</title><pubDate>x</pubDate>", 10, "<pubDate> does not belong in <entry>"),
        ("<title>Fog</title>", "<title>Fog</title>Fog", 10, "<entry> has text of its own"),
        (LINK, "<link>https://www.example.com/fog</link>", 14, "<link> lacks the attribute href"),
        (' term="Weather"', "", 16, "<category> lacks the attribute term"),
        (' type="text/html"/>', ' media="print"/>', 8, "<link> is not of the form that Atom gives it: Invalid attribute media"),
        ('<content type="html"', '<content type="CDATA"', 15, "<content> is not of the form"),
        ('<title type="html"', '<title type="text/html"', 20, "<title> is not of the form"),
        ('type="text/html"/>', 'type="html"/>', 8, "<link> is not of the form"),
        ("desk@example.com", "desk", 6, "<author> is not of the form"),
        ('<div xmlns="http://www.w3.org/1999/xhtml">', "<div>", 22, "<content> is not of the form"),
    ],
)
def test_what_leaves_the_grammar_is_found(old: str, new: str, line: int, what: str) -> None:
    found = [finding for finding in told(spoiled(ATOM, old, new)) if finding[1] == "error"]
    assert [finding[:2] for finding in found] == [(line, "error")]
    assert what in found[0][2]


def test_extension_elements_and_undefined_attributes_are_welcome() -> None:
    assert told(spoiled(ATOM, "<category", '<x:any a="b"><x:thing/>goes</x:any><category x:too="yes"')) == []


@pytest.mark.parametrize("container", ["feed", "entry"])
def test_what_is_said_of_children_is_what_the_grammar_says(container: str) -> None:
    for child in CHILDREN[container].split():
        name = child.rstrip("*?")
        for number in (0, 1, 2):
            allowed = number == 1 or child.endswith("*") or (number == 0 and child.endswith("?"))
            assert GRAMMAR.validate(with_children(container, name, number)) == allowed, (name, number)


def with_children(container: str, name: str, number: int) -> etree._Element:
    others = [each for each in ("id", "title", "updated") if each != name]
    # Entries stand last in a feed.
    inner = (
        "".join(SAMPLES.get(each, f"<{each}>a</{each}>") for each in others) + SAMPLES.get(name, f"<{name}>a</{name}>") * number
    )
    return etree.fromstring(f'<{container} xmlns="http://www.w3.org/2005/Atom">{inner}</{container}>')
