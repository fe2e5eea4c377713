"""Compares a real newsroom with its model: every edit is made in both, and readers must see the same in both."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from byline.errors import StoreUnavailable
from byline.model.feed_key import SITE, FeedKey, author_feed, section_feed
from byline.storage.desk_reader import WHOLE_SITE
from byline.storage.dynamodb import Table, connect
from byline.storage.editing import Outcome
from byline_tools.local.stack import TABLE_NAME
from tests.proof.faults import FaultyClient, Killed
from tests.proof.model import Model, directory, shown_to_reader
from tests.proof.newsroom import NEWEST, SITE_TITLE, Desk, Edit, Newsroom, Refusal, outcome_of, put_back, stored
from tests.support.dates import EVERY_RESPONSE, dated_by
from tests.support.factories import Clock

SLUGS = ("a", "b", "c", "d")
NAMES = [SITE, *map(section_feed, SLUGS), *map(author_feed, SLUGS)]

COUNTED: Counter[str] = Counter()
"""The numbers of comparisons and faults in this process."""


class Comparison:
    """Makes edits in both newsrooms. Any difference raises AssertionError."""

    def __init__(self) -> None:
        self.model = Model(NEWEST)
        self.clock = Clock()
        self.newsroom = Newsroom(self.clock)
        client = connect()
        client.meta.events.register(EVERY_RESPONSE, dated_by(self.clock))
        self.client = FaultyClient(client, COUNTED)
        self.desk = Desk(Table(self.client, TABLE_NAME, sleep=lambda _: None), self.clock, self.newsroom.new_revision)  # type: ignore[arg-type]
        self._revisions: dict[FeedKey, dict[Any, str]] = {}

    @contextmanager
    def for_a_while(self) -> Iterator[None]:
        """Restore both newsrooms at the end of the block."""
        model, revisions, now, saved = deepcopy(self.model), deepcopy(self._revisions), self.clock.now, stored()
        try:
            yield
        finally:
            self.model, self._revisions, self.clock.now = model, revisions, now
            put_back(saved)
            self.newsroom.forget()

    def wait(self, seconds: int) -> None:
        self.clock.advance(seconds=seconds)
        self.model.now = self.clock()
        COUNTED["waits"] += 1
        self.compare()

    def make(self, edit: Edit) -> Outcome | Refusal:
        """Make an edit in both. If the real edit fails, repeat it, as its editor would."""
        expected = outcome_of(edit, self.model)
        try:
            outcome = outcome_of(edit, self.desk)
        except (StoreUnavailable, Killed):
            outcome = outcome_of(edit, self.desk)
            outcome = expected if outcome is Outcome.UNCHANGED else outcome  # The first attempt was made before it failed.
        self.client.choose(None)
        COUNTED[f"edits {expected if isinstance(expected, Outcome) else 'refused'}"] += 1
        assert outcome == expected
        self.compare()
        return outcome

    def compare(self) -> None:
        """Compare the response for every feed name, and the state of every feed."""
        self._compare_states()
        for name in NAMES:
            shown, expected = self.newsroom.response(name), shown_to_reader(self.model, name, SITE_TITLE)
            assert shown == expected, (str(name), shown, expected)
        COUNTED["feeds compared"] += len(NAMES)

    def _compare_states(self) -> None:
        names, states = self.newsroom.listed()
        assert names == directory(self.model, WHOLE_SITE)
        for (name, _), (revision, changed_at, next_release_at) in zip(names, states, strict=True):
            key = self.model.names[name]
            at, expected, upcoming = self.model.states[key].at(self.clock())
            assert (changed_at, next_release_at) == (expected, upcoming), name
            seen = self._revisions.setdefault(key, {})
            assert seen.setdefault(at, revision) == revision, f"{name} changed its revision though nothing happened to it"
            assert len(set(seen.values())) == len(seen), f"{name} has the revision of an earlier state"

    def compare_entries(self) -> None:
        """Compare stored items that readers do not see: all feed entries, and the schedule."""
        stories = [story for story in self.model.stories.values() if not story.draft and not story.gone]
        assert self.newsroom.entries() == Counter((str(key), story.article.id) for story in stories for key in story.feeds())
        waiting = [(story.article.published, story.article.id) for story in stories if not story.is_out(self.clock())]
        assert self.newsroom.scheduled() == sorted(waiting)

    def compare_documents(self) -> None:
        """Check that no stored document is stale."""
        for name in NAMES:
            if (
                isinstance(shown_to_reader(self.model, name, SITE_TITLE), tuple)
                and self.model.called(self.model.names[name]) == name
            ):
                assert self.newsroom.is_fresh(name)
