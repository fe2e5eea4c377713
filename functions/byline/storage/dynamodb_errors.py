"""What botocore's errors mean. The table imports this module with the first error, because a poll rarely meets one."""

from botocore import exceptions
from botocore.exceptions import ClientError

from byline.errors import StoreUnavailable, TransactionCancelled

PASSING = frozenset(
    {
        "InternalServerError",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ServiceUnavailable",
        "ThrottlingException",
        "TransactionInProgressException",
    }
)
"""Codes of errors that report a temporary problem of the table, not of the request."""

THROTTLED = frozenset({"ProvisionedThroughputExceeded", "ThrottlingError"})
"""Reasons of a cancelled transaction that report a temporary problem of the table."""


def passes(error: Exception) -> bool:
    """Whether the same request may succeed a moment later, by the rules of botocore's standard retries."""
    if isinstance(error, ClientError):
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        return error.response["Error"]["Code"] in PASSING or status >= 500
    return isinstance(error, (exceptions.ConnectionError, exceptions.HTTPClientError))


def raised_for(error: Exception, operation: str, table: str) -> Exception:
    """The error to raise for one that does not pass. An invalid request is a bug in Byline and keeps botocore's error."""
    if not isinstance(error, ClientError):
        return StoreUnavailable(operation, table)
    match error.response["Error"]["Code"]:
        case "ResourceNotFoundException":
            return StoreUnavailable(operation, table)
        case "TransactionCanceledException":
            return _cancelled(error, operation, table)
    return error


def _cancelled(error: ClientError, operation: str, table: str) -> Exception:
    reasons = [str(reason.get("Code")) for reason in error.response.get("CancellationReasons", [])]
    if set(reasons) <= {"None", "ConditionalCheckFailed", "TransactionConflict"}:
        return TransactionCancelled(reasons)
    return StoreUnavailable(operation, table) if set(reasons) & THROTTLED else error
