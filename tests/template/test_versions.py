"""template.yaml: what changes ServeFeeds makes a new version of it, which the alias that serves requests leads to."""

import json

import pytest

from tests.support.cloudformation import DeployedTemplate
from tests.support.stacks import PARAMETERS
from tests.template.test_template import the, with_parameters

TRANSLATED = with_parameters()
NO_PART_OF_A_VERSION = {"ReservedConcurrentExecutions"}
"""Properties that Lambda keeps for the function, not for each version."""

BASES = [
    {},
    {"WithCdn": "true"},
    {"OnlyThroughCdn": "true"},
    {"WithCdn": "true", "OnlyThroughCdn": "true"},
    {"ExistingTable": "restored", "ExistingTableStream": "2026-11-28T10:00:00.000"},
    {"WithMonitoring": "false"},
]
"""Choices on which it may depend whether another parameter reaches the function."""


def served(**parameters: str) -> tuple[str, str]:
    """Return the identity of the version that the alias leads to, and the properties of the function that a version has."""
    stack = DeployedTemplate(TRANSLATED, {**PARAMETERS, **parameters})
    (alias,) = (each["Properties"] for each in stack.resources.values() if each["Type"] == "AWS::Lambda::Alias")
    properties = stack.resources["ServeFeeds"]["Properties"]
    kept = {name: value for name, value in properties.items() if name not in NO_PART_OF_A_VERSION}
    return str(alias["FunctionVersion"]), json.dumps(kept)


def another_value(name: str, base: dict[str, str]) -> str:
    """Return a value of the parameter that differs from the one in `base`, in PARAMETERS, or its default."""
    parameter = TRANSLATED["Parameters"][name]
    now = {**PARAMETERS, **base}.get(name, str(parameter.get("Default", "")))
    return next(
        str(value)
        for value in [*parameter.get("AllowedValues", ()), 7 if parameter["Type"] == "Number" else f"{now}x", 8]
        if str(value) != now
    )


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize("name", sorted(TRANSLATED["Parameters"]))
def test_a_changed_parameter_makes_a_new_version_if_it_changes_the_function_and_only_then(
    name: str, base: dict[str, str]
) -> None:
    """Lambda refuses to publish a version that equals the last one."""
    (version, function), (later, changed) = served(**base), served(**{**base, name: another_value(name, base)})
    assert (version != later) == (function != changed)


@pytest.mark.parametrize("name", ["SiteTitle", "SummariesOnly", "Hubs", "FeedsUrl", "MemoSeconds", "Architecture"])
def test_these_parameters_reach_the_function(name: str) -> None:
    assert served(**{name: another_value(name, {})})[0] != served()[0]


def test_with_a_cdn_the_function_changes_only_if_nothing_else_is_answered() -> None:
    assert served(WithCdn="true") == served()
    assert served(WithCdn="true", OnlyThroughCdn="true")[0] != served(WithCdn="true")[0]


def test_versions_are_deleted_when_another_has_replaced_them() -> None:
    version = the(TRANSLATED, "AWS::Lambda::Version")
    assert version["DeletionPolicy"] == "Delete"
    assert version.get("UpdateReplacePolicy", "Delete") == "Delete"
