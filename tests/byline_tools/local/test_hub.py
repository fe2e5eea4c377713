"""It takes pings as a WebSub hub does, and tells of them."""

from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from byline.announcing.hubs import Hubs
from byline_tools.local.hub import listening

Hub = tuple[str, list[str]]


@pytest.fixture
def hub() -> Iterator[Hub]:
    heard: list[str] = []
    with listening(heard.append) as address:
        yield address, heard


def test_a_ping_is_taken_and_told(hub: Hub) -> None:
    address, heard = hub
    topics = ["https://feeds.example.com/rss.xml", "https://feeds.example.com/sections/world/atom.xml"]
    assert Hubs([address]).ping(topics) == []
    assert heard == topics


def test_several_topics_may_come_at_once(hub: Hub) -> None:
    address, heard = hub
    form = urlencode([("hub.mode", "publish"), ("hub.url", "https://a.example/"), ("hub.url", "https://b.example/")])
    with urlopen(Request(address, form.encode()), timeout=10) as answer:  # noqa: S310 - our own address
        assert answer.status == 202
    assert heard == ["https://a.example/", "https://b.example/"]


@pytest.mark.parametrize("form", ["", "hub.mode=publish", "hub.mode=subscribe&hub.url=https://a.example/", "\xff"])
def test_what_is_no_ping_is_refused_with_the_reason(hub: Hub, form: str) -> None:
    address, heard = hub
    with pytest.raises(HTTPError, match="400") as refused:
        urlopen(Request(address, form.encode("latin-1"), method="POST"), timeout=10)  # noqa: S310
    assert b"hub.mode=publish" in refused.value.read()
    refused.value.close()
    assert heard == []


def test_afterwards_nobody_listens() -> None:
    with listening(lambda _: None) as address:
        pass
    assert Hubs([address], backoff=0).ping(["https://a.example/"]) == [address]
