"""A cache in memory between requests, limited in time and in total size."""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memo(Generic[Key, Value]):
    """Caches values for `seconds`; 0 disables the cache.

    If the total size exceeds `most`, the least recently used values are dropped first.
    """

    def __init__(self, seconds: float, most: int) -> None:
        self._lifetime = timedelta(seconds=seconds)
        self._most = most
        self._size = 0
        self._entries: OrderedDict[Key, tuple[Value, datetime, int]] = OrderedDict()

    def fresh(self, key: Key, now: datetime) -> Value | None:
        """The value cached less than `seconds` before `now`; None if there is none."""
        entry = self._entries.get(key)
        return self.stale(key) if entry and timedelta(0) <= now - entry[1] < self._lifetime else None

    def stale(self, key: Key) -> Value | None:
        """The cached value of any age; None if there is none. For use if no fresh value is available."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def remember(self, key: Key, value: Value, now: datetime, size: int = 1) -> None:
        """Cache `value` from `now` on. A value larger than `most` is not cached."""
        self._forget(key)
        if size > self._most or not self._lifetime:
            return
        self._entries[key] = (value, now, size)
        self._size += size
        while self._size > self._most:
            self._forget(next(iter(self._entries)))

    def _forget(self, key: Key) -> None:
        if entry := self._entries.pop(key, None):
            self._size -= entry[2]
