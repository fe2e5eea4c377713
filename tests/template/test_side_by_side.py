"""template.yaml: two stacks of one account and region share no name, and no metric."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from samtranslator.yaml_helper import yaml_parse

from byline_tools.local.stack import TEMPLATE
from tests.support.cloudformation import DeployedTemplate
from tests.support.stacks import PARAMETERS
from tests.support.templates import INFRA
from tests.template.test_template import with_parameters

EVERYTHING = {**PARAMETERS, "WithCdn": "true", "WithMonitoring": "true", "WithDashboard": "true", "GradualDeployment": "true"}
WITHIN_ANOTHER = {
    ("AWS::Lambda::Alias", "Name"),  # of one function
    ("AWS::AppConfig::ConfigurationProfile", "Name"),  # of one application
    ("AWS::IAM::Policy", "PolicyName"),  # of one role
    ("AWS::IAM::Role", "PolicyName"),
    ("AWS::ApiGatewayV2::Stage", "StageName"),  # of one API
    ("AWS::CodeDeploy::DeploymentGroup", "DeploymentConfigName"),  # AWS's own
    ("AWS::DynamoDB::Table", "AttributeName"),
    ("AWS::CloudWatch::Alarm", "MetricName"),  # see the test of namespaces
    ("AWS::CloudWatch::Alarm", "Name"),  # of a dimension
    ("AWS::CloudFront::Distribution", "HeaderName"),
    ("AWS::WAFv2::WebACL", "Name"),  # of one rule
    ("AWS::CloudFormation::Stack", "DomainName"),  # the publication's own name, which DNS gives to one stack
}
"""Names that another resource makes unique, or that name something else than the resource."""


def names(kind: str, part: Any) -> Iterator[tuple[str, str]]:
    """Yield every name in the properties of a resource of this kind, with its value."""
    match part:
        case dict():
            for key, value in part.items():
                if re.search(r"(^|[a-z])Name$", key) and isinstance(value, str):
                    yield key, value
                yield from names(kind, value)
        case list():
            yield from chain.from_iterable(names(kind, each) for each in part)


def stack_names(template: dict[str, Any], stack: str) -> set[tuple[str, str, str]]:
    resources = DeployedTemplate(template, EVERYTHING, stack).resources.values()
    found = {(each["Type"], key, value) for each in resources for key, value in names(each["Type"], each["Properties"])}
    return {(kind, key, value) for kind, key, value in found if (kind, key) not in WITHIN_ANOTHER}


def test_two_stacks_share_no_name() -> None:
    template = with_parameters(**{name: value for name, value in EVERYTHING.items() if name not in PARAMETERS})
    one, other = (stack_names(template, stack) for stack in ("gazette", "herald"))
    assert one
    assert one & other == set()


def test_no_resource_of_a_nested_stack_has_a_fixed_name() -> None:
    for path in sorted(INFRA.glob("[a-z]*.yaml")):
        template = yaml_parse(path.read_text(encoding="utf-8"))
        given = {name: f"{{{name}}}" for name in template.get("Parameters", {})}
        one, other = (DeployedTemplate(template, given, stack).resources for stack in ("gazette-1", "herald-1"))
        for name, resource in one.items():
            kind = resource["Type"]
            here, there = (
                {(key, value) for key, value in names(kind, each[name]["Properties"]) if (kind, key) not in WITHIN_ANOTHER}
                for each in (one, other)
            )
            assert {pair for pair in here & there if "{" not in pair[1]} == set(), f"{path.name}: {name}"


def test_the_schedule_has_no_name_of_its_own() -> None:
    (schedule,) = [each for each in with_parameters()["Resources"].values() if each["Type"] == "AWS::Scheduler::Schedule"]
    assert "Name" not in schedule["Properties"]


def test_two_stacks_count_in_namespaces_of_their_own() -> None:
    template = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))
    counted = template["Globals"]["Function"]["Environment"]["Variables"]["POWERTOOLS_METRICS_NAMESPACE"]
    assert counted == {"Fn::Sub": "Byline/${AWS::StackName}"}
    assert template["Resources"]["Monitoring"]["Properties"]["Parameters"]["Namespace"] == counted
    for name in ("feed_alarms", "change_alarms", "dashboard"):
        assert "Byline," not in (text := (INFRA / f"{name}.yaml").read_text(encoding="utf-8"))
        assert "Namespace: Byline" not in text


def test_nothing_is_exported() -> None:
    """The names of exports are shared by all stacks of an account and region."""
    assert not [output for output in with_parameters()["Outputs"].values() if "Export" in output]
