"""A thousand articles from eight threads against one DynamoDB: each is in each of its feeds, once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, ClassVar, cast
from uuid import uuid4

import boto3
import pytest

from byline.desk.publisher import Publisher
from byline.edit_errors import EditConflict
from byline.errors import StoreUnavailable, TransactionCancelled
from byline.model.article import Article
from byline.model.feed_key import SITE, FeedKey, author_feed, section_feed
from byline.model.kinds import feeds_of
from byline.storage.dynamodb import Table, connect
from byline.storage.editing import Outcome
from byline.storage.writes import Write
from byline_tools.local.embedded_dynamodb import serving_dynamodb
from byline_tools.local.stack import TABLE_NAME, Stack
from tests.proof.comparison import COUNTED
from tests.proof.newsroom import Newsroom
from tests.support.dates import EVERY_RESPONSE, dated_by
from tests.support.factories import Clock, article, author, section
from tests.support.stacks import PARAMETERS

THREADS, ARTICLES = 8, 1_000
SLUGS = [f"s{number}" for number in range(10)]
KEYS: list[FeedKey] = [SITE, *map(section_feed, SLUGS), *map(author_feed, SLUGS)]


class Contended(Table):
    """A table whose transactions conflict as in DynamoDB: one is cancelled while another is writing one of its items.

    moto has no such conflicts, and transactions see each other's writes.
    """

    claimed: ClassVar[set[str]] = set()
    lock: ClassVar[Lock] = Lock()

    def transact(self, writes: Sequence[Write], *in_time: Any) -> None:
        each = [write for entry in writes for write in cast("dict[str, dict[str, Any]]", entry).values()]
        wanted = {str(write.get("Key") or write["Item"]) for write in each}
        with self.lock:
            if wanted & self.claimed:
                COUNTED["threads: transactions in conflict"] += 1
                raise TransactionCancelled(["TransactionConflict"])
            self.claimed.update(wanted)
        try:
            super().transact(writes, *in_time)
        finally:
            with self.lock:
                self.claimed.difference_update(wanted)

    def pause(self, attempt: int) -> None:
        COUNTED[f"threads: edits that failed {attempt + 1:2} times or oftener"] += 1
        super().pause(attempt)


@pytest.fixture
def served() -> Iterator[None]:
    with serving_dynamodb(Stack(PARAMETERS)):
        yield


def now() -> datetime:
    return datetime.now(UTC)


def made(desk: Publisher, thing: Article) -> Outcome:
    """The edit, repeated after an error of the table or a conflict, as its editor would do."""
    while True:
        try:
            return desk.put(thing)
        except (StoreUnavailable, EditConflict) as error:
            COUNTED[f"threads: edits repeated after {type(error).__name__}"] += 1


def story(number: int) -> Article:
    slugs = SLUGS[number % 10], SLUGS[(number // 10) % 10]
    return article(number, sections=tuple(dict.fromkeys(slugs)), authors=(slugs[0],))


def test_every_article_of_many_editors_at_once_is_in_each_of_its_feeds_once(served: None) -> None:
    desks = [Publisher(Contended(connect(), TABLE_NAME), now, lambda: uuid4().hex) for _ in range(THREADS)]
    for slug in SLUGS:
        desks[0].put(section(slug))
        desks[0].put(author(slug))

    def publish(desk: int) -> list[Outcome]:
        return [made(desks[desk], story(number)) for number in range(desk, ARTICLES, THREADS)]

    with ThreadPoolExecutor(THREADS) as threads:
        outcomes = [outcome for some in threads.map(publish, range(THREADS)) for outcome in some]
    assert len(outcomes) == ARTICLES
    clock = Clock(now() + timedelta(seconds=1))
    client = boto3.client("dynamodb")  # It has longer timeouts than ours, for whole tables.
    client.meta.events.register(EVERY_RESPONSE, dated_by(clock))
    newsroom = Newsroom(Table(client, TABLE_NAME), clock)
    assert newsroom.entries() == Counter(
        (str(key), story(number).id) for number in range(ARTICLES) for key in feeds_of(story(number))
    )
    newest = [article(number).id for number in range(50)]
    assert [item[0] for item in newsroom.response(SITE)[2]] == newest
    assert all(newsroom.is_fresh(key) for key in KEYS)
    COUNTED["threads: articles"] += ARTICLES
