"""The circumstances of a check that are not part of the document."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LEEWAY = timedelta(minutes=1)
"""How far clocks may differ before a date counts as in the future."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """The time of the check (`now`), and the `address` from which the document was fetched, if it was."""

    now: datetime
    address: str | None = None

    def ahead(self, moment: datetime) -> bool:
        """Return whether `moment` is in the future."""
        return moment > self.now + LEEWAY
