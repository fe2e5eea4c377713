"""The parts of template.yaml that the local server and the tests use, with parameters filled in.

Table, routes, handlers and environment are defined in the template and nowhere else.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

_IN_A_WHEEL = Path(__file__).with_name("template.yaml")
TEMPLATE = _IN_A_WHEEL if _IN_A_WHEEL.exists() else Path(__file__).parents[3] / "template.yaml"
FUNCTIONS = TEMPLATE.parent / "functions"
"""Where the handlers of the template are: its functions' CodeUri."""
TABLE_NAME = "byline"
STACK_ID = "arn:aws:cloudformation:eu-west-1:123456789012:stack/byline/8a4f2c60-0000-4000-8000-000000000000"
LAMBDA_TIMEOUT = 3
"""The Timeout of a function that states none, in seconds."""


@dataclass(frozen=True, slots=True)
class Route:
    """A route of an API: `method` may be ANY, `path` may contain `{names}`, `handler` is `module.callable`.

    A `signed` route accepts only requests that IAM authorises.
    """

    method: str
    path: str
    handler: str
    signed: bool = False


@dataclass(frozen=True, slots=True)
class StreamSource:
    """A function invoked by the table's stream: it gets records that match one of `patterns`, at most `batch` at a time."""

    handler: str
    patterns: tuple[Mapping[str, Any], ...]
    batch: int


class Stack:
    """The template with `parameters` instead of its defaults. Raises KeyError for a parameter that it does not declare."""

    def __init__(self, parameters: Mapping[str, str], template: Path = TEMPLATE) -> None:
        self._template = _parsed(template.read_text(encoding="utf-8"))
        declared = self._template["Parameters"]
        if unknown := parameters.keys() - declared.keys():
            raise KeyError(f"the template has no parameter {', '.join(sorted(unknown))}")
        defaults = {name: str(parameter["Default"]) for name, parameter in declared.items() if "Default" in parameter}
        made = {**dict.fromkeys(self._of_type("AWS::DynamoDB::Table"), TABLE_NAME), "AWS::StackId": STACK_ID}
        self._references = {**defaults, **parameters, **made}

    def table(self) -> dict[str, Any]:
        """The arguments of create_table for the table. TTL and recovery are not part of that call."""
        (table,) = self._of_type("AWS::DynamoDB::Table").values()
        properties = self._resolved(table["Properties"])
        wanted = ("AttributeDefinitions", "BillingMode", "KeySchema")
        stream = {"StreamEnabled": True, **properties["StreamSpecification"]}
        return {"TableName": TABLE_NAME, "StreamSpecification": stream, **{name: properties[name] for name in wanted}}

    def routes(self) -> list[Route]:
        """Every route of every API, in the order of the template."""
        closed = {name for name, api in self._of_type("AWS::Serverless::HttpApi").items() if _is_closed(api)}
        return [
            Route(event["Method"].upper(), event["Path"], handler, event.get("ApiId", {}).get("Ref") in closed)
            for handler, event in self._events("HttpApi")
        ]

    def streams(self) -> list[StreamSource]:
        """The functions invoked by the table's stream."""
        return [
            StreamSource(
                handler,
                tuple(json.loads(each["Pattern"]) for each in event["FilterCriteria"]["Filters"]),
                event["BatchSize"],
            )
            for handler, event in self._events("DynamoDB")
        ]

    def scheduled(self) -> list[str]:
        """The handlers of the functions that run on a schedule."""
        return [handler for handler, _ in self._events("ScheduleV2")]

    def handlers(self) -> list[str]:
        """The handler of every function."""
        return [function["Properties"]["Handler"] for function in self._of_type("AWS::Serverless::Function").values()]

    def time_limit(self, handler: str) -> int:
        """The Timeout of the function with this handler, in seconds."""
        functions = self._of_type("AWS::Serverless::Function").values()
        (own,) = (each["Properties"] for each in functions if each["Properties"]["Handler"] == handler)
        default: int = self._template.get("Globals", {}).get("Function", {}).get("Timeout", LAMBDA_TIMEOUT)
        return int(own.get("Timeout", default))

    def environment(self) -> dict[str, str]:
        """The environment variables of all functions together, because the local server runs them in one process."""
        functions = self._of_type("AWS::Serverless::Function").values()
        declared = [function["Properties"].get("Environment", {}).get("Variables", {}) for function in functions]
        return {name: str(self._resolved(value)) for variables in declared for name, value in variables.items()}

    def _events(self, kind: str) -> list[tuple[str, Any]]:
        return [
            (function["Properties"]["Handler"], event["Properties"])
            for function in self._of_type("AWS::Serverless::Function").values()
            for event in function["Properties"].get("Events", {}).values()
            if event["Type"] == kind
        ]

    def _of_type(self, kind: str) -> dict[str, Any]:
        return {name: resource for name, resource in self._template["Resources"].items() if resource["Type"] == kind}

    def _holds(self, condition: str) -> bool:
        """Whether the condition is true. One on which an environment depends compares two values, or consists of others."""
        match self._template["Conditions"][condition]:
            case {"Fn::And": several}:
                return all(self._is_true(each) for each in several)
            case single:
                return self._is_true(single)

    def _is_true(self, condition: Mapping[str, Any]) -> bool:
        if "Condition" in condition:
            return self._holds(condition["Condition"])
        one, other = condition["Fn::Equals"]
        return bool(self._resolved(one) == self._resolved(other))

    def _resolved(self, value: Any) -> Any:
        """`value` with its references replaced. Raises KeyError for a parameter that has neither default nor value."""
        match value:
            case {"Ref": name}:
                return self._references[name]
            case {"Fn::If": [condition, wanted, otherwise]}:
                return self._resolved(wanted if self._holds(condition) else otherwise)
            case {"Fn::Select": [index, {"Fn::Split": [between, text]}]}:
                return self._resolved(text).split(between)[index]
            case dict():
                return {name: self._resolved(nested) for name, nested in value.items()}
            case list():
                return [self._resolved(nested) for nested in value]
        return value


@cache
def _parsed(text: str) -> dict[str, Any]:
    template: dict[str, Any] = yaml_parse(text)
    return template


def make_handlers_importable() -> None:
    """Make the handlers importable by their names in the template, as in Lambda."""
    if str(FUNCTIONS) not in sys.path:
        sys.path.append(str(FUNCTIONS))


def _is_closed(api: Mapping[str, Any]) -> bool:
    return bool(api["Properties"].get("Auth", {}).get("DefaultAuthorizer") == "AWS_IAM")
