"""What the desk's API reads of a request before it is routed.

Event: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html, payload 2.0.
"""

from collections.abc import Mapping
from typing import Any


def editor_of(event: Mapping[str, Any]) -> str:
    """The ARN of the principal who signed the request, as IAM has found it; empty if IAM has checked no signature."""
    authorizer = event["requestContext"].get("authorizer") or {}
    return str((authorizer.get("iam") or {}).get("userArn") or "")
