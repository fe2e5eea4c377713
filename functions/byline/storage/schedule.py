"""Removes due articles from the schedule. The table's stream reports each removal, and the article's feeds are announced."""

from datetime import datetime

from byline.model.feed_state import SKEW
from byline.storage.dynamodb import Table
from byline.storage.item_keys import SCHEDULE, due_in_schedule, key_of


def release(table: Table, now: datetime) -> list[str]:
    """Remove the articles that are due by every clock, and return their ids, earliest first. Safe to repeat.

    Otherwise the function that announces them might not see them yet. Raises StoreUnavailable.
    """
    released = []
    for item in table.query(SCHEDULE, between=due_in_schedule(now - 2 * SKEW), consistent=True):
        table.delete(key_of(item))
        released.append(str(item["article"]))
    return released
