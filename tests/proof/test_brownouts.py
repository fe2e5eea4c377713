"""Every answer of DynamoDB takes long: the function still responds before Lambda ends it, from memory or with 503."""

from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from botocore.session import Session

from byline.announcing.announcer import NOTIFYING_SECONDS, RECORDING_SECONDS
from byline.desk.publisher import Publisher
from byline.errors import StoreUnavailable
from byline.serving.feed_service import ANSWER_SECONDS
from byline.storage import dynamodb
from byline.storage.dynamodb import READ_SECONDS, Table
from tests.functions.test_serve_feeds import event
from tests.support.desks import STORY, TAG, DeskFunction, at
from tests.support.factories import NOW, Clock, article, author, section
from tests.support.stacks import STACK
from tests.support.streams import Stream

LATENCIES = [0.1, 0.5, 0.8, 0.9, 1.0, 1.3, 1.5, 1.7, 1.9, 2.5, 5.0]
LONGEST_PAUSE = 0.4
SLOW_ANSWER = ANSWER_SECONDS - LONGEST_PAUSE
"""The time that is left at least for rendering and for the response, in seconds."""


class Countdown:
    """Lambda's context of one invocation of a function: its time passes while the function waits for DynamoDB, and only then."""

    aws_request_id, function_name, invoked_function_arn, memory_limit_in_mb = "request-1", "function", "arn", 512

    def __init__(self, handler: str) -> None:
        self._limit = STACK.time_limit(handler)
        self.latency = 0.0
        self.again()

    def again(self) -> None:
        """Begin another invocation."""
        self.left: float = self._limit
        self.requests = 0

    def get_remaining_time_in_millis(self) -> int:
        return int(1000 * self.left)

    def wait(self, **_: object) -> None:
        """A request to DynamoDB: it takes the latency, or times out."""
        self.requests += 1
        self.left -= min(self.latency, READ_SECONDS)
        if self.latency > READ_SECONDS:
            raise ReadTimeoutError(endpoint_url="https://dynamodb")

    def pause(self, *_: object) -> None:
        self.left -= LONGEST_PAUSE


@pytest.fixture
def countdown_of(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Countdown]:
    """Slows down the requests of every client that is created from now on, and counts the time of a handler down."""
    session = Session()
    monkeypatch.setattr(dynamodb, "_session", lambda: session)

    def counting(handler: str) -> Countdown:
        countdown = Countdown(handler)
        session.register("before-send.dynamodb", countdown.wait)
        monkeypatch.setattr(Table, "pause", countdown.pause)
        return countdown

    return counting


@pytest.fixture
def countdown(publisher: Publisher, countdown_of: Callable[[str], Countdown]) -> Countdown:
    for thing in (section(), author(), article(1)):
        publisher.put(thing)
    return countdown_of("serve_feeds.handler")


