"""The built functions in Lambda's runtime, from the desk to the reader: store, announce, release, serve."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from byline.model.feed_state import SKEW
from byline_http.article_addresses import path_of
from byline_tools.local import hub as local_hub
from byline_tools.local.api_gateway import HttpResponse
from tests.e2e.deployment import Another, Deployment
from tests.e2e.measuring import COLD, Measure
from tests.e2e.streams import Changes
from tests.support.stacks import PARAMETERS

ANNOUNCE = "AnnounceChanges"
JSON = {"content-type": "application/json"}


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The functions, a hub that records its pings, and the changes of the table."""

    deployment: Deployment
    changes: Changes
    hub: str
    topics: list[str] = field(default_factory=list)

    def put(self, path: str, thing: dict[str, Any]) -> HttpResponse:
        return self.deployment.request("PUT", path, JSON, json.dumps(thing).encode(), signed=True)

    def announce(self) -> list[Any]:
        """Invoke the function of the stream with the changes; returns its responses."""
        return [self.deployment.invoke(ANNOUNCE, event) for event in self.changes.events()]


@pytest.fixture
def newsroom(another: Another) -> Iterator[Newsroom]:
    topics: list[str] = []
    with local_hub.listening(topics.append) as hub:
        deployment = another(ANNOUNCE, HUBS=hub)
        yield Newsroom(deployment, Changes(deployment.cloud, ANNOUNCE), hub, topics)


def topic(slug: str) -> str:
    return f"{PARAMETERS['FeedsUrl']}/sections/{slug}/rss.xml"


def story(slug: str, **changes: Any) -> dict[str, Any]:
    return {
        "url": f"https://www.example.com/{slug}/1",
        "title": "The ship leaves",
        "content": "<p>It left.</p>",
        "sections": [slug],
        **changes,
    }


def article_path(slug: str) -> str:
    return path_of(f"tag:example.com,2026:{slug}/1")


def titles(newsroom: Newsroom, slug: str) -> list[str]:
    response = newsroom.deployment.get(f"/sections/{slug}/feed.json")
    return [item["title"] for item in json.loads(response.body)["items"]]


def test_an_article_that_the_desk_publishes_is_announced_and_served(newsroom: Newsroom) -> None:
    assert newsroom.put("/sections/harbour", {"title": "Harbour"}).status == 201
    assert newsroom.put(article_path("harbour"), story("harbour")).status == 201
    assert newsroom.announce() == [{"batchItemFailures": []}]
    assert newsroom.topics.count(topic("harbour")) == 1
    assert titles(newsroom, "harbour") == ["The ship leaves"]


def test_a_change_that_is_delivered_again_to_a_new_container_is_announced_once(
    newsroom: Newsroom, another: Another, measure: Measure
) -> None:
    newsroom.put("/sections/mole", {"title": "Mole"})
    (event,) = newsroom.changes.events()
    containers = iter([another(ANNOUNCE, HUBS=newsroom.hub) for _ in range(COLD)])
    answers = measure(ANNOUNCE, "a batch, cold", lambda: next(containers).invoke(ANNOUNCE, event), COLD)
    assert answers == [{"batchItemFailures": []}] * COLD
    assert newsroom.topics.count(topic("mole")) == 1


def test_an_embargoed_article_is_announced_again_when_it_is_due(newsroom: Newsroom) -> None:
    newsroom.deployment.invoke("ReleaseArticles", {})  # articles of other tests that are due
    newsroom.put("/sections/lock", {"title": "Lock"})
    lifts = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=20)
    newsroom.put(article_path("lock"), story("lock", published=lifts.isoformat()))
    newsroom.announce()
    newsroom.deployment.invoke("ReleaseArticles", {})
    assert newsroom.changes.events() == []
    while datetime.now(UTC) < lifts + 2 * SKEW:
        time.sleep(0.1)
    before = newsroom.topics.count(topic("lock"))
    newsroom.deployment.invoke("ReleaseArticles", {})
    assert newsroom.announce() == [{"batchItemFailures": []}]
    assert newsroom.topics.count(topic("lock")) == before + 1
    assert titles(newsroom, "lock") == ["The ship leaves"]


def test_an_unsigned_request_does_not_reach_the_desk(deployment: Deployment) -> None:
    before = len(deployment.runtimes["ManageArticles"].seconds)
    assert deployment.request("PUT", "/sections/gate", JSON, b"{}").status == 403
    assert len(deployment.runtimes["ManageArticles"].seconds) == before


def test_only_a_record_that_cannot_be_parsed_is_delivered_again(newsroom: Newsroom) -> None:
    newsroom.put("/sections/quay", {"title": "Quay"})
    (event,) = newsroom.changes.events()
    strange = {"eventName": "INSERT", "dynamodb": {"SequenceNumber": "7", "Keys": {"pk": {"S": "?"}, "sk": {"S": "HEAD"}}}}
    answer = newsroom.deployment.invoke(ANNOUNCE, {"Records": [strange, *event["Records"]]})
    assert answer == {"batchItemFailures": [{"itemIdentifier": "7"}]}
    assert topic("quay") in newsroom.topics


def test_without_the_table_every_changed_feed_is_delivered_again(newsroom: Newsroom, another: Another, unreachable: str) -> None:
    newsroom.put("/sections/pier", {"title": "Pier"})
    (event,) = newsroom.changes.events()
    reported = [record["dynamodb"] for record in event["Records"] if record["dynamodb"]["Keys"]["sk"]["S"] == "HEAD"]
    heads = {each["SequenceNumber"] for each in reported if "revision" in each["NewImage"]}  # moto inserts a head in two steps
    answer = another(ANNOUNCE, endpoint=unreachable).invoke(ANNOUNCE, event)
    assert heads
    assert heads <= {each["itemIdentifier"] for each in answer["batchItemFailures"]}
