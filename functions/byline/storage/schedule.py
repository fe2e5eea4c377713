"""Taking articles out of the schedule when they are due. The table's stream reports it, and the feeds are announced."""

from datetime import datetime

from byline.storage.dynamodb import Table
from byline.storage.item_keys import SCHEDULE, due_in_schedule, key_of


def release(table: Table, now: datetime) -> list[str]:
    """Ids of the articles that have come due by `now`, earliest first; safe to repeat. Raises StoreUnavailable."""
    released = []
    for item in table.query(SCHEDULE, between=due_in_schedule(now), consistent=True):
        table.delete(key_of(item))
        released.append(str(item["article"]))
    return released
