"""Compares a real newsroom with its model: every edit is made in both, and readers must see the same in both."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import timedelta
from typing import Any

from byline.desk.finding import Filters
from byline.errors import StoreUnavailable
from byline.model.feed_key import SITE, FeedKey, author_feed, section_feed
from byline.model.lifecycle import Status
from byline.storage.desk_reader import WHOLE_SITE
from byline.storage.dynamodb import Table, connect
from byline.storage.editing import Outcome
from byline_tools.local.stack import TABLE_NAME
from tests.proof.expected import directory, listed, names_in, shown_to_reader, versions
from tests.proof.faults import FaultyClient, Killed
from tests.proof.model import Model
from tests.proof.newsroom import NEWEST, SITE_TITLE, Desk, Edit, Newsroom, Refusal, outcome_of, put_back, stored
from tests.proof.simulated_table import SimulatedTable
from tests.support.dates import EVERY_RESPONSE, dated_by
from tests.support.factories import NOW, Clock, article

SLUGS = ("a", "b", "c", "d")
NAMES = [SITE, *map(section_feed, SLUGS), *map(author_feed, SLUGS)]

GUIDS = ["4711", "1234 at https://www.example.com", article(2).url, article(3).id, article(9).id]
"""Guids of whatever form: any text, an address and ids that articles have or get later."""

HOUR = timedelta(hours=1)
FILTERS = [
    Filters(section, author, tag, status, since, words=words)
    for section, author, tag, words, since in (
        (None, None, None, None, None),
        ("a", None, None, None, None),
        (None, "b", None, None, None),
        ("b", "a", None, None, None),
        (None, None, "sea", None, None),
        (None, None, None, "headline", NOW - HOUR),
        ("c", None, "ships", None, None),
    )
    for status in (None, *Status)
]

COUNTED: Counter[str] = Counter()
"""The numbers of comparisons and faults in this process."""


class Comparison:
    """Makes edits in both newsrooms. Any difference raises AssertionError."""

    def __init__(self) -> None:
        self.model = Model(NEWEST)
        self.clock = Clock()
        client = connect()
        client.meta.events.register(EVERY_RESPONSE, dated_by(self.clock))
        self.client = FaultyClient(client, COUNTED)
        self.newsroom = Newsroom(SimulatedTable(client, self.clock), self.clock)
        self.desk = Desk(Table(self.client, TABLE_NAME, sleep=lambda _: None), self.clock, self.newsroom.new_revision)  # type: ignore[arg-type]
        self._revisions: dict[FeedKey, dict[Any, str]] = {}
        self._compared: dict[str, Any] = {}
        self._turn = 0

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
            # The first attempt was made before it failed.
            outcome = expected if outcome in {Outcome.UNCHANGED, Outcome.LEFT_ALONE} else outcome
        self.client.choose(None)
        COUNTED[f"edits {expected if isinstance(expected, Outcome) else 'refused'}"] += 1
        assert outcome == expected, (outcome, expected)
        self.compare()
        return outcome

    def compare(self) -> None:
        """Compare the response for every feed name, the state of every feed, two lists, and the versions of edited articles."""
        COUNTED["steps"] += 1
        self._compare_states()
        self._compare_lists()
        self._compare_versions()
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

    def _compare_lists(self) -> None:
        """Compare a list of all articles, one by the next filter, and who has the next address and the next guid."""
        self._turn += 1
        filters, number = FILTERS[self._turn % len(FILTERS)], 1 + self._turn % 8
        for each in (Filters(), filters):
            if all(name in self.model.names for name in names_in(each)):
                assert self.newsroom.found(each, number) == listed(self.model, each), each
        for name in (article(number).url, GUIDS[self._turn % len(GUIDS)]):
            assert self.newsroom.named(name) == self.model.named(name), name
        COUNTED["lists compared"] += 2

    def _compare_versions(self) -> None:
        for article_id, known in self.model.versions.items():
            if self._compared.get(article_id) is not known:
                self._compared[article_id] = known
                assert self.newsroom.versions(article_id) == versions(self.model, article_id)
                COUNTED["versions compared"] += len(known)

    def compare_entries(self) -> None:
        """Compare stored items that readers do not see: all versions, all feed entries, and the schedule."""
        self._compared.clear()
        self._compare_versions()
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
