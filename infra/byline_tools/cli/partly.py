"""The error of a command that has done something before it failed."""

from collections.abc import Mapping, Sequence
from typing import Any

from byline.errors import BylineError


class Partly(BylineError):
    """`reason` ended a command that has already `done` something: rows as it reports them. `text` says it for people."""

    def __init__(self, text: str, reason: BylineError, done: Sequence[Mapping[str, Any]]) -> None:
        self.reason = reason
        self.done = tuple(done)
        super().__init__(text)
