"""However a file is damaged, importing it never fails otherwise than by refusing the file."""

import json
import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from byline.desk.publisher import Publisher
from byline.intake.inputs import Origin
from byline_tools.importers.choices import Choices, sections_of
from byline_tools.importers.importer import Importer
from byline_tools.importers.records import FileRefused, FilesRefused
from tests.proof.comparison import COUNTED
from tests.support import ghost, wordpress
from tests.support.archives import gzipped, zipped
from tests.support.damaging import damaged
from tests.support.factories import NOW

CHUNKS = 10
WXR = wordpress.wxr(
    wordpress.author("jane", "Jane Doe"),
    wordpress.category("world", "World"),
    wordpress.item(1, wordpress.term("category", "world", "World"), content="[gallery ids='3']\n\nText <b>é</b>. [poll id=3]"),
    wordpress.item(2, content="<!-- wp:paragraph --><p>x</p><!-- /wp:paragraph -->", meta={"_thumbnail_id": "3"}),
    wordpress.picture(3),
    wordpress.draft(4),
)
CARD = (
    '<div class="kg-card kg-callout-card"><div class="kg-callout-emoji">💡</div>'
    '<div class="kg-callout-text">On <b>Friday</b></div></div><!--members-only-->'
    '<div class="kg-card kg-toggle-card"><h4 class="kg-toggle-heading-text">Why?</h4>'
    '<div class="kg-toggle-content"><p>So.</p></div></div>'
)
LEXICAL = {"root": {"children": [{"type": "paragraph", "children": [{"text": "x"}]}]}}
GHOST = json.dumps(
    ghost.export(
        ghost.post(1, html=CARD, feature_image="__GHOST_URL__/a.jpg"),
        ghost.post(2, html=None, lexical=json.dumps(LEXICAL)),
        ghost.post(3, status="scheduled", visibility="paid"),
        tags=[ghost.tag("coast", "Coast"), ghost.tag("hash-x", "#x")],
        posts_tags=ghost.tagged(1, ["coast", "hash-x"]),
        posts_authors=ghost.written(1, ["jane"]),
    ),
    ensure_ascii=False,
)
THINGS = [
    {"type": "section", "slug": "world", "title": "World"},
    {"type": "author", "slug": "jane", "name": "Jane Doé"},
    {
        "type": "article",
        "url": "https://www.example.com/a",
        "title": "Fog",
        "published": "2026-03-14T06:30:00Z",
        "content": "<p>x</p>",
        "sections": ["world"],
        "image": {"url": "/a.jpg"},
    },
]
NDJSON = "".join(json.dumps(each) + "\n" for each in THINGS)
PAGE = "Friday , March 14 2025\nHome | World | Fog\n\nFog\n\nIt is dense.\n\nAbout Sam Low\n\nSam Low covers fog.\n"
FILES: Mapping[str, bytes] = {
    "WordPress": WXR.encode(),
    "WordPress in UTF-16": WXR.encode("utf-16"),
    "Ghost": GHOST.encode(),
    "NDJSON": NDJSON.encode(),
    "a JSON list": json.dumps(THINGS, indent=1).encode(),
    "a saved page": PAGE.encode(),
    "zip": zipped({"a.xml": WXR, "b/c": GHOST, "d": NDJSON, "e.jpg": b"\xff\xd8\xff"}),
    "gzip of WordPress": gzipped(WXR),
    "gzip of Ghost": gzipped(GHOST),
}
DAMAGED_INSIDE = {"gzip of damaged Ghost": GHOST.encode(), "zip of damaged WordPress": WXR.encode()}
CHOICES = Choices(("post", "page", "sent"), sections_of(["sea=tag:coast"]), [("tag", "x")], previews=True)


@pytest.fixture
def importer(publisher: Publisher) -> Importer:
    return Importer(publisher, Origin("https://www.example.com", "example.com,2026"), CHOICES)


@pytest.mark.parametrize("kind", [*FILES, *DAMAGED_INSIDE])
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_damaged_file_is_read_or_refused(
    importer: Importer, tmp_path: Path, kind: str, chunk: int, pytestconfig: pytest.Config
) -> None:
    number = pytestconfig.getoption("damaged_files") // (CHUNKS * (len(FILES) + len(DAMAGED_INSIDE))) + 1
    for each in range(number):
        seed = f"{pytestconfig.getoption('seed')} {kind} {chunk} {each}"
        path = tmp_path / "file"
        path.write_bytes(made(kind, random.Random(seed)))
        try:
            importer.read([path], NOW)
        except (FileRefused, FilesRefused):
            COUNTED["damaged files refused"] += 1
        except Exception as error:
            raise AssertionError(seed) from error
        else:
            COUNTED["damaged files read"] += 1


def made(kind: str, chance: random.Random) -> bytes:
    """A damaged file of a kind."""
    if kind in FILES:
        return damaged(FILES[kind], chance)
    inside = damaged(DAMAGED_INSIDE[kind], chance)
    return gzipped(inside) if kind.startswith("gzip") else zipped({"a": inside})
