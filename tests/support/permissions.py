"""Checks whether IAM would allow a request to DynamoDB, by action, table and leading keys.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from botocore.exceptions import ClientError

from byline.storage import dynamodb
from byline_tools.local.stack import TABLE_NAME

ACCOUNT = "123456789012"
TABLE_ARN = f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/{TABLE_NAME}"
KEYS = "dynamodb:LeadingKeys"

Statement = dict[str, Any]
IN_TRANSACTIONS = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}


@dataclass(frozen=True, slots=True)
class Call:
    """One access to a table, as IAM sees it: a transaction is not an access, but each write in it is."""

    action: str
    resource: str
    leading_keys: tuple[str, ...]


def calls_of(operation: str, params: dict[str, Any]) -> list[Call]:
    """The accesses that a request makes. Raises KeyError for an operation that is not listed here."""
    match operation:
        case "TransactWriteItems":
            return [_call(IN_TRANSACTIONS[kind], write) for entry in params["TransactItems"] for kind, write in entry.items()]
        case "BatchGetItem":
            return [_call(operation, {"TableName": name, **of}) for name, of in params["RequestItems"].items()]
        case "Scan" | "DescribeTable":
            return [Call(f"dynamodb:{operation}", TABLE_ARN.replace(TABLE_NAME, params["TableName"]), ())]
        case "GetItem" | "PutItem" | "UpdateItem" | "DeleteItem" | "Query":
            return [_call(operation, params)]
    raise KeyError(operation)


def _call(action: str, asked: dict[str, Any]) -> Call:
    keys = asked.get("Keys") or [asked.get("Key") or asked.get("Item") or {"pk": asked["ExpressionAttributeValues"][":pk"]}]
    resource = TABLE_ARN.replace(TABLE_NAME, asked["TableName"])
    return Call(f"dynamodb:{action}", resource, tuple(dict.fromkeys(key["pk"]["S"] for key in keys)))


def allows(statements: Sequence[Statement], call: Call) -> bool:
    """Whether one of `statements`, all of which have the effect Allow, allows `call`."""
    return any(
        call.action in statement["Action"]
        and fnmatchcase(call.resource, statement["Resource"])
        and all(_holds(operator, keys, call) for operator, keys in statement.get("Condition", {}).items())
        for statement in statements
    )


def _holds(operator: str, wanted: dict[str, list[str]], call: Call) -> bool:
    assert operator in {"ForAllValues:StringLike", "ForAllValues:StringEquals"}
    assert list(wanted) == [KEYS]
    matches: Callable[[str, str], bool] = fnmatchcase if operator.endswith("Like") else str.__eq__
    return all(any(matches(key, pattern) for pattern in wanted[KEYS]) for key in call.leading_keys)


@dataclass
class Guard:
    """Checks every request of the clients that are made while it watches, and records all of them and those not allowed.

    It refuses requests that moto cannot refuse: a write in a transaction, and an action that is not granted for these keys.
    """

    statements: Sequence[Statement]
    seen: list[Call] = field(default_factory=list)
    refused: list[Call] = field(default_factory=list)
    left_to_moto: set[str] = field(default_factory=set)
    refused_by_moto: set[str] = field(default_factory=set)

    def _check(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        calls = calls_of(model.name, params)
        refused = [call for call in calls if not allows(self.statements, call)]
        self.seen += calls
        self.refused += refused
        granted = {action for statement in self.statements for action in statement["Action"]}
        if (model.name == "TransactWriteItems" and refused) or any(call.action in granted for call in refused):
            raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": str(refused)}}, model.name)
        self.left_to_moto |= {call.action for call in refused}

    def _count_refusal(self, http_response: Any, model: Any, **_: Any) -> None:
        if http_response.status_code == 403:
            self.refused_by_moto.add(f"dynamodb:{model.name}")

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Check the requests of clients created within the block."""
        dynamodb._session.cache_clear()  # it caches the credentials
        session: Any = dynamodb._session()
        session.register("provide-client-params.dynamodb", self._check)
        session.register("after-call.dynamodb", self._count_refusal)
        try:
            yield
        finally:
            dynamodb._session.cache_clear()


def for_moto(statements: Sequence[Statement]) -> dict[str, Any]:
    """A policy for moto, which ignores resources and conditions, and treats a transaction as one action."""
    transactions = {"Effect": "Allow", "Action": ["dynamodb:TransactWriteItems"], "Resource": "*"}
    actions = [{"Effect": "Allow", "Action": statement["Action"], "Resource": "*"} for statement in statements]
    return {"Version": "2012-10-17", "Statement": [*(each for each in actions if each["Action"]), transactions]}
