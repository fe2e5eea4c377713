"""Computes a translated template as CloudFormation does: values of parameters, conditions, intrinsic functions, replacements.

A reference to a resource becomes a text that is the resource's identity: it changes if and only if CloudFormation replaces it.
"""

import json
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any

REGION = "eu-west-1"
ABSENT = object()
"""What `Ref: AWS::NoValue` stands for."""


class DeployedTemplate:
    """The stack `name` of `template` with `parameters`; parameters that are not given have their defaults."""

    def __init__(self, template: Mapping[str, Any], parameters: Mapping[str, str], name: str = "byline") -> None:
        self._template = template
        defaults = {key: each["Default"] for key, each in template.get("Parameters", {}).items() if "Default" in each}
        pseudo = {"StackName": name, "StackId": f"arn:aws:cloudformation:stack/{name}/{name}-uuid", "Region": REGION}
        pseudo |= {"AccountId": "123456789012", "Partition": "aws", "URLSuffix": "amazonaws.com"}
        self._values: dict[str, Any] = {key: str(value) for key, value in {**defaults, **parameters}.items()}
        self._values |= {f"AWS::{key}": value for key, value in pseudo.items()} | {"AWS::NoValue": ABSENT}
        self._name = name

    @cached_property
    def resources(self) -> dict[str, dict[str, Any]]:
        """The resources whose condition holds, by name, each with its `Type` and its computed `Properties`."""
        return {
            name: {**resource, "Properties": self.value(resource.get("Properties", {}))}
            for name, resource in self._template["Resources"].items()
            if self._is_made(resource)
        }

    @property
    def outputs(self) -> dict[str, Any]:
        """The outputs whose condition holds, by name."""
        outputs = self._template.get("Outputs", {})
        return {name: self.value(output["Value"]) for name, output in outputs.items() if self._is_made(output)}

    def _is_made(self, part: Mapping[str, Any]) -> bool:
        return "Condition" not in part or self._holds(part["Condition"])

    def identity(self, name: str, attribute: str = "") -> str:
        """Return a text for a resource, equal for two states of a stack if the second has the same resource as the first.

        Raises KeyError if the template has no such resource, or does not make it: CloudFormation refuses such a reference.
        """
        resource = self._template["Resources"][name]
        if not self._is_made(resource):
            raise KeyError(name)
        properties = resource.get("Properties", {})
        final = self.value({key: properties[key] for key in _create_only(resource["Type"]) & properties.keys()})
        return f"<{self._name}/{name}{attribute and '.'}{attribute} {json.dumps(final, sort_keys=True) if final else ''}>"

    def value(self, written: Any) -> Any:
        """Return `written` with every intrinsic function computed. Raises KeyError for an unknown name or function."""
        match written:
            case dict() if len(written) == 1 and next(iter(written)).startswith(("Fn::", "Ref")):
                ((function, arguments),) = written.items()
                return self._of_resource(function, arguments) or self._called(function, arguments)
            case dict():
                values = {key: self.value(nested) for key, nested in written.items()}
                return {key: value for key, value in values.items() if value is not ABSENT}
            case list():
                return [value for value in map(self.value, written) if value is not ABSENT]
        return written

    def _of_resource(self, function: str, arguments: Any) -> str | None:
        match function, arguments:
            case "Ref", name if name not in self._values:
                return self.identity(name)
            case "Fn::GetAtt", str():
                return self.identity(*arguments.split(".", 1))
            case "Fn::GetAtt", [name, attribute]:
                return self.identity(name, attribute)
        return None

    def _called(self, function: str, arguments: Any) -> Any:
        match function, arguments:
            case "Ref", name:
                return self._values[name]
            case "Fn::Sub", _:
                return self._substituted(*arguments) if isinstance(arguments, list) else self._substituted(arguments, {})
            case "Fn::If", [condition, one, other]:
                return self.value(one if self._holds(condition) else other)
            case "Fn::Join", [between, parts]:
                return between.join(map(str, self.value(parts)))
            case "Fn::Split", [between, text]:
                return self.value(text).split(between)
            case "Fn::Select", [index, parts]:
                return self.value(parts)[int(index)]
        raise KeyError(function)

    def _substituted(self, text: str, names: Mapping[str, Any]) -> str:
        def replacement(found: re.Match[str]) -> str:
            name, _, attribute = found[1].partition(".")
            if name in names:
                return str(self.value(names[name]))
            return str(self._values[name]) if name in self._values else self.identity(name, attribute)

        return re.sub(r"\$\{([\w:.]+)\}", replacement, text)

    def _holds(self, condition: Any) -> bool:
        match condition:
            case str():
                return self._holds(self._template["Conditions"][condition])
            case {"Condition": name}:
                return self._holds(name)
            case {"Fn::Equals": [one, other]}:
                return str(self.value(one)) == str(self.value(other))
            case {"Fn::Not": [negated]}:
                return not self._holds(negated)
            case {"Fn::And": several}:
                return all(map(self._holds, several))
            case {"Fn::Or": several}:
                return any(map(self._holds, several))
        raise KeyError(str(condition))


def _create_only(kind: str) -> set[str]:
    """Return the properties whose change makes CloudFormation replace a resource of this kind."""
    if kind.startswith("AWS::CloudFormation::CustomResource"):
        return set()
    from cfnlint.schema import PROVIDER_SCHEMA_MANAGER  # noqa: PLC0415 - takes a second, which only its tests shall pay

    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", kind).schema
    return {path.removeprefix("/properties/") for path in schema.get("createOnlyProperties", [])}
