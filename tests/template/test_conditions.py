"""template.yaml and its nested templates: no combination of choices makes a reference to something that is not made."""

import json
import re
from itertools import product
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from tests.support.cloudformation import DeployedTemplate
from tests.support.stacks import PARAMETERS
from tests.support.templates import INFRA
from tests.template.test_template import with_parameters

CHOICES = {
    "WithCdn": ("false", "true"),
    "OnlyThroughCdn": ("false", "true"),
    "WithMonitoring": ("false", "true"),
    "WithDashboard": ("false", "true"),
    "AccessLogs": ("none", "addresses"),
    "ExistingTable": ("", "restored"),
    "WithBackup": ("false", "true"),
}
NESTED = sorted(path.stem for path in INFRA.glob("[a-z]*.yaml"))


@pytest.mark.parametrize("gradual", ["false", "true"])
def test_every_combination_of_choices_refers_only_to_what_it_makes(gradual: str) -> None:
    template = with_parameters(GradualDeployment=gradual)
    for values in product(*CHOICES.values()):
        chosen = dict(zip(CHOICES, values, strict=True))
        stack = DeployedTemplate(template, {**PARAMETERS, **chosen, "GradualDeployment": gradual})
        assert stack.resources
        assert {"ApiUrl", "DeskUrl", "TableName"} <= stack.outputs.keys()


def choices_of(template: dict[str, Any]) -> list[dict[str, str]]:
    """Every combination of the parameters on which conditions depend: each once empty or false, once given."""
    deciding = [
        name for name in template.get("Parameters", {}) if f'"{name}"' in repr(template.get("Conditions", {})).replace("'", '"')
    ]
    others = {name: name for name in template.get("Parameters", {})}
    allowed = {name: template["Parameters"][name].get("AllowedValues", ["", name])[:2] for name in deciding}
    return [{**others, **dict(zip(deciding, values, strict=True))} for values in product(*allowed.values())]


@pytest.mark.parametrize("name", NESTED)
def test_a_nested_stack_refers_only_to_what_it_makes(name: str) -> None:
    template = yaml_parse((INFRA / f"{name}.yaml").read_text(encoding="utf-8"))
    for chosen in choices_of(template):
        stack = DeployedTemplate(template, chosen)
        assert isinstance(stack.resources, dict)
        assert isinstance(stack.outputs, dict)


def test_every_output_of_a_nested_stack_that_is_used_exists_and_every_parameter_is_given() -> None:
    template = with_parameters(GradualDeployment="true")
    text = json.dumps(template)
    stacks = {
        name: each["Properties"] for name, each in template["Resources"].items() if each["Type"] == "AWS::CloudFormation::Stack"
    }
    for name, properties in stacks.items():
        nested = yaml_parse((INFRA.parent / properties["TemplateURL"]).read_text(encoding="utf-8"))
        assert set(re.findall(rf'"{name}", "Outputs\.(\w+)"', text)) <= nested.get("Outputs", {}).keys()
        required = {key for key, each in nested["Parameters"].items() if "Default" not in each}
        assert required <= properties["Parameters"].keys() <= nested["Parameters"].keys()
