"""Values are cached for a limited time, and up to a limited total size."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from byline.serving.memo import Memo
from tests.support.factories import NOW


def test_what_was_just_remembered_is_fresh_until_its_time_is_up() -> None:
    memo: Memo[str, int] = Memo(5, 10)
    memo.remember("a", 1, NOW)
    assert memo.fresh("a", NOW + timedelta(seconds=4.9)) == 1
    assert memo.fresh("a", NOW + timedelta(seconds=5)) is None
    assert memo.stale("a") == 1


def test_what_was_remembered_by_a_clock_that_went_back_is_not_fresh() -> None:
    memo: Memo[str, int] = Memo(5, 10)
    memo.remember("a", 1, NOW)
    assert memo.fresh("a", NOW - timedelta(seconds=1)) is None


def test_nothing_is_remembered_for_no_time_at_all() -> None:
    memo: Memo[str, int] = Memo(0, 10)
    memo.remember("a", 1, NOW)
    assert (memo.fresh("a", NOW), memo.stale("a")) == (None, None)


def test_what_was_longest_unused_is_forgotten_first() -> None:
    memo: Memo[str, int] = Memo(5, 2)
    for number, key in enumerate("ab"):
        memo.remember(key, number, NOW)
    memo.stale("a")
    memo.remember("c", 3, NOW)
    assert [memo.stale(key) for key in "abc"] == [0, None, 3]


def test_what_is_larger_than_everything_is_not_remembered_and_replaces_nothing_else() -> None:
    memo: Memo[str, int] = Memo(5, 10)
    memo.remember("a", 1, NOW, size=5)
    memo.remember("b", 2, NOW, size=11)
    assert (memo.stale("a"), memo.stale("b")) == (1, None)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 12))))
def test_never_more_is_remembered_than_allowed(remembered: list[tuple[int, int]]) -> None:
    memo: Memo[int, int] = Memo(5, 10)
    for key, size in remembered:
        memo.remember(key, size, NOW, size)
    remembered_sizes = [memo.stale(key) for key in range(6)]
    assert sum(size or 0 for size in remembered_sizes) <= 10
