"""What an article in a newsroom file may state of its status: the rules, and what the schema says of them."""

from collections.abc import Mapping
from typing import Any

from byline.errors import Problem
from byline.intake.parts import with_null

_OTHER: dict[bool, tuple[str, ...]] = {True: ("scheduled", "published"), False: ("draft",)}
"""The statuses that contradict what is stated of `draft`."""


def problems_of(sent: Any) -> list[Problem]:
    """What is wrong with the status of an article as it was sent: it contradicts `draft`, or there is no time of publication."""
    if not isinstance(sent, Mapping):
        return []
    status, draft = sent.get("status"), sent.get("draft")
    problems = []
    if sent.get("published") is None and status != "draft" and draft is not True:
        problems.append(Problem("published", "is missing: it is required, unless the article is a draft"))
    if isinstance(draft, bool) and isinstance(status, str) and status in _OTHER[draft]:
        words = f"is {str(draft).lower()}, which contradicts the status {status}: omit one of them"
        problems.append(Problem("draft", words))
    return problems


def with_rules(schema: dict[str, Any]) -> None:
    """Let the schema of an article state what `problems_of` refuses, and allow null for every optional field."""
    with_null(schema)
    is_draft = [_states(status={"const": "draft"}), _states(draft={"const": True})]
    schema["if"] = {"not": {"anyOf": is_draft}}
    schema["then"] = _states(published={"type": "string"})
    schema["not"] = {"anyOf": [_states(draft={"const": draft}, status={"enum": list(each)}) for draft, each in _OTHER.items()]}


def _states(**fields: dict[str, Any]) -> dict[str, Any]:
    return {"properties": fields, "required": list(fields)}
