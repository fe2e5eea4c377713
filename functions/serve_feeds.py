"""The function that serves every feed, the directory and the subscription list: parse, one call, respond.

Nearly every request is a poll that finds nothing new. Its path ends here and imports neither Powertools nor feedgen, which take
longer to import than everything else a poll does.
"""

import base64
import os
from datetime import UTC, datetime
from functools import cache
from typing import Any

from byline.formats.registry import document_at
from byline.serving.document_cache import DocumentCache
from byline.serving.feed_service import FeedService
from byline.serving.responses import Request, Response
from byline.settings import Settings
from byline.storage.documents import StoredDocuments
from byline.storage.dynamodb import Table, connect
from byline.storage.feed_reader import FeedReader


@cache
def feed_service() -> FeedService:
    """One for the life of the container, with its connection to DynamoDB and what it remembers."""
    settings = Settings.read(os.environ)
    table = Table(connect(), settings.table_name)
    store, documents = FeedReader(table), StoredDocuments(table)
    document_cache = DocumentCache(store, documents, settings.site, settings.memo_seconds)
    return FeedService(document_cache, store, settings.site, lambda: datetime.now(UTC))


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Lambda's entry: an API Gateway HTTP API event (payload 2.0) in, the answer in its form out."""
    found = document_at(event["rawPath"])
    if found is None:
        from byline_http.feeds_api import resolve  # noqa: PLC0415 - see above

        return resolve(event, context, feed_service())
    request = Request(event["requestContext"]["http"]["method"], event["headers"])
    try:
        response = feed_service().feed(*found, request)
    except Exception as error:
        from byline_http.feeds_api import refusal  # noqa: PLC0415 - see above

        response = refusal(error)
    if response.status != 304:
        from byline_http.feeds_api import record  # noqa: PLC0415 - see above

        record(response, found[1].name)
    return _in_lambdas_form(response)


def _in_lambdas_form(response: Response) -> dict[str, Any]:
    body = base64.b64encode(response.body).decode()
    return {"statusCode": response.status, "headers": response.headers, "isBase64Encoded": True, "body": body}
