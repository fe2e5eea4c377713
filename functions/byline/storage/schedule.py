"""Taking out of the schedule what has come due. The stream tells of it, and so it is announced."""

from datetime import datetime

from byline.storage.dynamodb import Table
from byline.storage.feed_entries import SCHEDULE, due_by


def release(table: Table, now: datetime) -> list[str]:
    """Ids of the articles that have come due by `now`, earliest first; safe to repeat. Raises StoreUnavailable."""
    released = []
    for item in table.query(SCHEDULE, between=due_by(now), consistent=True):
        table.delete({"pk": item["pk"], "sk": item["sk"]})
        released.append(str(item["article"]))
    return released
