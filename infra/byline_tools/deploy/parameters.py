"""The stack's parameters as template.yaml declares them, and the rule of each, which CloudFormation applies too."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from samtranslator.yaml_helper import yaml_parse

from byline_tools.local.stack import TEMPLATE


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the stack. `default` is None if a value is required; `allowed` is empty if values are not listed."""

    name: str
    group: str
    description: str
    default: str | None
    allowed: tuple[str, ...]
    pattern: str
    longest: int | None
    must: str
    """What a value must be, as a phrase after the name of the parameter."""

    def problem(self, value: str) -> str | None:
        """Why CloudFormation refuses `value`; None if it does not."""
        if self.allowed:
            shown = ", ".join(each or "empty" for each in self.allowed)
            return None if value in self.allowed else f"must be one of {shown}"
        # Java's \s and \d, which CloudFormation means, are ASCII.
        if not re.fullmatch(self.pattern, value, re.ASCII):
            return self.must
        if self.longest is not None and len(value) > self.longest:
            return f"is {len(value):,} characters long, at most {self.longest:,} are allowed"
        return None


@cache
def declared() -> dict[str, Parameter]:
    """Every parameter by its name, in the order of the console."""
    template = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))
    groups = template["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    named = [(group["Label"]["default"], name) for group in groups for name in group["Parameters"]]
    return {name: _parameter(name, group, template["Parameters"][name]) for group, name in named}


def _parameter(name: str, group: str, properties: Mapping[str, Any]) -> Parameter:
    pattern = properties.get("AllowedPattern", r"[\s\S]*")
    return Parameter(
        name=name,
        group=group,
        description=properties["Description"].strip(),
        default=str(properties["Default"]) if "Default" in properties else None,
        allowed=tuple(map(str, properties.get("AllowedValues", ()))),
        pattern=pattern,
        longest=properties.get("MaxLength"),
        must=properties.get("ConstraintDescription", f"must match {pattern}").strip(),
    )
