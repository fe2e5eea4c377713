"""DynamoDB's own clock, as the Date header of its responses states it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from byline.storage import dynamodb

EVERY_RESPONSE = "after-call.dynamodb"
"""The event of botocore that `dated_by` handles."""


def dated_by(clock: Callable[[], datetime]) -> Any:
    """A handler that dates responses by `clock` instead of the machine's."""

    def date(parsed: dict[str, Any], **_: Any) -> None:
        headers = parsed.setdefault("ResponseMetadata", {}).setdefault("HTTPHeaders", {})
        headers["date"] = format_datetime(clock(), usegmt=True)

    return date


@contextmanager
def dynamodb_at(clock: Callable[[], datetime]) -> Iterator[None]:
    """Until the block ends, clients that Byline creates get responses that are dated by `clock`."""
    session, date = dynamodb._session(), dated_by(clock)
    session.register(EVERY_RESPONSE, date)
    try:
        yield
    finally:
        session.unregister(EVERY_RESPONSE, date)
