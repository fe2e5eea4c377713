"""Passes a request to the routes of a Powertools application."""

from threading import Lock
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

_one_request = Lock()
"""Powertools keeps the current event on a class, which all applications of a process share."""


def resolve(app: APIGatewayHttpResolver, event: dict[str, Any], context: Any, **dependencies: Any) -> dict[str, Any]:
    """The response of `app`, in Lambda's form. Its routes find `dependencies` in `app.context`.

    Safe to call from several threads: requests are processed one at a time.
    """
    with _one_request:
        app.append_context(**dependencies)  # type: ignore[no-untyped-call]
        return app.resolve(event, context)
