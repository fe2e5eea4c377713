"""What a document cannot say of itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LEEWAY = timedelta(minutes=1)
"""How far clocks may differ before a date counts as being in the future."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When a document is checked, and the `address` it was fetched from, if it was."""

    now: datetime
    address: str | None = None

    def ahead(self, moment: datetime) -> bool:
        """Whether `moment` is in the future."""
        return moment > self.now + LEEWAY
