"""A table in which nothing is stored, for what reads files and stores nothing."""

from typing import Any, cast

from byline.storage.dynamodb import Table


class _Client:
    """Responds as DynamoDB does for items that do not exist. It has no calls that write."""

    def get_item(self, **_request: Any) -> dict[str, Any]:
        return {}

    def batch_get_item(self, **_request: Any) -> dict[str, Any]:
        return {"Responses": {}, "UnprocessedKeys": {}}

    def query(self, **_request: Any) -> dict[str, Any]:
        return {"Items": [], "Count": 0}


def nothing_stored() -> Table:
    """The table. Whatever would write to it raises AttributeError."""
    return Table(cast("Any", _Client()), "nothing")
