"""Entity tags and document keys do not change when the code changes but the documents do not."""

from dataclasses import fields, replace

import pytest

from byline.formats.registry import ATOM, JSON_FEED, RSS, Format
from byline.model.site import Site
from byline.serving.http_caching import entity_tag
from tests.support.factories import site

PINNED = {"icon": "https://x.example/i.png", "hubs": ("https://h.example/",), "rights": '© O\'Neil "x"', "tombstone_days": 0}
RSS_2, JSON_2 = replace(RSS, version=2), replace(JSON_FEED, version=2)
OTHER = site(
    **PINNED,
    **{name: f"https://x.example/{name}" for name in ("url", "feeds_url", "logo")},
    title="Another",
    description="Of another kind.",
    language="de",
    id_authority="x.example,2026",
    summaries_only=True,
    correction_label="Put right",
)


@pytest.mark.parametrize(
    ("served", "feed", "format_", "tag"),
    [
        (site(), "site", RSS_2, 'W/"230d317773dd1556d3234d252b9ffb1c"'),
        (
            site(**PINNED, summaries_only=True),
            "sections/world",
            JSON_2,
            'W/"e9e6ec90747a1fd107a0c324a33b300b"',
        ),
    ],
)
def test_the_entity_tag_does_not_change_with_the_code(served: Site, feed: str, format_: Format, tag: str) -> None:
    assert entity_tag(feed, format_.name, format_.rendering_identity(served), "r1") == tag


def test_the_key_of_a_stored_document_does_not_change_with_the_code() -> None:
    assert RSS_2.rendering_key(site()) == "rss#0b6f3cf7a8914ee6"


@pytest.mark.parametrize("name", [field.name for field in fields(Site)])
def test_every_setting_that_documents_show_is_part_of_it(name: str) -> None:
    changed = replace(site(), **{name: getattr(OTHER, name)})
    assert ATOM.rendering_identity(changed) != ATOM.rendering_identity(site())


def test_a_new_version_of_one_format_leaves_the_others_alone() -> None:
    assert replace(RSS, version=ATOM.version).rendering_identity(site()) != RSS.rendering_identity(site())
    assert replace(RSS, version=ATOM.version).rendering_identity(site()) == ATOM.rendering_identity(site())
