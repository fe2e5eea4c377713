"""The state of a feed, computed from its head alone."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.model.feed_state import LONGEST_AGE, RECENT_TIMES, SHORTEST_AGE, Head, latest, max_age_of
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
    head = Head("r1", NOW, releases=(release,))
    before, at = head.at(release - timedelta(microseconds=1)), head.at(release)
    assert (before.revision, before.changed_at, before.next_release_at) == ("r1", NOW, release)
    assert at.revision not in {"r1", before.revision}
    assert (at.changed_at, at.next_release_at) == (release, None)


def test_each_release_is_a_state_of_its_own() -> None:
    head = Head("r1", NOW, releases=(NOW + HOUR, NOW + 2 * HOUR))
    states = [head.at(NOW + hours * HOUR) for hours in (0, 1, 2)]
    assert len({state.revision for state in states}) == 3
    assert [state.changed_at for state in states] == [NOW, NOW + HOUR, NOW + 2 * HOUR]


def test_a_release_before_the_last_edit_is_part_of_that_edit() -> None:
    assert Head("r2", NOW, releases=(NOW - HOUR,)).at(NOW).revision == "r2"


def test_a_feed_never_says_it_changed_in_the_future() -> None:
    assert Head("r1", NOW + HOUR).at(NOW).changed_at == NOW


@given(st.lists(st.integers(-100, 100), max_size=8), st.lists(st.integers(0, 200), min_size=2, max_size=10))
def test_changed_at_never_goes_back_and_is_never_in_the_future(releases: list[int], times: list[int]) -> None:
    head = Head("r1", NOW, releases=tuple(NOW + minutes * MINUTE for minutes in sorted(releases)))
    moments = [NOW + minutes * MINUTE for minutes in sorted(times)]
    changes = [head.at(moment).changed_at for moment in moments]
    assert changes == sorted(changes)
    assert all(change <= moment for change, moment in zip(changes, moments, strict=True))


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
    head = Head("r1", NOW, releases=(NOW + HOUR,), recent=(NOW - HOUR, NOW))
    assert head.at(NOW + HOUR).max_age == 900


def test_only_the_latest_times_are_kept_newest_last() -> None:
    times = tuple(NOW + count * MINUTE for count in range(30))
    assert latest(times[::-1], times[:5]) == times[-RECENT_TIMES:]
