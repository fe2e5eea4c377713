"""Each format has a row in the registry and a writer."""

from byline.formats.registry import ATOM, FORMATS, JSON_FEED, RSS
from byline.model.feed_key import SITE, author_feed
from tests.support.factories import feed, site


def test_each_format_has_one_address_for_each_feed() -> None:
    addresses = {format_.address(site(), key) for format_ in FORMATS for key in (SITE, author_feed("jane"))}
    assert addresses == {
        "https://feeds.example.com/rss.xml",
        "https://feeds.example.com/atom.xml",
        "https://feeds.example.com/feed.json",
        "https://feeds.example.com/authors/jane/rss.xml",
        "https://feeds.example.com/authors/jane/atom.xml",
        "https://feeds.example.com/authors/jane/feed.json",
    }


def test_media_types_are_those_registered() -> None:
    types = [format_.media_type for format_ in (RSS, ATOM, JSON_FEED)]
    assert types == ["application/rss+xml", "application/atom+xml", "application/feed+json"]


def test_every_writer_named_exists_and_writes() -> None:
    assert [format_.write(feed())[:1] for format_ in FORMATS] == [b"<", b"<", b"{"]
