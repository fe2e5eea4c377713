"""A DynamoDB client that fails once, at a chosen call with all its repetitions, in a chosen way."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError, ReadTimeoutError

from byline.storage.dynamodb import ATTEMPTS

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class Fault(StrEnum):
    """A kind of failure."""

    THROTTLED = "throttled before it was done"
    TIMED_OUT = "timed out after it was done"
    CONFLICT = "cancelled by another transaction"
    KILLED_BEFORE = "process killed before it was done"
    KILLED_AFTER = "process killed after it was done"


class Killed(BaseException):
    """The end of the process, which no code handles."""


@dataclass(frozen=True)
class Moment:
    """One call of an edit: the one after `earlier` others to `operation`, or to any operation if that is empty."""

    earlier: int
    operation: str = ""


class FaultyClient:
    """`client` with one fault or another event at one moment. `counted` has the number of events by operation."""

    def __init__(self, client: "DynamoDBClient", counted: Counter[str]) -> None:
        self._client = client
        self._counted = counted
        self.has_happened = False
        self._earlier = 0
        self._moment: Moment | None = None
        self._event: Fault | Callable[[], object] | None = None
        self._repetitions: list[Exception] = []

    def __getattr__(self, operation: str) -> Callable[..., Any]:
        def call(**request: Any) -> Any:
            if self._repetitions:
                raise self._repetitions.pop()
            if self._is_it(operation):
                return self._happens(operation, request)
            return getattr(self._client, operation)(**request)

        return call

    def choose(self, event: Fault | Callable[[], object] | None, moment: Moment | None = None) -> None:
        """Make `event` happen once, at a moment counted from now; None cancels it."""
        if event:
            self.has_happened = False
        self._event, self._moment, self._earlier = event, moment, 0

    def _is_it(self, operation: str) -> bool:
        if self._moment is None or self._moment.operation not in {"", operation}:
            return False
        self._earlier += 1
        return self._earlier > self._moment.earlier

    def _happens(self, operation: str, request: Any) -> Any:
        event, self._event, self._moment = self._event, None, None
        self.has_happened = True
        if isinstance(event, Fault):
            self._counted[f"fault: {operation} {event}"] += 1
            return self._wrong(event, operation, request)
        if event:
            self._counted[f"another editor before {operation}"] += 1
            event()
        return getattr(self._client, operation)(**request)

    def _wrong(self, fault: Fault, operation: str, request: Any) -> Any:
        if fault is Fault.KILLED_BEFORE:
            raise Killed
        if fault is Fault.THROTTLED:
            raise self._repeated(_error("ThrottlingException", operation))
        if fault is Fault.CONFLICT and operation == "transact_write_items":
            raise _error("TransactionCanceledException", operation, ["TransactionConflict"])
        answer = getattr(self._client, operation)(**request)
        if fault is Fault.TIMED_OUT:
            raise self._repeated(ReadTimeoutError(endpoint_url="https://dynamodb.example.com"))
        if fault is Fault.KILLED_AFTER:
            raise Killed
        return answer

    def _repeated(self, error: Exception) -> Exception:
        self._repetitions = [error] * (ATTEMPTS - 1)
        return error


def _error(code: str, operation: str, reasons: list[str] | None = None) -> ClientError:
    response: Any = {"Error": {"Code": code}, "CancellationReasons": [{"Code": reason} for reason in reasons or ()]}
    return ClientError(response, operation)
