"""The feeds that an announcement is about, and its result."""

from dataclasses import dataclass, field

from byline.model.feed import LeftOut
from byline.model.feed_key import FeedKey
from byline.model.feed_state import FeedState, Head


@dataclass(slots=True)
class AnnouncementResult:
    """The result of announcing changed feeds. `failed` has the feeds that must be announced again, each with its error.

    `purges_failed` counts only purges that nothing later makes up for.
    """

    announced: list[FeedKey] = field(default_factory=list)
    failed: dict[FeedKey, Exception] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    rendered: int = 0
    failed_hubs: list[str] = field(default_factory=list)
    pings: int = 0
    purges: int = 0
    purges_failed: int = 0


@dataclass(frozen=True, slots=True)
class ChangedFeed:
    """A feed in a state that has not been announced: its stored key, its present name, and the `names` it was found by."""

    key: FeedKey
    name: FeedKey
    head: Head
    state: FeedState
    names: list[FeedKey] = field(default_factory=list)
