"""Fetches feeds politely: one request after the other with a pause between them, and when a site asks for it, a longer one."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from importlib.metadata import version

from byline_tools.checks.fetching import CannotFetch, Response, fetch
from byline_tools.importers.feeds.times import time_in

PAUSE = 1.0
"""In seconds, between two requests."""

LONGEST_WAIT = 300
"""In seconds: a site that asks for more is asked again by who imports, not by the import."""

TRIES = 4
USER_AGENT = f"Byline/{version('byline')} (byline import)"

_BUSY = frozenset(
    {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT}
)


@dataclass(slots=True)
class Web:
    """Fetches documents; `sleep` waits for that many seconds, and `clock` returns the time in UTC."""

    sleep: Callable[[float], None]
    clock: Callable[[], datetime]
    pause: float = PAUSE
    _waits: bool = field(default=False, init=False)

    def get(self, address: str) -> Response:
        """The response to a request, of any status but those of a site that is busy.

        Raises CannotFetch if there is none after TRIES requests, or if the site asks to wait for longer than LONGEST_WAIT.
        """
        for number in range(1, TRIES + 1):
            if self._waits:
                self.sleep(self.pause)
            self._waits = True
            response = fetch(address, headers={"User-Agent": USER_AGENT})
            if response.status not in _BUSY:
                return response
            wait = self._stated(response.headers.get("Retry-After")) or self.pause * 4**number
            if wait > LONGEST_WAIT:
                raise CannotFetch(address, f"it asks to wait for {wait:,.0f} seconds: try again later")
            if number < TRIES:
                self.sleep(wait)
        raise CannotFetch(address, f"it responded with {response.status} {TRIES} times: try again later")

    def _stated(self, text: str | None) -> float:
        """The seconds that a Retry-After states (RFC 9110, section 10.2.3); 0 if it states none."""
        if text is None:
            return 0
        if re.fullmatch(r"[0-9]{1,9}", text.strip(), re.ASCII):
            return float(text)
        time = time_in(text)
        return max((time - self.clock()).total_seconds(), 0) if time else 0
