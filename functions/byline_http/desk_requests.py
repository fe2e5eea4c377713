"""What the desk's API does with a request before Powertools routes it: find the signer, and refuse what Powertools would misread.

Event: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html, payload 2.0.
"""

from collections.abc import Callable, Mapping
from typing import Any

from byline.edit_errors import BareId
from byline.errors import Refused
from byline_http import article_addresses, desk_body, desk_methods, desk_problems


def editor_of(event: Mapping[str, Any]) -> str:
    """The ARN of the principal who signed the request, as IAM has found it; empty if IAM has checked no signature."""
    authorizer = event["requestContext"].get("authorizer") or {}
    return str((authorizer.get("iam") or {}).get("userArn") or "")


def is_head(event: Mapping[str, Any]) -> bool:
    """Whether the request is a HEAD, whose response is that to a GET without its body (RFC 9110, section 9.3.2)."""
    return bool(event["requestContext"]["http"]["method"] == "HEAD")


def as_get(event: Mapping[str, Any]) -> dict[str, Any]:
    """The same request as a GET."""
    context = event["requestContext"]
    return {**event, "requestContext": {**context, "http": {**context["http"], "method": "GET"}}}


def read(event: Mapping[str, Any], paths: Callable[[], desk_methods.Paths]) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The event with its body as plain JSON, and None.

    To a path with an id in plain text, to what the operation does not have, and to a body that cannot be read: the event, and the
    response in Lambda's form. A body does not matter where `paths` has no such method.
    """
    method, path = event["requestContext"]["http"]["method"], event["rawPath"]
    try:
        article_addresses.check(path)
        _check_parameters(event, method, paths)
    except (BareId, Refused) as error:
        return dict(event), desk_problems.lambda_response(desk_problems.problem_response(error))
    clean, found = desk_body.read_body(event)
    return clean, found if found and method in desk_methods.allowed(paths(), path) else None


def _check_parameters(event: Mapping[str, Any], method: str, paths: Callable[[], desk_methods.Paths]) -> None:
    """Raise Refused for query parameters, preconditions and a body that the operation does not have."""
    query, preconditions = event.get("queryStringParameters") or {}, event["headers"].keys() & {*desk_methods.PRECONDITIONS}
    body = bool(event.get("body"))
    if not query and not preconditions and (not body or method in desk_body.WITH_BODY):
        return
    if problems := desk_methods.not_understood(paths(), method, event["rawPath"], query, sorted(preconditions), body=body):
        raise Refused("request", problems)
