"""A newsroom in simulated time: containers, editors, a CDN, a hub and their clocks, with everything real but time and AWS.

Every answer must show what was true within the bounds of docs/time.md. `Simulation.run` makes random steps and checks each.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from moto import mock_aws

from byline.announcing.announcer import Announcer
from byline.desk.article_edits import WithdrawArticle
from byline.desk.publisher import Publisher
from byline.edit_errors import AlreadySeen, ClockSkewed
from byline.errors import StoreUnavailable
from byline.formats.registry import JSON_FEED
from byline.model.feed import MOST_ARTICLES
from byline.model.feed_key import SITE, FeedKey, section_feed
from byline.model.feed_state import EDITOR_SKEW, MARGIN, SECOND, SKEW
from byline.serving import responses
from byline.serving.feed_service import FeedService
from byline.serving.http_caching import LAST_MINUTE, STALE
from byline.serving.responses import Request, Response
from byline.storage.dynamodb import connect
from byline.storage.schedule import release
from byline.storage.stream import change_in
from byline_tools.local.embedded_dynamodb import fast_transactions
from tests.proof.shared_cache import SharedCache
from tests.proof.simulated_table import SimulatedStream, SimulatedTable
from tests.proof.truth import Seen, Truth
from tests.support.factories import NOW, article, counter, section, site
from tests.support.renaming import rename
from tests.support.stacks import STACK

SHARED_MAX_AGE = 60
WRONG = EDITOR_SKEW - SECOND
"""How far the clock of an editor may be wrong for edits to be accepted."""

SLUGS = ("sea", "bay", "gulf")
WORLD, SEA = section_feed("world"), section_feed("sea")
GAZETTE = site(hubs=("https://hub.example.com/",), feeds_url="https://feeds.example.com")


@dataclass
class Container:
    """A container of ServeFeeds, and how far its clock is ahead."""

    service: FeedService
    table: SimulatedTable
    memo: timedelta
    ahead: timedelta


@dataclass
class Reader:
    """A client that polls one feed, and knows a date only or an entity tag only."""

    feed: FeedKey
    header: str
    validator: str = ""
    seen: Seen = frozenset()


@dataclass
class Simulation:
    """One newsroom. `memo_seconds` is that of the deployment; `random` decides everything that is left to chance."""

    random: Random
    memo_seconds: float
    with_cdn: bool
    counted: Counter[str]
    now: datetime = NOW
    truth: Truth = field(default_factory=lambda: Truth(NOW))
    withdrawn: dict[str, datetime] = field(default_factory=dict)
    name: str = "sea"
    announcing: bool = False
    committed_at: datetime = NOW
    announced_at: datetime = NOW
    editing: bool = False
    private: Any = None
    """The article that a present edit stores before its release, None in other edits."""

    def clock(self, ahead: Callable[[], timedelta] = timedelta) -> Callable[[], datetime]:
        """A clock that is `ahead` of the true time."""
        return lambda: self.now + ahead()

    @contextmanager
    def opened(self) -> Iterator[None]:
        """The newsroom's table, with two sections, until the block ends."""
        with mock_aws(), fast_transactions(), pytest.MonkeyPatch.context() as limits:
            limits.setattr("byline.announcing.announcer.FORMATS", (JSON_FEED,))  # time is the same in all of them
            self.client = connect()
            self.client.create_table(**STACK.table())
            self.table = SimulatedTable(self.client, self.clock())
            self.slow_table = SimulatedTable(self.client, self.clock(), self._take_a_while)
            self.revisions = counter()
            self._open()
            yield

    def _open(self) -> None:
        for slug in ("world", "sea"):
            self.editor(timedelta()).put(section(slug))
            self.now += SECOND
        self.stream = SimulatedStream()
        self.containers = [self._container(memo, self._skew(SKEW)()) for memo in (0.0, self.memo_seconds, self.memo_seconds)]
        self.cache = SharedCache(self._from_any_container, self.clock())
        self.readers = [Reader(feed, header) for feed in (SITE, WORLD, SEA) for header in ("If-Modified-Since", "If-None-Match")]
        self.announcer = Announcer(
            self.table,
            GAZETTE,
            memo_seconds=self.memo_seconds,
            ping=self._pinged,
            purge=self._purge if self.with_cdn else None,
            clock=self.clock(self._skew(SKEW)),
            pause=self._while_waiting,
        )

    def editor(self, ahead: timedelta) -> Publisher:
        """A desk whose clock is `ahead`."""
        return Publisher(self.table, self.clock(lambda: ahead), self.revisions)

    def slow_editor(self, ahead: timedelta) -> Publisher:
        """A desk whose clock is `ahead`, and whose edits take a while from reading to storing."""
        return Publisher(self.slow_table, self.clock(lambda: ahead), self.revisions)

    def _skew(self, most: timedelta) -> Callable[[], timedelta]:
        ahead = self.random.uniform(-1, 1) * most
        return lambda: ahead

    def _container(self, memo_seconds: float, ahead: timedelta) -> Container:
        table = SimulatedTable(self.client, self.clock())
        container = Container(table=table, memo=timedelta(seconds=memo_seconds), ahead=ahead, service=None)  # type: ignore[arg-type]
        container.service = FeedService(table, GAZETTE, memo_seconds, SHARED_MAX_AGE, self.clock(lambda: container.ahead))
        return container

    def run(self, steps: int) -> None:
        """Make so many random steps, and check each."""
        for _ in range(steps):
            self.step()
        self.finish()

    def step(self) -> None:
        """One random step."""
        kinds: dict[Callable[[], None], int] = {
            self.wait: 8, self.poll_container: 10, self.poll_cache: 8, self.read: 8, self.publish: 3, self.schedule: 3,
            self.move: 2, self.correct: 2, self.withdraw: 2, self.edit_with_wrong_clock: 1, self.rename: 1,
            self.crowd: 2, self.announce: 4, self.jump: 1, self.brown_out: 1, self.look_afresh: 4, self.follow_former_name: 3,
        }  # fmt: skip
        if len(self.truth.articles) > MOST_ARTICLES - 10:  # all of them stay in the feeds
            kinds[self.publish] = kinds[self.schedule] = 0
        (step,) = self.random.choices(list(kinds), list(kinds.values()))
        self.counted[step.__name__] += 1
        step()

    # Time

    def wait(self) -> None:
        """Time passes, mostly little, sometimes up to the next release."""
        amount = self.random.choice([0.2, 0.5, 1, 1, 2, 3, 5, 10, 40, 90])
        coming = [each.published for each in self.truth.articles.values() if each.published > self.now]
        if coming and self.random.random() < 0.3:
            amount = max((min(coming) - self.now).total_seconds() + self.random.choice([-1, -0.2, 0, 0.2, 1]), 0)
        self.pass_time(amount)

    def pass_time(self, seconds: float) -> None:
        """Time passes; every minute, the schedule is released."""
        before, self.now = self.now, self.now + timedelta(seconds=seconds)
        if before.minute != self.now.minute or seconds > 59:
            release(self.table, self.now + self._skew(SKEW)())

    def jump(self) -> None:
        """The clock of a container is set, within the bound."""
        self.random.choice(self.containers).ahead = self._skew(SKEW)()

    def brown_out(self) -> None:
        """The table goes away for some containers, or comes back."""
        for container in self.containers:
            container.table.away = not container.table.away and self.random.random() < 0.5

    # Editors

    def _take_a_while(self, store: Callable[[], None]) -> None:
        """Let others poll and edit between the reading and the storing of an edit. A private one changes nothing public."""
        private = self.private
        if not self.editing:
            self.editing = True
            until = self.now + self.random.choice([0, 0, 0, 0, 0, 0, 1, 3, 4.5]) * SECOND
            while self.now < until:
                self.random.choice([self.poll_container, self.read, self.look_afresh, self.schedule, self.correct, self.move])()
                self.now = max(self.now, min(self.now + SECOND / 2, until))
            self.editing = False
        self.private = private
        if private is None:
            return store()
        left = min(private.published, self.truth.articles.get(private.id, private).published) - self.now
        with_lifetimes = left > timedelta(seconds=LAST_MINUTE + 1)
        before = self.everything_public(with_lifetimes=with_lifetimes)
        store()
        after = self.everything_public(with_lifetimes=with_lifetimes)
        assert left <= MARGIN + EDITOR_SKEW or after == before, f"{private.id} can be seen before its time"
        return None

    def publish(self) -> None:
        """Publish a new article, dated by the editor's clock."""
        ahead = self._skew(WRONG)()
        self.store(article(len(self.counted_ids()) + 1, published=whole(self.now + ahead), **self._place()), ahead)

    def schedule(self) -> None:
        """Schedule a new article."""
        published = whole(self.now) + self.random.choice([3, 8, 12, 30, 70, 200]) * SECOND
        self.store_privately(article(len(self.counted_ids()) + 1, published=published, **self._place()))

    def move(self) -> None:
        """Move an article to another time, or take it back: one that waits, or that readers have just seen."""
        late = [each for each in self.truth.articles.values() if each.published > self.now - 5 * SECOND]
        if not late:
            return
        chosen = self.random.choice(late)
        if self.random.random() < 0.4:
            self.privately(chosen, lambda: self.take_back(chosen.id))
        else:
            published = whole(self.now) + self.random.choice([12, 30, 100]) * SECOND
            self.store_privately(article(int(chosen.id[-4:]), published=published, sections=chosen.sections, authors=()))

    def correct(self) -> None:
        """Change the title of an article that readers have seen."""
        if seen := self.seen_articles():
            chosen = self.random.choice(seen)
            title = f"{chosen.title.split(',')[0]}, {self.now:%H:%M:%S.%f}"
            changed = article(int(chosen.id[-4:]), published=chosen.published, title=title, sections=chosen.sections, authors=())
            self.publicly(lambda: self.store(changed))

    def crowd(self) -> None:
        """Edit twice in one second, and let readers poll in between."""
        for _ in range(3):
            self.correct()
            for reader in self.readers:
                self.update(reader, self.random.choice(self.containers))

    def withdraw(self) -> None:
        """Withdraw an article that readers have seen."""
        if seen := self.seen_articles():
            self.take_back(self.random.choice(seen).id)

    def edit_with_wrong_clock(self) -> None:
        """An editor's machine has a wrong clock: the edit is refused, and nothing changes."""
        ahead = self.random.choice([-120, -30, 30, 120]) * SECOND
        before = self.everything_public()
        try:
            self.editor(ahead).put(article(9_999, published=whole(self.now + ahead), sections=("world",), authors=()))
        except ClockSkewed:
            assert self.everything_public() == before
        else:
            raise AssertionError(f"an edit by a clock {ahead} off was made")

    def rename(self) -> None:
        """The section gets another name, or one that it had."""
        self.name = self.random.choice([slug for slug in SLUGS if slug != self.name])
        for slug in SLUGS:
            self._from_any_container(path_of(section_feed(slug)), {})
        rename(self.editor(timedelta()).profiles, SEA, self.name)
        self.committed_at = self.now
        for _ in SLUGS:
            self.follow_former_name()

    def store(self, thing: Any, ahead: timedelta | None = None) -> None:
        """Store an article, by a clock that is `ahead`, by default by any that is accepted."""
        editor = self.slow_editor(self._skew(WRONG)() if ahead is None else ahead)
        try:
            editor.put(thing)
        except AlreadySeen:
            return  # by some clock, readers have seen it
        had = self.truth.articles.get(thing.id, thing)
        assert had.published > self.now or thing.published <= self.now + EDITOR_SKEW, f"readers have seen {thing.id}"
        self.truth.edit(self.now, thing)
        self.committed_at = self.now

    def store_privately(self, thing: Any) -> None:
        """Store an article that waits: nothing public may move."""
        self.privately(thing, lambda: self.store(thing))

    def privately(self, thing: Any, edit: Callable[[], None]) -> None:
        """Make an edit of an article that waits for longer than any clock may be wrong: nothing public may move."""
        outer, self.private = self.private, thing
        try:
            edit()
        finally:
            self.private = outer

    def publicly(self, edit: Callable[[], None]) -> None:
        """Make an edit of something that readers may see, perhaps while another waits to be stored."""
        outer, self.private = self.private, None
        try:
            edit()
        finally:
            self.private = outer

    def take_back(self, article_id: str) -> None:
        """Withdraw an article. If any reader may have it, the withdrawal says so."""
        withdrawn = self.slow_editor(self._skew(WRONG)()).articles.edit(WithdrawArticle(article_id)).thing
        seen = article_id in self.truth.articles and withdrawn.article.published <= self.now + SKEW
        assert withdrawn.withdrawal, article_id
        assert withdrawn.withdrawal.seen or not seen, f"{article_id} was seen, and its withdrawal is not"
        self.truth.withdraw(self.now, article_id)
        self.committed_at = self.now
        if seen:
            self.withdrawn[article_id] = self.now

    def seen_articles(self) -> list[Any]:
        """The articles that readers have seen by every clock."""
        return [each for each in self.truth.articles.values() if each.published <= self.now - MARGIN]

    def counted_ids(self) -> set[str]:
        """The ids of all articles so far."""
        return {name for edition in self.truth.editions for name in edition.articles}

    def _place(self) -> dict[str, Any]:
        return {"sections": (self.random.choice(["world", "sea"]),), "authors": ()}

    # Announcing

    def announce(self) -> None:
        """The stream's new records are announced; meanwhile other things happen."""
        records = self.stream.records()
        if self.announcing or not records:
            return
        changes = [change_in(record) for record in records]
        names = [feed for change in changes for feed in change.feeds]
        withdrawals = " ".join(str(n) for n, change in enumerate(changes) if change.withdraws)
        self.announcing, self.announced_at = True, self.committed_at
        withdrawn = [name for name, at in self.withdrawn.items() if at <= self.now]
        result = self.announcer.announce(names, self.committed_at, withdrawals)
        self.announcing = False
        assert result.failed == {}
        if withdrawals and self.with_cdn:
            for name in withdrawn:
                self.counted["withdrawals that the CDN has forgotten"] += 1
                for feed in (SITE, WORLD):
                    response = self.cache.get(path_of(feed))
                    assert self.cache.stale_for_errors or name in self.truth.articles or name not in names_in(response)

    def _while_waiting(self, seconds: float) -> None:
        until = self.now + timedelta(seconds=seconds)
        while self.now < until:
            self.step()
            self.now = max(self.now, min(self.now + SECOND / 2, until))

    def _purge(self, _reason: str) -> bool:
        self.cache.purge()
        return True

    def _pinged(self, topics: list[str]) -> list[str]:
        """The hub fetches each document at once, as a reader does, and gets what is announced or something later."""
        away = [container for container in self.containers if container.table.away]
        for container in away:
            container.table.away = False
        for topic in topics:
            path = topic.removeprefix(GAZETTE.feeds_url)
            response = self.cache.get(path) if self.with_cdn else self._from_any_container(path, {})
            self.counted["documents that a hub fetched"] += 1
            if response.status == 200:
                self._check(key_at(path), response, self.announced_at)
        for container in away:
            container.table.away = True
        return []

    # Readers

    def poll_container(self) -> None:
        """A container answers with what was true while it remembers."""
        container, feed = self.random.choice(self.containers), self.random.choice([SITE, WORLD])
        response = answer(container, path_of(feed), {})
        if response.status == 503:
            assert container.table.away
            assert int(response.headers["Retry-After"]) > 0
        else:
            self._check(feed, response, self._since(container))

    def poll_cache(self) -> None:
        """The shared cache answers with what was true while it and a container remember."""
        feed = self.random.choice([SITE, WORLD])
        response = self.cache.get(path_of(feed))
        if response.status == 200:
            unbounded = self.cache.stale_for_errors or response.headers["Cache-Control"] == STALE
            slowest = min(map(self._since, self.containers))
            self._check(feed, response, NOW if unbounded else slowest - SHARED_MAX_AGE * SECOND)

    def read(self) -> None:
        """A reader polls conditionally, and keeps what it has if that is confirmed."""
        reader = self.random.choice(self.readers)
        self.update(reader, self.random.choice(self.containers))

    def update(self, reader: Reader, container: Container) -> None:
        """Let a reader poll a container."""
        path = path_of(section_feed(self.name) if reader.feed == SEA else reader.feed)
        response = answer(container, path, {reader.header.lower(): reader.validator} if reader.validator else {})
        if response.status == 200:
            name = "Last-Modified" if reader.header == "If-Modified-Since" else "ETag"
            reader.validator, reader.seen = response.headers[name], seen_in(response)
        if response.status in (200, 304):
            self._check_seen(reader.feed, reader.seen, self._since(container))

    def look_afresh(self) -> None:
        """A new container whose clock is right shows exactly what is true, at its second."""
        container = self._container(0, timedelta())
        for feed in (SITE, WORLD):
            assert seen_in(answer(container, path_of(feed), {})) == self.truth.now(feed, self.now), f"{feed} at {self.now}"

    def follow_former_name(self) -> None:
        """Whoever has a former name of the section gets there in one step, whichever containers answer."""
        slug = self.random.choice(SLUGS)
        for container in self.containers:
            container.table.away = False
        response = self._from_any_container(path_of(section_feed(slug)), {})
        if response.status == 301:
            response = self._from_any_container(response.headers["Location"].removeprefix(GAZETTE.feeds_url), {})
            assert response.status == 200, "a redirect leads to another"

    def everything_public(self, *, with_lifetimes: bool = True) -> list[Any]:
        """Every public answer of a new container: documents with their headers, redirects, and the directory.

        Lifetimes in caches depend on a release in its last minute.
        """
        container = self._container(0, timedelta())
        paths = [path_of(key) for key in (SITE, WORLD, section_feed(self.name))]
        found = [answer(container, path, {}) for path in paths]
        listed = container.service.directory(Request("GET"))
        ignored = () if with_lifetimes else ("Cache-Control",)
        headers = [{name: value for name, value in each.headers.items() if name not in ignored} for each in (*found, listed)]
        return [(each.status, shown, each.body) for each, shown in zip((*found, listed), headers, strict=True)]

    def finish(self) -> None:
        """When all is quiet for as long as anybody remembers, everybody has what is true."""
        self.pass_time(70)
        self.announce()
        self.pass_time(200)
        for container in self.containers:
            container.table.away = False
        for reader in self.readers:
            for container in self.containers:
                self.update(reader, container)
            assert reader.seen == self.truth.now(reader.feed, self.now), f"{reader} has not got what is true"
        for feed in (SITE, WORLD):
            assert seen_in(self.cache.get(path_of(feed))) == self.truth.now(feed, self.now)

    def _since(self, container: Container) -> datetime:
        return NOW if container.table.away else self.now - container.memo - 2 * SKEW

    def _check(self, name: FeedKey, response: Response, since: datetime) -> None:
        feed = SEA if name.slug in SLUGS else name
        assert response.status == 200
        self._check_seen(feed, seen_in(response), since)

    def _check_seen(self, feed: FeedKey, seen: Seen, since: datetime) -> None:
        assert self.truth.early(seen, self.now) == []
        assert self.truth.was(feed, seen, since, self.now), f"{feed} at {self.now}: {sorted(seen)} was never true since {since}"

    def _from_any_container(self, path: str, headers: dict[str, str]) -> Response:
        return answer(self.random.choice(self.containers), path, headers)


def answer(container: Container, path: str, headers: dict[str, str]) -> Response:
    """The container's response to a request, as the function makes it."""
    try:
        return container.service.feed(key_at(path), JSON_FEED, Request("GET", headers))
    except StoreUnavailable:
        return responses.service_unavailable()


def path_of(key: FeedKey) -> str:
    """The path of a feed's JSON document."""
    return f"{key.path}/{JSON_FEED.file_name}"


def key_at(path: str) -> FeedKey:
    """The feed of a document at a path."""
    return FeedKey.named(path.strip("/").rpartition("/")[0] or "site")


def seen_in(response: Response) -> Seen:
    """The articles in a JSON document."""
    return frozenset((item["id"], item["title"]) for item in json.loads(response.body)["items"])


def names_in(response: Response) -> set[str]:
    """The ids of the articles in a JSON document."""
    return {name for name, _ in seen_in(response)} if response.status == 200 else set()


def whole(moment: datetime) -> datetime:
    """The time in whole seconds."""
    return moment.replace(microsecond=0)
