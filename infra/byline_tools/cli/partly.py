"""The error of a command that has done something before it failed."""

from typing import Any

from byline.errors import BylineError


class Partly(BylineError):
    """`reason` ended a command that has already `done` something: rows or counts, as it reports them. `text` is for people."""

    def __init__(self, text: str, reason: Exception, done: Any) -> None:
        self.reason = reason
        self.done = done
        super().__init__(text)