@pytest.fixture
def ask(
    cold_start: Callable[..., ModuleType], countdown: Countdown, clock: Clock
) -> Callable[..., tuple[int, dict[str, str], str]]:
    """Makes a request to one container: returns status, headers and body. The container's memo expires before it."""
    module = cold_start("serve_feeds", POWERTOOLS_METRICS_DISABLED="true")
    handler = module.make_handler(module.os.environ, clock)

    def asking(path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
        clock.advance(seconds=10)
        countdown.again()
        response: dict[str, Any] = handler(event(path, method, **headers), countdown)
        return response["statusCode"], response["headers"], response["body"]

    return asking


Ask = Callable[..., tuple[int, dict[str, str], str]]


def check_answer(countdown: Countdown, status: int, headers: dict[str, str], expected: set[int]) -> None:
    assert countdown.left >= SLOW_ANSWER
    assert status in expected
    assert status != 503 or headers["Retry-After"].isdecimal()


@pytest.mark.parametrize("latency", LATENCIES)
@pytest.mark.parametrize("path", ["/rss.xml", "/sections/world/atom.xml", "/authors/jane-doe/feed.json", "/", "/feeds.opml"])
def test_a_new_container_answers_in_time(ask: Ask, countdown: Countdown, path: str, latency: float) -> None:
    countdown.latency = latency
    status, headers, _ = ask(path)
    enough = READ_SECONDS if path in {"/", "/feeds.opml"} else 1.0  # one call, or six and a seventh that may be omitted
    check_answer(countdown, status, headers, {200} if latency <= enough else {503})


@pytest.mark.parametrize("latency", LATENCIES)
def test_a_poll_with_memory_is_always_a_304(ask: Ask, countdown: Countdown, latency: float) -> None:
    _, first, _ = ask("/rss.xml")
    countdown.latency = latency
    for validator in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        status, headers, _ = ask("/rss.xml", **validator)
        check_answer(countdown, status, headers, {304})


@pytest.mark.parametrize("latency", LATENCIES)
def test_a_changed_feed_with_memory_is_served_anew_or_as_it_was(
    ask: Ask, countdown: Countdown, publisher: Publisher, latency: float
) -> None:
    _, first, earlier = ask("/rss.xml")
    publisher.put(article(2))
    countdown.latency = latency
    status, headers, body = ask("/rss.xml", **{"if-none-match": first["ETag"]} if latency <= READ_SECONDS else {})
    check_answer(countdown, status, headers, {200})
    assert (body != earlier) is (headers["ETag"] != first["ETag"])
    assert latency > 1.0 or body != earlier


@pytest.mark.parametrize("latency", [1.5, 1.9, 2.5])
def test_a_document_from_before_an_embargo_that_has_lifted_is_not_served(
    ask: Ask, countdown: Countdown, publisher: Publisher, latency: float
) -> None:
    publisher.put(article(2, published=NOW + timedelta(seconds=15)))
    assert ask("/rss.xml")[0] == 200
    countdown.latency = latency
    status, headers, _ = ask("/rss.xml")
    check_answer(countdown, status, headers, {503})


@pytest.mark.parametrize("latency", LATENCIES)
def test_the_directory_is_not_remembered_and_answers_in_time(ask: Ask, countdown: Countdown, latency: float) -> None:
    ask("/")
    countdown.latency = latency
    status, headers, _ = ask("/")
    check_answer(countdown, status, headers, {200} if latency <= READ_SECONDS else {503})


@pytest.mark.parametrize("latency", LATENCIES)
def test_announcing_ends_in_time_with_what_must_be_announced_again(
    countdown_of: Callable[[str], Countdown],
    cold_start: Callable[..., ModuleType],
    publisher: Publisher,
    clock: Clock,
    latency: float,
) -> None:
    stream = Stream()
    for thing in (section(), author(), article(1)):
        publisher.put(thing)
    records = stream.records()
    countdown = countdown_of("announce_changes.handler")
    module = cold_start("announce_changes", POWERTOOLS_METRICS_DISABLED="true")
    handler = module.make_handler(module.os.environ, clock, lambda _: None)
    countdown.latency = latency
    failed = handler({"Records": records}, countdown)["batchItemFailures"]
    assert countdown.left >= NOTIFYING_SECONDS - RECORDING_SECONDS - LONGEST_PAUSE
    assert latency <= 1.9 or failed
    assert latency > 1.9 or not failed


def test_a_release_ends_in_time_and_is_left_to_the_next_minute(
    countdown_of: Callable[[str], Countdown], cold_start: Callable[..., ModuleType], publisher: Publisher, clock: Clock
) -> None:
    for thing in (section(), author()):
        publisher.put(thing)
    for number in range(20):
        publisher.put(article(number, published=NOW + timedelta(hours=1)))
    clock.advance(hours=2)
    countdown = countdown_of("release_articles.handler")
    module = cold_start("release_articles", POWERTOOLS_METRICS_DISABLED="true")
    handler = module.make_handler(module.os.environ, clock)
    countdown.latency = 1.9
    with pytest.raises(StoreUnavailable):
        handler({}, countdown)
    assert countdown.left >= 1
    countdown.again()
    countdown.latency = 0.1
    handler({}, countdown)


@pytest.mark.parametrize("latency", LATENCIES)
def test_the_desk_answers_in_time(
    countdown_of: Callable[[str], Countdown],
    cold_start: Callable[..., ModuleType],
    publisher: Publisher,
    clock: Clock,
    latency: float,
) -> None:
    publisher.put(section())
    countdown = countdown_of("manage_articles.handler")
    module = cold_start("manage_articles", POWERTOOLS_METRICS_DISABLED="true")
    handler = module.make_handler(module.os.environ, clock)
    desk = DeskFunction(lambda event, _: handler(event, countdown))
    countdown.latency = latency
    response = desk.put(at(TAG), {**STORY, "sections": ["world"]})
    assert countdown.left >= 1 - LONGEST_PAUSE
    assert response.status == (201 if latency <= READ_SECONDS else 503)
    assert response.status != 503 or response.headers["retry-after"].isdecimal()
