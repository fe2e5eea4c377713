"""Hubs are pinged as WebSub specifies, independently of each other, and for a limited time."""

import socket
import threading
from urllib.parse import parse_qs

import pytest

from byline.announcing import hubs
from byline.announcing.hubs import ATTEMPTS, Hubs
from tests.support.hubs import listening

TOPICS = [f"https://feeds.example.com/{name}" for name in ("rss.xml", "atom.xml", "feed.json?a=b&c")]


def test_each_topic_is_a_form_of_its_own() -> None:
    with listening() as hub:
        assert Hubs([hub.address]).ping(TOPICS) == []
    assert [parse_qs(request.body.decode()) for request in hub.requests] == [
        {"hub.mode": ["publish"], "hub.url": [topic]} for topic in TOPICS
    ]
    for request in hub.requests:
        headers = {name.lower(): value for name, value in request.headers}
        assert (request.method, headers["content-type"]) == ("POST", "application/x-www-form-urlencoded")


def test_without_hubs_nothing_is_sent() -> None:
    assert Hubs([]).ping(TOPICS) == []


@pytest.mark.parametrize("status", [200, 202, 204])
def test_any_success_will_do(status: int) -> None:
    with listening(lambda _: status) as hub:
        assert Hubs([hub.address]).ping(TOPICS) == []


@pytest.mark.parametrize("status", hubs.RETRIED_STATUSES)
def test_trouble_that_passes_is_waited_for(status: int) -> None:
    with listening(lambda n: status if n < ATTEMPTS else 202) as hub:
        assert Hubs([hub.address], backoff=0).ping(TOPICS[:1]) == []
    assert len(hub.requests) == ATTEMPTS


@pytest.mark.parametrize(("status", "asked"), [(500, ATTEMPTS), (503, ATTEMPTS), (400, 1), (404, 1), (301, 1), (307, 1)])
def test_a_hub_that_does_not_take_a_topic_is_named_and_sent_no_other(status: int, asked: int) -> None:
    with listening(lambda _: status) as hub:
        assert Hubs([hub.address], backoff=0).ping(TOPICS) == [hub.address]
    assert len(hub.requests) == asked


def test_a_hub_that_is_down_or_none_at_all_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        down = f"http://127.0.0.1:{free.getsockname()[1]}/"
    wrong = [down, "http://[", "http://hub.invalid:99999/"]
    assert Hubs(wrong, backoff=0).ping(TOPICS) == wrong


def test_a_hub_that_does_not_answer_keeps_nobody_else_waiting() -> None:
    """The first hub responds only when the second has got every ping."""
    done = threading.Event()

    def slow(_: int) -> int:
        return 202 if done.wait(hubs.READ_SECONDS / 2) else 400

    def quick(n: int) -> int:
        if n == len(TOPICS):
            done.set()
        return 202

    with listening(slow) as first, listening(quick) as second:
        assert Hubs([first.address, second.address]).ping(TOPICS) == []
    assert first.topics == second.topics == TOPICS


def test_a_hub_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "READ_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent, listening() as hub:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert Hubs([address, hub.address], backoff=0).ping(TOPICS) == [address]
    assert hub.topics == TOPICS


def test_a_hub_that_takes_too_long_for_all_of_it_is_asked_no_more() -> None:
    with listening() as hub:
        assert Hubs([hub.address], patience=0).ping(TOPICS) == [hub.address]
    assert hub.topics == []
