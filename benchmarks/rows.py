"""What is measured against what, and what has to be reached."""

from dataclasses import dataclass
from enum import Enum

from benchmarks.subjects import CLIENT, FULL_RENDER, GET_ITEM, REMEMBERED, Size, Subject, bare_feedgen, naive, poll, render

SIZES = (Size(10, 10), Size(1_000, 10), Size(1_000, 10_000), Size(100_000, 10_000))
"""The newsrooms a poll has to cost the same in."""

NOISE = 0.002
"""By so much a budget must be kept before it counts as reached: the same code, counted again, differs by 0.0006."""

RENDERS = (20, 50, 200, 1_000)
"""How many articles a feed is rendered with."""


class Sense(Enum):
    """How a ratio is told: the baseline's through the subject's, or the subject's through the baseline's."""

    TIMES_LESS = "times less"
    TIMES = "times"


@dataclass(frozen=True, slots=True)
class Row:
    """`subject` is done `times[0]` times, `against` `times[1]`; `bounds` is the budget, None where there is none."""

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
        """The ratio of two measurements in the row's sense."""
        return against / subject if self.sense is Sense.TIMES_LESS else subject / against

    def is_met(self, ratio: float, to_spare: float = 0) -> bool:
        """Whether the ratio keeps to the budget, with that share of it to spare."""
        low, high = self.bounds or (0, float("inf"))
        return low * (1 + to_spare) <= ratio <= high * (1 - to_spare)


def budgeted(etag: str, naive_etag: str) -> list[Row]:
    """The rows that have a budget; `etag` and `naive_etag` are what the reader has."""
    at_least, remembered, changing = float("inf"), poll(etag, memo=REMEMBERED), poll("", Size(revisions=2))
    less, small, large = Sense.TIMES_LESS, poll(etag, SIZES[0]), poll(etag, SIZES[-1])
    of = "Query, render and gzip"
    return [
        Row("warm 304, head in memo", "naive handler", remembered, naive(naive_etag), (400, 1), less, (300, at_least)),
        Row("warm 304, head read", "bare `get_item`", poll(etag), GET_ITEM, (20, 20), bounds=(0, 1.15)),
        Row("cold first 304", '`boto3.client("dynamodb")`', poll(etag), CLIENT, (1, 1), bounds=(0, 0.95), cold=True),
        Row("200 from a stored document", of, changing, FULL_RENDER, (20, 1), less, (13, at_least)),
        Row("304 at 100,000 articles, 10,000 sections", "the same at 10 and 10", large, small, (20, 20), bounds=(0.99, 1.01)),
        Row("full render of 50, RSS", "bare feedgen", render("rss", 50), bare_feedgen("rss", 50), (3, 3), bounds=(0, 1.1)),
        Row("full render of 50, Atom", "bare feedgen", render("atom", 50), bare_feedgen("atom", 50), (3, 3), bounds=(0, 1.1)),
    ]


def others(etag: str) -> list[Row]:
    """The rows that are only told."""
    remembered = Row(
        "200 from a remembered document",
        "Query, render and gzip",
        poll("", memo=REMEMBERED),
        FULL_RENDER,
        (20, 1),
        Sense.TIMES_LESS,
    )
    middle = [
        Row(f"304 at {size.articles:,} articles, {size.sections:,} sections", "the same at 10 and 10", *pair, (20, 20))
        for size in SIZES[1:-1]
        for pair in [(poll(etag, size), poll(etag, SIZES[0]))]
    ]
    renders = [
        Row(
            f"render of {articles}, {title}", "bare feedgen", render(name, articles), bare_feedgen(name, articles), (times, times)
        )
        for articles, times in zip(RENDERS, (6, 3, 2, 1), strict=True)
        for name, title in (("rss", "RSS"), ("atom", "Atom"))
        if articles != 50
    ]
    return [remembered, *middle, *renders]
