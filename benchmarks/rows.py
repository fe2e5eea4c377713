"""The rows of the report: subject, baseline and budget."""

from dataclasses import dataclass
from enum import Enum

from benchmarks.subjects import (
    CHANGING,
    FULL_RENDER,
    GET_ITEM,
    NEW,
    PUBLISH,
    REMEMBERED,
    TWELVE_RENDERS,
    Size,
    Subject,
    bare_django,
    bare_feedgen,
    client,
    naive,
    npm_feed,
    poll,
    render,
)
from benchmarks.surroundings import Where

SIZES = (Size(10, 10), Size(1_000, 10), Size(1_000, 10_000), Size(100_000, 10_000))
"""Newsrooms in which a poll must cost the same."""

NOISE = 0.002
"""The share of a budget that must be unused for it to count as met: two counts of the same code differ by 0.0006."""

RENDERS = (20, 200, 1_000)
"""Numbers of articles in rendered feeds, besides 50."""


class Sense(Enum):
    """The direction of a ratio: baseline divided by subject, or subject divided by baseline."""

    TIMES_LESS = "times less"
    TIMES = "times"


@dataclass(frozen=True, slots=True)
class Row:
    """A comparison: `subject` runs `times[0]` times, `against` `times[1]` times. `bounds` is the budget, None if it has none."""

    name: str
    baseline: str
    subject: Subject
    against: Subject
    times: tuple[int, int]
    sense: Sense = Sense.TIMES
    bounds: tuple[float, float] | None = None
    cold: bool = False

    @property
    def budget(self) -> str:
        """The budget in words."""
        match self.bounds:
            case None:
                return "–"
            case (low, high) if high == float("inf"):
                return f"at least {low:g} times less"
            case (low, high) if low:
                return f"within {(high - 1) * 100:g} %"
            case (_, high):
                return f"at most {high:g} times"

    def ratio(self, subject: float, against: float) -> float:
        """The ratio of two measurements in the row's direction."""
        return against / subject if self.sense is Sense.TIMES_LESS else subject / against

    def is_met(self, ratio: float, to_spare: float = 0) -> bool:
        """Whether the ratio is within the budget with the share `to_spare` of it unused."""
        low, high = self.bounds or (0, float("inf"))
        return low * (1 + to_spare) <= ratio <= high * (1 - to_spare)


BOTO3 = '`boto3.client("dynamodb")`'
UNTRIMMED = "untrimmed"
RENDER = "Query, render and gzip"


def budgeted(etag: str, naive_etag: str) -> list[Row]:
    """The rows with a budget; `etag` and `naive_etag` are the entity tags that the reader sends."""
    at_least, remembered, changing = float("inf"), poll(etag, memo=REMEMBERED), poll("", CHANGING)
    less, small, large = Sense.TIMES_LESS, poll(etag, SIZES[0]), poll(etag, SIZES[-1])
    cold, plain = poll(etag, where=Where.DEPLOYED), client(Where.BUILT)
    return [
        Row("warm 304, head in memo", "naive handler", remembered, naive(naive_etag), (400, 1), less, (300, at_least)),
        Row("warm 304, head read", "bare `get_item`", poll(etag), GET_ITEM, (20, 20), bounds=(0, 1.15)),
        Row("cold first 304, as deployed", f"{BOTO3}, {UNTRIMMED}", cold, plain, (1, 1), bounds=(0, 0.95), cold=True),
        Row("200 from a stored document", RENDER, changing, FULL_RENDER, (20, 1), less, (13, at_least)),
        Row("304 at 100,000 articles, 10,000 sections", "the same at 10 and 10", large, small, (20, 20), bounds=(0.99, 1.01)),
        Row("full render of 50, RSS", "bare feedgen", render("rss", 50), bare_feedgen("rss", 50), (3, 3), bounds=(0, 1.1)),
        Row("full render of 50, Atom", "bare feedgen", render("atom", 50), bare_feedgen("atom", 50), (3, 3), bounds=(0, 1.1)),
    ]


def others(etag: str, naive_etag: str) -> list[Row]:
    """The rows without a budget."""
    less, remembered = Sense.TIMES_LESS, poll("", memo=REMEMBERED)
    middle = [
        Row(f"304 at {size.articles:,} articles, {size.sections:,} sections", "the same at 10 and 10", *pair, (20, 20))
        for size in SIZES[1:-1]
        for pair in [(poll(etag, size), poll(etag, SIZES[0]))]
    ]
    return [
        *_cold(etag, naive_etag),
        Row("200 from a remembered document", RENDER, remembered, FULL_RENDER, (20, 1), less),
        Row("publish into 12 documents", f"{RENDER}, 12 times", PUBLISH, TWELVE_RENDERS, (2, 1)),
        *middle,
        *_renders(),
    ]


def _cold(etag: str, naive_etag: str) -> list[Row]:
    deployed, built = Where.DEPLOYED, Where.BUILT
    poll_304, first_200 = poll(etag, where=deployed), poll("", NEW, where=deployed)
    first = f"naive handler's first answer, {UNTRIMMED}"
    return [
        Row(name, against, subject, baseline, (1, 1), sense, cold=True)
        for name, against, subject, baseline, sense in (
            ("cold first 304, as deployed", f"{BOTO3}, as deployed", poll_304, client(deployed), Sense.TIMES),
            (f"cold first 304, {UNTRIMMED}", f"{BOTO3}, {UNTRIMMED}", poll(etag, where=built), client(built), Sense.TIMES),
            ("cold first 304, as deployed", first, poll_304, naive(naive_etag, built), Sense.TIMES_LESS),
            ("cold first 200, nothing stored, as deployed", first, first_200, naive(naive_etag, built), Sense.TIMES),
        )
    ]


def _renders() -> list[Row]:
    titles = (("rss", "RSS"), ("atom", "Atom"))
    elsewhere = [
        Row(f"full render of 50, {title}", baseline, render(name, 50), subject, (3, times))
        for name, title in titles
        for baseline, subject, times in (
            ("Django's feedgenerator", bare_django(name, 50), 3),
            ("npm's `feed`", npm_feed(name), 100),
        )
    ]
    sizes = [
        Row(f"render of {many}, {title}", "bare feedgen", render(name, many), bare_feedgen(name, many), (times, times))
        for many, times in zip(RENDERS, (6, 2, 1), strict=True)
        for name, title in titles
    ]
    return elsewhere + sizes
