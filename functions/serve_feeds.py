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
from byline.serving.document_cache import Pressroom
from byline.serving.feed_service import Newsstand
from byline.serving.responses import Answer, Request
from byline.settings import Settings
from byline.storage.documents import Documents
from byline.storage.dynamodb import Table, connect
from byline.storage.feed_reader import Store


@cache
def newsstand() -> Newsstand:
    """One for the life of the container, with its connection to DynamoDB and what it remembers."""
    settings = Settings.read(os.environ)
    table = Table(connect(), settings.table_name)
    store, documents = Store(table), Documents(table)
    pressroom = Pressroom(store, documents, settings.site, settings.memo_seconds)
    return Newsstand(pressroom, store, settings.site, lambda: datetime.now(UTC))


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Lambda's entry: an API Gateway HTTP API event (payload 2.0) in, the answer in its form out."""
    found = document_at(event["rawPath"])
    if found is None:
        from byline_http.feeds_api import resolve  # noqa: PLC0415 - see above

        return resolve(event, context, newsstand())
    request = Request(event["requestContext"]["http"]["method"], event["headers"])
    try:
        answer = newsstand().feed(*found, request)
    except Exception as error:
        from byline_http.feeds_api import refusal  # noqa: PLC0415 - see above

        answer = refusal(error)
    if answer.status != 304:
        from byline_http.feeds_api import record  # noqa: PLC0415 - see above

        record(answer, found[1].name)
    return _in_lambdas_form(answer)


def _in_lambdas_form(answer: Answer) -> dict[str, Any]:
    body = base64.b64encode(answer.body).decode()
    return {"statusCode": answer.status, "headers": answer.headers, "isBase64Encoded": True, "body": body}
