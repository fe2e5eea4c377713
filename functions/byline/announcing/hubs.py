"""Pings WebSub hubs about changed documents: https://www.w3.org/TR/websub/#publishing (section 6)."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import urllib3

CONNECT_SECONDS = 2.0
READ_SECONDS = 3.0
ATTEMPTS = 3
PATIENCE = 15.0
"""The most seconds that one call spends on one hub: many feeds may change together, and later changes wait."""

LONGEST_SECONDS = PATIENCE + ATTEMPTS * (CONNECT_SECONDS + READ_SECONDS) + 1.5
"""The most seconds that `Hubs.ping` takes: the last ping begins within PATIENCE, and its pauses take 1.5 s at most."""

RETRIED_STATUSES = (429, 500, 502, 503, 504)


class Hubs:
    """The hubs at `addresses`. Each is pinged in a thread of its own, so that a slow hub does not delay the others.

    `backoff` is the pause before the second attempt, in seconds, doubled before each further one. After `patience`, in seconds,
    a hub gets no more pings.
    """

    def __init__(self, addresses: Sequence[str], backoff: float = 0.5, patience: float = PATIENCE) -> None:
        self._addresses = addresses
        self._patience = patience
        retries = urllib3.Retry(
            ATTEMPTS - 1,
            allowed_methods={"POST"},
            status_forcelist=RETRIED_STATUSES,
            backoff_factor=backoff,
            redirect=0,
            respect_retry_after_header=False,
        )
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
        self._http = urllib3.PoolManager(retries=retries, timeout=timeout)

    def ping(self, topics: list[str]) -> list[str]:
        """Ping every hub for every topic, the address of a document; returns the hubs that did not accept them all.

        A hub that does not accept a topic is not pinged for the remaining ones.
        """
        if not self._addresses:
            return []
        with ThreadPoolExecutor(len(self._addresses)) as pool:
            accepted = pool.map(lambda hub: self._ping_all(hub, topics), self._addresses)
            return [hub for hub, accepted_all in zip(self._addresses, accepted, strict=True) if not accepted_all]

    def _ping_all(self, hub: str, topics: list[str]) -> bool:
        until = time.monotonic() + self._patience
        return all(time.monotonic() < until and self._ping_one(hub, topic) for topic in topics)

    def _ping_one(self, hub: str, topic: str) -> bool:
        try:
            response = self._http.request("POST", hub, fields={"hub.mode": "publish", "hub.url": topic}, encode_multipart=False)
        except urllib3.exceptions.HTTPError:
            return False
        return 200 <= response.status < 300
