"""Decides as IAM does whether a policy allows a request, by action, resource and condition, for policies that only allow.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

OPERATORS = {"ArnLike", "ArnEquals", "StringEquals", "StringLike", "ForAllValues:StringEquals", "Null"}


def listed(value: Any) -> list[str]:
    """Return a value of a policy, one or several, as a list."""
    return value if isinstance(value, list) else [value]


def permits(policy: Mapping[str, Any], action: str, resource: str, context: Mapping[str, str] | None = None) -> bool:
    """Whether `policy` allows `action` on `resource`. `context` has the values of condition keys; others are absent."""
    return any(
        statement["Effect"] == "Allow"
        and any(fnmatchcase(action.lower(), pattern.lower()) for pattern in listed(statement["Action"]))
        and any(fnmatchcase(resource, pattern) for pattern in listed(statement["Resource"]))
        and _holds(statement.get("Condition", {}), context or {})
        for statement in policy["Statement"]
    )


def _holds(condition: Mapping[str, Mapping[str, Any]], context: Mapping[str, str]) -> bool:
    assert condition.keys() <= OPERATORS
    return all(
        _meets(operator, context.get(key), listed(wanted)) for operator, keys in condition.items() for key, wanted in keys.items()
    )


def _meets(operator: str, value: str | None, wanted: list[str]) -> bool:
    """Whether a condition key with `value`, None if the request has none, meets a condition."""
    if operator == "Null":
        return (value is None) == (wanted == ["true"])
    if value is None:
        return operator.startswith("ForAllValues:")
    return any(fnmatchcase(value, pattern) for pattern in wanted)
