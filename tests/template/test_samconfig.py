"""infra/samconfig.toml: its values are valid for template.yaml, and the two environments differ as intended."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from byline_tools.local.stack import TEMPLATE

CONFIG = tomllib.loads((Path(__file__).parents[2] / "infra" / "samconfig.toml").read_text(encoding="utf-8"))
PARAMETERS = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))["Parameters"]
ENVIRONMENTS = ("dev", "prod")


def deploy(environment: str) -> dict[str, Any]:
    settings: dict[str, Any] = CONFIG[environment]["deploy"]["parameters"]
    return settings


def overrides(environment: str) -> dict[str, str]:
    return dict(override.split("=", 1) for override in deploy(environment)["parameter_overrides"])


def test_there_is_dev_and_prod() -> None:
    assert CONFIG.keys() == {"version", *ENVIRONMENTS}
    assert deploy("dev")["stack_name"] != deploy("prod")["stack_name"]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_value_is_valid_for_the_template(environment: str) -> None:
    for name, value in overrides(environment).items():
        allowed = [str(choice) for choice in PARAMETERS[name].get("AllowedValues", [])]
        assert value in allowed or re.fullmatch(PARAMETERS[name]["AllowedPattern"], value), name


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_it_acknowledges_roles_and_nested_stacks_only(environment: str) -> None:
    assert deploy(environment)["capabilities"] == "CAPABILITY_IAM CAPABILITY_AUTO_EXPAND"


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_parameters_of_the_publication_have_no_value(environment: str) -> None:
    required = {name for name, parameter in PARAMETERS.items() if "Default" not in parameter}
    assert required & overrides(environment).keys() == set()


def test_production_protects_its_table_and_confirms_changes() -> None:
    assert overrides("prod")["ProtectTable"] == "true"
    assert deploy("prod")["confirm_changeset"] is True
    assert overrides("dev")["ProtectTable"] == "false"
