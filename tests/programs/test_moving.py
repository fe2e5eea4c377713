"""A site moves from WordPress or Ghost: whoever subscribed to its old feed sees every story once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.programs.subscribers import PROGRAMS, Subscriber
from tests.support import feeds, serving
from tests.support.old_sites import HEADERS, ghost_export, ghost_feed, wordpress_export, wordpress_feed

POSTS = 12
"""Of the site that moves: more than its feed shows at once."""


@dataclass(frozen=True)
class System:
    """What a site moves from: where its feed is, the feed with the posts up to a number, and the export with these posts."""

    path: str
    feed: Callable[[int], str]
    export: Callable[[int], str]
    file_name: str


SYSTEMS = {
    "WordPress": System("/feed/", wordpress_feed, wordpress_export, "export.xml"),
    "Ghost": System("/rss/", ghost_feed, ghost_export, "export.json"),
}


@pytest.fixture(scope="module", params=list(SYSTEMS.values()), ids=list(SYSTEMS))
def system(request: pytest.FixtureRequest) -> System:
    assert isinstance(request.param, System)
    return request.param


@pytest.fixture(scope="module")
def byline(system: System, tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Addresses]:
    """A service that has imported the export."""
    export = tmp_path_factory.mktemp("export") / system.file_name
    export.write_text(system.export(POSTS), encoding="utf-8")
    with serving.serving(export) as addresses:
        yield addresses


@pytest.fixture
def old_site() -> Iterator[feeds.Site]:
    with feeds.serving() as site:
        yield site


@pytest.fixture(params=list(PROGRAMS.values()), ids=list(PROGRAMS))
def subscribe(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Subscriber]:
    """Somebody subscribes to the feed at an address."""
    return lambda address: request.param(tmp_path, address)


def titles(first: int, last: int) -> list[str]:
    """The titles of these posts, in alphabetical order."""
    return sorted(f"Headline {number}" for number in range(first, last + 1))


def publish(system: System, site: feeds.Site, newest: int) -> None:
    """The old site has the posts up to this one."""
    site.pages[system.path] = (200, HEADERS, system.feed(newest))


def move(system: System, site: feeds.Site, byline: serving.Addresses) -> None:
    """The old site redirects its feed to the same path at Byline."""
    site.pages[system.path] = (301, {"Location": f"{byline.feeds}{system.path}"}, "")


def test_no_story_appears_twice(
    system: System, old_site: feeds.Site, byline: serving.Addresses, subscribe: Callable[[str], Subscriber]
) -> None:
    publish(system, old_site, 10)
    subscriber = subscribe(f"{old_site.address}{system.path}")
    assert subscriber.poll() == titles(1, 10)
    publish(system, old_site, POSTS)
    assert subscriber.poll() == titles(11, POSTS)
    move(system, old_site, byline)
    assert [subscriber.poll() for _ in range(3)] == [[], [], []]
    assert subscriber.kept() == titles(1, POSTS)


def test_a_story_published_after_the_move_appears_once(
    system: System, old_site: feeds.Site, byline: serving.Addresses, subscribe: Callable[[str], Subscriber]
) -> None:
    publish(system, old_site, 10)
    subscriber = subscribe(f"{old_site.address}{system.path}")
    subscriber.poll()
    move(system, old_site, byline)
    assert [subscriber.poll() for _ in range(2)] == [titles(11, POSTS), []]
    assert subscriber.kept() == titles(1, POSTS)


def test_who_saw_only_the_newest_stories_gets_older_ones_once(
    system: System, old_site: feeds.Site, byline: serving.Addresses, subscribe: Callable[[str], Subscriber]
) -> None:
    publish(system, old_site, POSTS)
    subscriber = subscribe(f"{old_site.address}{system.path}")
    assert subscriber.poll() == titles(3, POSTS)
    move(system, old_site, byline)
    assert [subscriber.poll() for _ in range(2)] == [titles(1, 2), []]
    assert subscriber.kept() == titles(1, POSTS)
