"""The last announced state of a feed."""

from byline.model.feed_key import SITE, section_feed
from byline.storage.announcements import Announcements
from byline.storage.dynamodb import Table
from byline.storage.item_keys import SCHEMA, announced_key


def test_the_last_announced_revision_of_each_feed_is_read_as_it_was_recorded(table: Table) -> None:
    announcements = Announcements(table)
    assert announcements.last(SITE) is None
    for revision in ("r1", "r2"):
        announcements.record(SITE, revision)
        assert announcements.last(SITE) == revision
    assert announcements.last(section_feed("world")) is None
    assert (table.get(announced_key(SITE)) or {})["schema"] == SCHEMA
