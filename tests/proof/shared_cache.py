"""A shared cache that obeys Cache-Control as CloudFront does (RFC 9111 and RFC 5861), in simulated time."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from byline.serving.responses import Response

Origin = Callable[[str, dict[str, str]], Response]
"""Answers a request for a path with these headers."""


@dataclass
class Copy:
    """A response and the time at which the origin gave or confirmed it."""

    response: Response
    at: datetime

    def seconds(self, directive: str) -> int:
        """The value of a directive of Cache-Control; 0 if it has none."""
        found = re.search(rf"(?:^|[ ,]){directive}=(\d+)", self.response.headers.get("Cache-Control", ""))
        return int(found.group(1)) if found else 0

    def age(self, now: datetime) -> float:
        return (now - self.at) / timedelta(seconds=1)


class SharedCache:
    """Answers requests from copies while they are fresh, and asks `origin` otherwise. `clock` is its own."""

    def __init__(self, origin: Origin, clock: Callable[[], datetime]) -> None:
        self._origin = origin
        self._clock = clock
        self._copies: dict[str, Copy] = {}
        self.stale_for_errors = False

    def purge(self) -> None:
        """Forget everything, as after an invalidation of `/*`."""
        self._copies.clear()

    def get(self, path: str) -> Response:
        """The response to a request. `stale_for_errors` says whether it is a stale copy because the origin has failed."""
        now, copy, self.stale_for_errors = self._clock(), self._copies.get(path), False
        if copy and copy.age(now) < copy.seconds("s-maxage") + copy.seconds("stale-while-revalidate"):
            return copy.response
        answer = self._origin(path, {"if-none-match": copy.response.headers["ETag"]} if copy else {})
        if answer.status == 304 and copy:
            self._copies[path] = Copy(Response(200, answer.headers, copy.response.body), now)
            return self._copies[path].response
        if answer.status >= 500 and copy and copy.age(now) < copy.seconds("s-maxage") + copy.seconds("stale-if-error"):
            self.stale_for_errors = True
            return copy.response
        if answer.status == 200:
            self._copies[path] = Copy(answer, now)
        return answer
