"""The desk's function: signed requests store, read, withdraw and retire articles, sections and authors."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache, partial
from typing import Any

from aws_lambda_powertools import Logger

from byline.desk.desk import Desk, desk_for
from byline.model.times import utc_now
from byline.settings import DeskSettings
from byline.storage.dynamodb import Table, TimeLeft, connect
from byline.storage.editing import Edited
from byline_http import desk_api
from byline_http.counting import Counts

Handler = Callable[[dict[str, Any], Any], dict[str, Any]]

ANSWER_SECONDS = 1.0
"""What the table leaves of a request's time, to respond."""

SERVER_ERROR = 500
"""The first status of answers that the desk is not to blame for."""

logger = Logger(service="manage_articles")
counts = Counts("manage_articles", os.environ)


def make_handler(environment: Mapping[str, str], clock: Callable[[], datetime]) -> Handler:
    """The handler for Lambda. It reads `environment` and connects to DynamoDB on its first request; `clock` returns aware UTC."""
    handle: Handler = logger.inject_lambda_context(partial(_respond, cache(partial(_desks, environment, clock))))
    return handle


def _desks(environment: Mapping[str, str], clock: Callable[[], datetime]) -> Callable[[TimeLeft], Desk]:
    """Makes the desk of each request, which shares the connection with the others and has a time limit of its own."""
    settings = DeskSettings.read(environment)
    table = Table(connect(), settings.table_name)
    return lambda time_left: desk_for(settings, table.within(time_left, ANSWER_SECONDS), clock, _report)


def _report(edit: Edited) -> None:
    """Log and count an edit. The log has no text of articles."""
    who_and_when = {"by": edit.by, "at": edit.at.isoformat()}
    revisions = {"replaced": edit.replaced, "revision": edit.revision}
    logger.info("edited", extra={"subject": edit.subject, "what": edit.what, **who_and_when, **revisions})
    counts.activity(f"Edits{edit.what.capitalize()}")


def _respond(desks: Callable[[], Callable[[TimeLeft], Desk]], event: dict[str, Any], context: Any) -> dict[str, Any]:
    """The response, in Lambda's form, to an event of an API Gateway HTTP API (payload 2.0)."""
    response = desk_api.resolve(event, context, desks()(context.get_remaining_time_in_millis))
    status = response["statusCode"]
    logger.info("answered", method=event["requestContext"]["http"]["method"], path=event["rawPath"], status=status)
    counts.activity(f"Answers{status}")
    counts.failure("DeskFailed", int(status >= SERVER_ERROR))
    counts.flush()
    return response


handler = make_handler(os.environ, utc_now)
