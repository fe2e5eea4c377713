"""The local hub accepts pings like a WebSub hub, and reports them."""

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
    reported: list[str] = []
    with listening(reported.append) as address:
        yield address, reported


def test_a_ping_is_accepted_and_reported(hub: Hub) -> None:
    address, reported = hub
    topics = ["https://feeds.example.com/rss.xml", "https://feeds.example.com/sections/world/atom.xml"]
    assert Hubs([address]).ping(topics) == []
    assert reported == topics


def test_several_topics_may_come_at_once(hub: Hub) -> None:
    address, reported = hub
    form = urlencode([("hub.mode", "publish"), ("hub.url", "https://a.example/"), ("hub.url", "https://b.example/")])
    with urlopen(Request(address, form.encode()), timeout=10) as response:  # noqa: S310 - our own address
        assert response.status == 202
    assert reported == ["https://a.example/", "https://b.example/"]


@pytest.mark.parametrize("form", ["", "hub.mode=publish", "hub.mode=subscribe&hub.url=https://a.example/", "\xff"])
def test_what_is_no_ping_is_refused_with_the_reason(hub: Hub, form: str) -> None:
    address, reported = hub
    with pytest.raises(HTTPError, match="400") as refused:
        urlopen(Request(address, form.encode("latin-1"), method="POST"), timeout=10)  # noqa: S310
    assert b"hub.mode=publish" in refused.value.read()
    refused.value.close()
    assert reported == []


def test_afterwards_nobody_listens() -> None:
    with listening(lambda _: None) as address:
        pass
    assert Hubs([address], backoff=0).ping(["https://a.example/"]) == [address]
