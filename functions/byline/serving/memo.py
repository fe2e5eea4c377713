"""What a container remembers between requests: a few things, for a short while, and no more than a bounded amount."""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memo(Generic[Key, Value]):
    """Remembers values for `seconds` and forgets the longest unused beyond `most` in total size; for 0 seconds: nothing."""

    def __init__(self, seconds: float, most: int) -> None:
        self._lifetime = timedelta(seconds=seconds)
        self._most = most
        self._size = 0
        self._kept: OrderedDict[Key, tuple[Value, datetime, int]] = OrderedDict()

    def fresh(self, key: Key, now: datetime) -> Value | None:
        """The value remembered less than `seconds` before `now`."""
        kept = self._kept.get(key)
        return self.stale(key) if kept and timedelta(0) <= now - kept[1] < self._lifetime else None

    def stale(self, key: Key) -> Value | None:
        """The value remembered, however long ago: better than none when there is trouble."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        self._kept.move_to_end(key)
        return kept[0]

    def remember(self, key: Key, value: Value, now: datetime, size: int = 1) -> None:
        """Remember `value` from `now` on; one larger than everything that may be remembered is not."""
        self._forget(key)
        if size > self._most or not self._lifetime:
            return
        self._kept[key] = (value, now, size)
        self._size += size
        while self._size > self._most:
            self._forget(next(iter(self._kept)))

    def _forget(self, key: Key) -> None:
        if kept := self._kept.pop(key, None):
            self._size -= kept[2]
