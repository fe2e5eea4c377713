"""Which article has a guid that is not its id. No two articles have the same one, and no guid is the id of another article."""

from collections.abc import Collection

from byline.edit_errors import GuidTaken
from byline.model.article import Article
from byline.storage.dynamodb import Table
from byline.storage.finding_keys import guid_key
from byline.storage.item_keys import SCHEMA, Item, article_key
from byline.storage.writes import Write, check, delete, put

NOT_STORED = "attribute_not_exists(pk)"


def holders_of_guids(table: Table, guids: Collection[str]) -> dict[str, str]:
    """The ids of the articles that have these guids, by guid, if it is not the id. Raises StoreUnavailable."""
    items = {item["pk"]: item for item in table.get_many([guid_key(guid) for guid in guids], consistent=True)}
    found = {guid: items.get(guid_key(guid)["pk"]) for guid in guids}
    return {guid: str(item["article"]) for guid, item in found.items() if item}


def guid_item(article: Article) -> Item | None:
    """The item of an article's guid; None if the guid is its id."""
    return {**guid_key(article.guid), "schema": SCHEMA, "article": article.id} if article.guid else None


def guid_writes(table: Table, before: Article | None, after: Article) -> list[Write]:
    """The writes that give an article its guid, if that is new, and release its former one.

    Raises GuidTaken if another article has the guid, as a guid or as its id, or the id of a new one as its guid. Raises
    StoreUnavailable.
    """
    if before and before.guid == after.guid:
        return []
    names = {guid_key(name)["pk"]: name for name in [after.known_as, *([] if before else [after.id])]}
    for item in table.get_many([*map(guid_key, names.values()), article_key(after.known_as)], consistent=True):
        holder = str(item.get("article", after.known_as))
        if holder != after.id:
            raise GuidTaken(after.id, names.get(item["pk"], after.known_as), holder)
    free = [check(guid_key(name), NOT_STORED) for name in names.values() if name != after.guid]
    released = [delete(guid_key(before.guid))] if before and before.guid else []
    taken = guid_item(after)
    mine = [put(taken, NOT_STORED), check(article_key(after.known_as), NOT_STORED)] if taken else []
    return [*mine, *free, *released]
