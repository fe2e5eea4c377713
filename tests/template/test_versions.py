"""template.yaml: what changes ServeFeeds makes a new version of it, which the alias that serves requests leads to."""

from typing import Any

import pytest

from tests.support.cloudformation import DeployedTemplate, parameters_in
from tests.support.stacks import PARAMETERS
from tests.template.test_template import the, with_parameters

TRANSLATED = with_parameters()
NO_PART_OF_A_VERSION = {"ReservedForFeeds"}
"""Parameters in properties of the function that Lambda keeps for the function, not for each version."""

REACHING = set(parameters_in(TRANSLATED, TRANSLATED["Resources"]["ServeFeeds"]["Properties"])) - NO_PART_OF_A_VERSION
OTHERS = sorted(TRANSLATED["Parameters"].keys() - REACHING)


def served(translated: dict[str, Any], **parameters: str) -> str:
    """Return the identity of the version that the alias leads to."""
    stack = DeployedTemplate(translated, {**PARAMETERS, **parameters})
    (alias,) = (each["Properties"] for each in stack.resources.values() if each["Type"] == "AWS::Lambda::Alias")
    return str(alias["FunctionVersion"])


def another_value(name: str) -> str:
    """Return a value of the parameter that differs from the one in PARAMETERS and from its default."""
    parameter = TRANSLATED["Parameters"][name]
    now = PARAMETERS.get(name, str(parameter.get("Default", "")))
    return next(str(value) for value in [*parameter.get("AllowedValues", ()), 7, f"{now}x"] if str(value) != now)


def test_these_parameters_reach_the_function() -> None:
    assert {"SiteTitle", "SummariesOnly", "Hubs", "FeedsUrl", "MemoSeconds", "Architecture"} <= REACHING


@pytest.mark.parametrize("name", sorted(REACHING))
def test_a_changed_parameter_that_reaches_the_function_makes_a_new_version(name: str) -> None:
    changed = {name: another_value(name)}
    assert served(with_parameters(**changed), **changed) != served(TRANSLATED)


@pytest.mark.parametrize("name", OTHERS)
def test_a_changed_parameter_that_does_not_reach_it_makes_none(name: str) -> None:
    """Lambda refuses to publish a version that equals the last one."""
    changed = {name: another_value(name)}
    assert served(with_parameters(**changed), **changed) == served(TRANSLATED)


def test_versions_are_deleted_when_another_has_replaced_them() -> None:
    version = the(TRANSLATED, "AWS::Lambda::Version")
    assert version["DeletionPolicy"] == "Delete"
    assert version.get("UpdateReplacePolicy", "Delete") == "Delete"
