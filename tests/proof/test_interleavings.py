"""Two edits of one feed that overlap in every order: no two of its states are ever dated alike."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import product

import pytest

from byline.errors import TransactionCancelled
from byline.model.feed_key import FeedKey, section_feed
from byline.model.feed_state import MARGIN, SECOND, Head
from byline.model.lifecycle import StoredArticle
from byline.storage.dynamodb import Table
from byline.storage.head_writes import Release, changed_head, released_head
from byline.storage.heads import head_from
from byline.storage.item_keys import head_key
from byline.storage.writes import Write
from tests.support.factories import NOW, article, counter

BEHIND, AHEAD = -4, 4
"""How wrong the clock of an editor may be, in whole seconds."""

LONGEST = 7
"""The longest time between the start of an edit and its storing, in seconds."""

CONTAINERS = [-0.9 * SECOND, 0 * SECOND, 0.9 * SECOND]
"""How far the clocks of the containers are ahead."""

NEW_REVISION = counter("i")


@dataclass
class Feed:
    """A feed, and its heads with the true times at which they were stored."""

    table: Table
    key: FeedKey
    heads: list[tuple[datetime, Head]] = field(default_factory=list)

    def read(self) -> Head:
        return head_from(self.table.get(head_key(self.key), consistent=True) or {})

    def store(self, write: Write, at: datetime) -> None:
        self.table.transact([write])
        self.heads.append((at, self.read()))

    def dated(self) -> Iterator[tuple[datetime, str]]:
        """The dates of all states that any container has at any second, and the states."""
        ends = [at for at, _ in self.heads[1:]] + [self.heads[-1][0] + 2 * MARGIN]
        for (begins, head), ends_at in zip(self.heads, ends, strict=True):
            since = max(begins, NOW - MARGIN)
            moments = [since + n * SECOND for n in range(int((ends_at - since) / SECOND) + 1)]
            for moment, ahead in product(moments, CONTAINERS):
                state = head.at(moment + ahead)
                if state.dated:
                    yield state.last_modified, state.revision


def scheduling(feed: Feed, head: Head, now: datetime, release: datetime) -> Write:
    """The write of an edit that schedules an article, as `ArticleEdits` makes it."""
    waiting = StoredArticle(article(published=release))
    noted = Release.of(waiting.article.id, release)
    if not waiting.has_been_seen(now):
        return released_head(feed.key, head, noted, now)
    return changed_head(feed.key, head, revision=NEW_REVISION(), now=now, releases=[noted])


def correcting(feed: Feed, head: Head, now: datetime) -> Write:
    return changed_head(feed.key, head, revision=NEW_REVISION(), now=now)


@pytest.mark.parametrize("scheduler", [BEHIND, 0, AHEAD])
@pytest.mark.parametrize("corrector", [BEHIND, 0, AHEAD])
def test_edits_that_overlap_never_make_two_states_of_one_date(table: Table, scheduler: int, corrector: int) -> None:
    """One edit schedules an article, for soon; the other, a correction, has read the head before that is stored."""
    cases = product((0, LONGEST), (0, 3), (1, 4, LONGEST), range(1, 25, 3))
    for number, (taking, earlier, later, embargo) in enumerate(cases):
        if earlier + later > LONGEST:
            continue
        feed = Feed(table, section_feed(f"s{number}"))
        feed.store(changed_head(feed.key, None, revision="first", now=NOW - 60 * SECOND), NOW - 60 * SECOND)
        read, stored = feed.read(), NOW + taking * SECOND
        began = NOW + scheduler * SECOND  # by the scheduler's clock
        corrected_at = stored + (corrector - earlier) * SECOND
        feed.store(scheduling(feed, read, began, began + embargo * SECOND), stored)
        ends = stored + later * SECOND
        try:
            feed.store(correcting(feed, read, corrected_at), ends)
        except TransactionCancelled:
            feed.store(correcting(feed, feed.read(), ends + corrector * SECOND), ends)
        dates: dict[datetime, set[str]] = {}
        for date, revision in feed.dated():
            dates.setdefault(date, set()).add(revision)
        alike = {date: states for date, states in dates.items() if len(states) > 1}
        assert not alike, (taking, earlier, later, embargo)
