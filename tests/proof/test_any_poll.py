"""No request makes a server error: random requests get a response that HTTP can carry. `make fuzz` makes any number of them."""

from collections.abc import Iterator

import pytest

from tests.proof.comparison import COUNTED
from tests.proof.poll_parts import FEEDS, FILE_NAMES
from tests.proof.polled import Feeds, feeds, kind_of
from tests.proof.polls import Polls, Validators

EVENTS, PARTS = 20_000, 4
SEED = "prove"
EXPECTED = {
    *(f"feed {status}" for status in (200, 301, 304, 404, 405, 410)),
    *(f"list {status}" for status in (200, 304, 405)),
    "other path 404",
}
"""What so many events must reach, or they prove little."""


@pytest.fixture(scope="module")
def container() -> Iterator[Feeds]:
    with feeds() as container:
        yield container


@pytest.mark.parametrize("part", range(PARTS))
def test_no_request_alone_makes_a_server_error(container: Feeds, part: int) -> None:
    share = EVENTS // PARTS
    report = container.ask(Polls(SEED, container.validators()), range(part * share, (part + 1) * share))
    COUNTED["polls with random requests"] += report.counted.total()
    assert report.wrong == []
    assert report.counted.keys() >= EXPECTED


def test_an_event_is_the_same_whenever_it_is_made() -> None:
    validators = Validators(['W/"a"'], ["Sat, 14 Mar 2026 12:00:00 GMT"])
    one, other = (Polls("one", validators) for _ in range(2))
    assert [one.event(number) for number in range(100)] == [other.event(number) for number in reversed(range(100))][::-1]
    assert one.event(1) != Polls("other", validators).event(1)


def test_every_document_is_asked_for() -> None:
    validators = Validators(['W/"a"'], ["Sat, 14 Mar 2026 12:00:00 GMT"])
    events = [Polls("one", validators).event(number) for number in range(2_000)]
    asked = {event["rawPath"] for event in events if kind_of(event) == "feed"}
    assert asked >= {f"{feed}/{name}" for feed in FEEDS for name in FILE_NAMES}
