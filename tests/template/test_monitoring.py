"""infra/monitoring.yaml: the parameters of the nested stacks, and what is there by default."""

import pytest
from samtranslator.yaml_helper import yaml_parse

from byline_tools.local.stack import TEMPLATE as STACK
from tests.support.templates import nested
from tests.template.test_template import with_own_table

TEMPLATE = nested("monitoring")
RESOURCES = TEMPLATE["Resources"]
NESTED = {"FeedAlarms": "feed_alarms", "ChangeAlarms": "change_alarms", "Dashboard": "dashboard"}


@pytest.mark.parametrize(("resource", "file_name"), NESTED.items())
def test_a_nested_stack_gets_every_parameter_that_it_declares(resource: str, file_name: str) -> None:
    stack = RESOURCES[resource]
    assert stack["Type"] == "AWS::CloudFormation::Stack"
    assert stack["Properties"]["TemplateURL"] == f"{file_name}.yaml"
    required = {name for name, parameter in nested(file_name)["Parameters"].items() if not name.endswith(("Price", "Gb"))}
    assert stack["Properties"]["Parameters"] == {name: {"Ref": name} for name in required}


@pytest.mark.parametrize(
    "file_name", ["alarm_topic", "monitoring", "feed_alarms", "change_alarms", "dashboard", "cdn", "firewall"]
)
def test_every_parameter_and_output_has_a_description(file_name: str) -> None:
    template = nested(file_name)
    described = [*template["Parameters"].values(), *template.get("Outputs", {}).values()]
    assert all(part.get("Description") for part in described)


@pytest.mark.parametrize(
    "file_name", ["alarm_topic", "monitoring", "feed_alarms", "change_alarms", "dashboard", "cdn", "firewall"]
)
def test_no_nested_stack_has_a_function_or_a_fixed_name(file_name: str) -> None:
    resources = nested(file_name)["Resources"].values()
    assert not any(resource["Type"].startswith(("AWS::Lambda", "AWS::Serverless", "AWS::IAM")) for resource in resources)
    names = {"AlarmName", "DashboardName", "TopicName", "QueueName", "AliasName"}
    assert [resource for resource in resources if names & resource.get("Properties", {}).keys()] == []


def test_the_dashboard_and_the_metrics_that_only_it_shows_are_asked_for() -> None:
    stack = yaml_parse(STACK.read_text(encoding="utf-8"))
    assert stack["Parameters"]["WithDashboard"]["Default"] == "false"
    assert stack["Globals"]["Function"]["Environment"]["Variables"]["ACTIVITY_METRICS"] == {"Ref": "WithDashboard"}
    assert RESOURCES["Dashboard"]["Condition"] == TEMPLATE["Outputs"]["DashboardUrl"]["Condition"] == "HasDashboard"


def test_the_stack_has_alarms_by_default() -> None:
    stack = yaml_parse(STACK.read_text(encoding="utf-8"))
    monitoring = stack["Resources"]["Monitoring"]
    assert monitoring["Condition"] == "HasMonitoring"
    assert stack["Conditions"]["HasMonitoring"] == {"Fn::Equals": [{"Ref": "WithMonitoring"}, "true"]}
    assert stack["Parameters"]["WithMonitoring"]["Default"] == "true"
    given = monitoring["Properties"]["Parameters"]
    assert given.keys() == TEMPLATE["Parameters"].keys()
    functions = {name: value["Ref"] for name, value in given.items() if name in stack["Resources"]}
    assert functions == {name: name for name in ("ServeFeeds", "ManageArticles", "AnnounceChanges", "ReleaseArticles")}
    assert (given["ApiId"], with_own_table(given["TableName"])) == ({"Ref": "Api"}, {"Ref": "Table"})
    assert given["Topic"] == {"Fn::GetAtt": ["AlarmTopic", "Outputs.TopicArn"]}
    assert given["DeadLettersName"] == {"Fn::GetAtt": ["DeadLetters", "QueueName"]}
