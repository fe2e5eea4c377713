"""Any article that is accepted is rendered validly in every format, and can be read back unchanged."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from byline.errors import Refused
from byline.formats.entries import entries
from byline.formats.registry import ATOM, JSON_FEED, RSS
from byline.formats.rendering import render
from byline.intake.inputs import Origin
from byline.model.article import Article
from byline.model.feed import Feed
from byline_tools.checks.document import check
from tests.formats.test_rss_atom import NS
from tests.support.factories import feed

ORIGIN = Origin("https://www.example.com", "example.com,2026")
HOSTILE = [
    "]]>",
    "<![CDATA[",
    "&amp;amp;",
    "&lt;script&gt;",
    "<script>alert(1)</script>",
    "\x00\x0b\x1f",
    "\ud800",
    "\ufffe\uffff",
    "\u200b\u200f\u202e",
    "🚢👩‍👩‍👧‍👦",
    "\U0010ffff",
    "<b>bold</b>",
    "a < b > c",
    "<!-- -->",
    "%s{0}",
    "x" * 1500,
    "\r\n\u2028",
    "é\u0301",
]
TEXT = st.one_of(
    st.text(st.characters(codec=None), max_size=60), st.sampled_from(HOSTILE), st.lists(st.sampled_from(HOSTILE)).map(" ".join)
)
HTML = st.lists(
    st.one_of(
        TEXT,
        st.sampled_from(
            [
                '<p onclick="x()">',
                "</p>",
                "<table><tr><td>",
                '<a href="../x?a=1&b=2">x</a>',
                "<iframe src=//www.youtube.com/embed/x>",
                '<img src="/a.png" srcset="a.png 1x, b.png 2x">',
                "<style>p{}</style>",
                '<a href="javascript:x">',
                "<ul><li>a<li>b",
                '<p style="color:red">',
                "<pre>\n\n  x</pre>",
                "<form><input></form>",
                "<svg><a xlink:href='x'>",
                "<figure><figcaption>f",
            ]
        ),
    )
).map("".join)
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2026, 3, 14), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
SLUGS = st.lists(st.sampled_from(["a", "b-2", "world"]), max_size=3)
ENCLOSURE = {"url": st.just("/a.mp3"), "media_type": st.just("audio/mpeg"), "length": st.integers(0, 2**53), "title": TEXT}
REQUIRED: dict[str, st.SearchStrategy[Any]] = {
    "type": st.just("article"),
    "url": st.just("https://www.example.com/world/a"),
    "title": TEXT,
    "published": MOMENTS.map(datetime.isoformat),
    "content": HTML,
}
OPTIONAL: dict[str, st.SearchStrategy[Any]] = {
    "id": st.sampled_from(["urn:a", "https://www.example.com/?a=1&b=2"]),
    "guid": st.sampled_from(["4711", "1234 at https://www.example.com", "https://www.example.com/größe", "urn:a"]) | TEXT,
    "updated": MOMENTS.map(datetime.isoformat),
    "summary": TEXT,
    "status": st.sampled_from(["draft", "scheduled", "published"]),
    "draft": st.booleans(),
    "language": st.sampled_from(["de", "ar", "pt-BR"]),
    "sections": SLUGS,
    "authors": SLUGS,
    "tags": st.lists(TEXT, max_size=3),
    "image": st.fixed_dictionaries({"url": st.just("/a.jpg"), "alt": TEXT, "caption": TEXT, "credit": TEXT}),
    "enclosures": st.lists(st.fixed_dictionaries(ENCLOSURE), max_size=2),
    "corrections": st.lists(st.fixed_dictionaries({"note": TEXT, "at": MOMENTS.map(datetime.isoformat)}), max_size=2),
}
ARTICLES = st.fixed_dictionaries(REQUIRED, optional=OPTIONAL)
EXAMPLES = 300


@settings(max_examples=EXAMPLES, deadline=None)
@given(ARTICLES)
@example(
    {"type": "article", "url": "https://www.example.com/", "title": "]]>", "published": "2026-03-14T00:00:00Z", "content": "]]>"}
)
def test_what_is_accepted_is_written_validly_and_read_back_the_same(thing: dict[str, Any]) -> None:
    try:
        story = ORIGIN.admit(thing)
    except Refused:
        return
    assert isinstance(story, Article)
    shown = feed(story, changed_at=story.updated + timedelta(seconds=1))
    rss, atom, json_feed = (written(shown, format_) for format_ in (RSS, ATOM, JSON_FEED))
    expected = (story.title, entries(shown)[0].content, story.published.timestamp(), story.updated.timestamp())
    assert read_atom(atom) == (story.id, *expected)
    assert read_json(json_feed) == (story.known_as, *expected)
    assert read_rss(rss) == (story.known_as, *expected[:2])


def written(shown: Feed, format_: Any) -> bytes:
    document, left_out = render(shown, format_)
    assert left_out == []
    assert [finding for finding in check(document) if finding.severity == "error"] == []
    return document


def read_rss(document: bytes) -> tuple[str, str, str]:
    item = etree.fromstring(document).find("channel/item")
    return item.findtext("guid"), item.findtext("title"), item.findtext("content:encoded", "", NS)


def read_atom(document: bytes) -> tuple[str, str, str, float, float]:
    entry = etree.fromstring(document).find("atom:entry", NS)
    texts = [entry.findtext(f"atom:{name}", "", NS) for name in ("id", "title", "content", "published", "updated")]
    return (*texts[:3], *(datetime.fromisoformat(text).timestamp() for text in texts[3:]))


def read_json(document: bytes) -> tuple[str, str, str, float, float]:
    (item,) = json.loads(document)["items"]
    times = (datetime.fromisoformat(item[name]).timestamp() for name in ("date_published", "date_modified"))
    return (item["id"], item["title"], item.get("content_html", ""), *times)
