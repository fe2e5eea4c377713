"""Telling WebSub hubs that documents have changed: https://www.w3.org/TR/websub/#publishing (section 6)."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import urllib3

CONNECT_SECONDS = 2.0
READ_SECONDS = 3.0
ATTEMPTS = 3
PATIENCE = 60.0
"""Seconds for all that a hub is told of at once: many feeds may change together, and a function has its time-out."""

TROUBLE = (429, 500, 502, 503, 504)


class Hubs:
    """The hubs at `addresses`, each told in a thread of its own, so that a slow one keeps nobody waiting but itself.

    `backoff` is the pause before a second attempt, in seconds, doubled before each further one. After `patience`, in seconds, a
    hub is asked no more.
    """

    def __init__(self, addresses: Sequence[str], backoff: float = 0.5, patience: float = PATIENCE) -> None:
        self._addresses = addresses
        self._patience = patience
        retries = urllib3.Retry(
            ATTEMPTS - 1,
            allowed_methods={"POST"},
            status_forcelist=TROUBLE,
            backoff_factor=backoff,
            redirect=0,
            respect_retry_after_header=False,
        )
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
        self._http = urllib3.PoolManager(retries=retries, timeout=timeout)

    def ping(self, topics: list[str]) -> list[str]:
        """Tell every hub of every topic; returns the hubs that did not take them all. One that fails is asked no more."""
        if not self._addresses:
            return []
        with ThreadPoolExecutor(len(self._addresses)) as pool:
            heard = pool.map(lambda hub: self._tell_all(hub, topics), self._addresses)
            return [hub for hub, heard_all in zip(self._addresses, heard, strict=True) if not heard_all]

    def _tell_all(self, hub: str, topics: list[str]) -> bool:
        until = time.monotonic() + self._patience
        return all(time.monotonic() < until and self._tell(hub, topic) for topic in topics)

    def _tell(self, hub: str, topic: str) -> bool:
        try:
            answer = self._http.request("POST", hub, fields={"hub.mode": "publish", "hub.url": topic}, encode_multipart=False)
        except urllib3.exceptions.HTTPError:
            return False
        return 200 <= answer.status < 300
