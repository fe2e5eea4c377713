"""The state of a feed, computed from its head alone."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.model.feed_state import LONGEST_AGE, MARGIN, RECENT_TIMES, SECOND, SHORTEST_AGE, FeedState, Head, latest, max_age_of
from tests.support.factories import NOW

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def test_a_head_without_embargoes_is_in_one_state_for_ever() -> None:
    head = Head("r1", NOW)
    assert head.at(NOW) == head.at(NOW + 1000 * HOUR)
    assert head.at(NOW).revision == "r1"
    assert head.at(NOW).next_release_at is None


def test_an_embargo_lifts_exactly_at_its_second() -> None:
    release = NOW + HOUR
    head = Head("r1", NOW, releases={"a": release})
    before, at = head.at(release - timedelta(microseconds=1)), head.at(release)
    assert (before.revision, before.changed_at, before.next_release_at) == ("r1", NOW, release)
    assert at.revision not in {"r1", before.revision}
    assert (at.changed_at, at.next_release_at) == (release, None)


def test_each_release_is_a_state_of_its_own() -> None:
    head = Head("r1", NOW, releases={"a": NOW + HOUR, "b": NOW + 2 * HOUR})
    states = [head.at(NOW + hours * HOUR) for hours in (0, 1, 2)]
    assert len({state.revision for state in states}) == 3
    assert [state.changed_at for state in states] == [NOW, NOW + HOUR, NOW + 2 * HOUR]


def test_a_release_before_the_last_edit_does_not_change_when_the_feed_changed() -> None:
    state = Head("r2", NOW, {"a": NOW - HOUR}).at(NOW)
    assert (state.changed_at, state.last_modified, state.next_release_at) == (NOW, NOW, None)


def test_a_state_depends_on_what_is_due_and_not_on_what_is_scheduled() -> None:
    for releases in ({}, {"a": NOW + HOUR}, {"a": NOW + 2 * HOUR, "b": NOW + HOUR}):
        assert replace(Head("r1", NOW, releases).at(NOW), next_release_at=None) == Head("r1", NOW).at(NOW)


def test_a_head_by_a_clock_that_is_ahead_is_not_dated_yet() -> None:
    head = Head("r1", NOW + 2 * SECOND)
    states = [head.at(NOW + seconds * SECOND) for seconds in range(4)]
    assert [state.dated for state in states] == [False, False, True, True]
    assert [state.last_modified - NOW for state in states] == [timedelta(0), SECOND, 2 * SECOND, 2 * SECOND]
    assert len({(state.revision, state.changed_at) for state in states}) == 1, "documents depend on the revision alone"


def test_a_crowded_second_is_dated_by_the_next_one_when_no_clock_can_add_to_it() -> None:
    head = Head("r2", NOW, crowded=True)
    settled = NOW + SECOND + MARGIN
    assert (head.at(settled - SECOND).dated, head.at(settled - SECOND).last_modified) == (False, NOW)
    assert (head.at(settled).dated, head.at(settled).last_modified) == (True, NOW + SECOND)


def test_a_release_that_a_head_only_expects_is_not_dated() -> None:
    head = Head("r1", NOW, {"a": NOW + HOUR})
    assert not head.at(NOW + HOUR, read_at=NOW).dated
    assert head.at(NOW + HOUR, read_at=NOW + HOUR).dated


class Reader:
    """A client that knows nothing but dates."""

    def __init__(self) -> None:
        self.has: tuple[str, datetime] | None = None

    def poll(self, state: FeedState) -> None:
        if not (self.has and state.dated and self.has[1] >= state.last_modified):
            self.has = (state.revision, state.last_modified)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 1), st.integers(-5, 5), st.integers(0, 9)), max_size=30))
def test_a_reader_that_knows_dates_only_has_every_state_in_the_end(steps: list[tuple[int, int, int, int]]) -> None:
    """Containers with clocks of their own read heads; editors with clocks of their own write them, some with releases."""
    now, head, reader = NOW, Head("r0", NOW), Reader()
    for number, (seconds, container, editor, release) in enumerate(steps):
        now += seconds * SECOND
        reader.poll(head.at(now + container * SECOND))
        at, releases = now + editor * SECOND, dict(head.releases)
        own = [at + release * SECOND] if release else []
        releases.update((f"a{number}", moment) for moment in own)
        changed_at = max(at, head.changed_at, *head.due(at + MARGIN), *own)
        head = Head(f"r{number + 1}", changed_at, releases, crowded=head.crowds(at))
        reader.poll(head.at(now - container * SECOND))
    for later in range(60):
        reader.poll(head.at(now + later * SECOND))
    assert reader.has is not None
    assert reader.has[0] == head.at(now + 60 * SECOND).revision


@given(st.lists(st.integers(-100, 100), max_size=8), st.lists(st.integers(0, 200), min_size=2, max_size=10), st.booleans())
def test_dates_never_go_back_and_are_never_in_the_future(releases: list[int], times: list[int], crowded: bool) -> None:
    head = Head("r1", NOW, {str(minutes): NOW + minutes * MINUTE for minutes in releases}, crowded=crowded)
    moments = [NOW + minutes * MINUTE for minutes in sorted(times)]
    states = [head.at(moment) for moment in moments]
    for dates in ([state.changed_at for state in states], [state.last_modified for state in states]):
        assert dates == sorted(dates)
        assert all(date <= moment for date, moment in zip(dates, moments, strict=True))


@pytest.mark.parametrize(
    ("gap", "max_age"),
    [(MINUTE, SHORTEST_AGE), (HOUR, 900), (2 * HOUR, 1800), (24 * HOUR, LONGEST_AGE)],
)
def test_max_age_is_a_quarter_of_the_usual_gap_within_bounds(gap: timedelta, max_age: int) -> None:
    assert max_age_of(tuple(NOW + count * gap for count in range(5))) == max_age


def test_one_long_pause_does_not_change_the_cadence() -> None:
    times = [NOW + count * HOUR for count in range(6)]
    assert max_age_of((NOW - 1000 * HOUR, *times)) == 900


def test_a_feed_without_history_may_be_cached_longest() -> None:
    assert max_age_of(()) == max_age_of((NOW,)) == LONGEST_AGE


def test_a_lifted_embargo_counts_towards_the_cadence() -> None:
    head = Head("r1", NOW, releases={"a": NOW + HOUR}, recent=(NOW - HOUR, NOW))
    assert head.at(NOW + HOUR).max_age == 900


def test_only_the_latest_times_are_kept_newest_last() -> None:
    times = tuple(NOW + count * MINUTE for count in range(30))
    assert latest(times[::-1], times[:5]) == times[-RECENT_TIMES:]
