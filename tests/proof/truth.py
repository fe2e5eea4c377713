"""What readers ought to see, at any time, of a newsroom that is edited in simulated time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import islice

from byline.model.article import Article
from byline.model.feed import MOST_ARTICLES
from byline.model.feed_key import FeedKey
from byline.model.feed_state import SKEW
from byline.model.kinds import feeds_of

Seen = frozenset[tuple[str, str]]
"""The ids and titles of the articles in a document."""


@dataclass(frozen=True)
class Edition:
    """The articles that are not withdrawn, from the time `at` of an edit on."""

    at: datetime
    articles: dict[str, Article]

    def visible(self, feed: FeedKey, now: datetime) -> Seen:
        """What the feed shows at `now`: the newest articles."""
        newest_first = self._in_feeds.get(feed, ())
        due = (each for each in newest_first if each.published <= now)
        return frozenset((each.id, each.title) for each in islice(due, MOST_ARTICLES))

    @cached_property
    def _in_feeds(self) -> dict[FeedKey, list[Article]]:
        """The articles of each feed, newest first."""
        found = defaultdict[FeedKey, list[Article]](list)
        for each in sorted(self.articles.values(), key=lambda each: (each.published, each.id), reverse=True):
            for feed in feeds_of(each):
                found[feed].append(each)
        return found


@dataclass
class Truth:
    """Every edition so far, oldest first."""

    start: datetime
    editions: list[Edition] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.editions.append(Edition(self.start, {}))

    @property
    def articles(self) -> dict[str, Article]:
        """The articles that are not withdrawn now."""
        return self.editions[-1].articles

    def edit(self, at: datetime, article: Article) -> None:
        """An article was stored."""
        self.editions.append(Edition(at, {**self.articles, article.id: article}))

    def withdraw(self, at: datetime, article_id: str) -> None:
        """An article was withdrawn."""
        self.editions.append(Edition(at, {name: each for name, each in self.articles.items() if name != article_id}))

    def now(self, feed: FeedKey, now: datetime) -> Seen:
        """What the feed shows at `now` to somebody whose clock is right and who remembers nothing."""
        return self.editions[-1].visible(feed, now)

    def was(self, feed: FeedKey, seen: Seen, since: datetime, now: datetime) -> bool:
        """Whether `seen` was true at some time between `since` and `now`, by a clock that a function may have."""
        moments = list(self._moments(since - SKEW, now + SKEW))
        return any(edition.visible(feed, moment) == seen for edition in self._editions(since) for moment in moments)

    def _editions(self, since: datetime) -> Iterable[Edition]:
        """The editions that were current at `since` or later."""
        current = [n for n, edition in enumerate(self.editions) if edition.at <= since]
        return self.editions[current[-1] if current else 0 :]

    def _moments(self, since: datetime, until: datetime) -> Iterable[datetime]:
        """The times at which an embargo lifts in any edition, and the first and last moment."""
        published = {each.published for edition in self.editions for each in edition.articles.values()}
        return [since, *sorted(moment for moment in published if since < moment <= until), until]

    def early(self, seen: Seen, now: datetime) -> list[str]:
        """The ids in `seen` of articles under embargo, by every clock that a function may have."""
        lifted = {each.id for edition in self.editions for each in edition.articles.values() if each.published <= now + SKEW}
        return [name for name, _ in seen if name not in lifted]
