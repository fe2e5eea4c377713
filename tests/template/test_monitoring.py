"""infra/monitoring.yaml: recipients, permission to publish, and the parameters of the nested stacks."""

from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from byline_tools.local.stack import TEMPLATE as STACK
from tests.support.templates import nested

TEMPLATE = nested("monitoring")
RESOURCES = TEMPLATE["Resources"]
NESTED = {"FeedAlarms": "feed_alarms", "ChangeAlarms": "change_alarms", "Dashboard": "dashboard"}


def statements(policy: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {statement["Sid"]: statement for statement in policy["Statement"]}


def test_notifications_are_encrypted_with_a_key_that_rotates() -> None:
    assert RESOURCES["Topic"]["Properties"] == {"KmsMasterKeyId": {"Ref": "TopicKey"}}
    assert RESOURCES["TopicKey"]["Properties"]["EnableKeyRotation"] is True


def test_alarms_may_use_the_key_and_only_the_account_may_manage_it() -> None:
    policy = statements(RESOURCES["TopicKey"]["Properties"]["KeyPolicy"])
    assert policy.keys() == {"Owner", "Alarms"}
    assert policy["Alarms"]["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert policy["Alarms"]["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]
    assert policy["Owner"]["Principal"] == {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}


def test_only_alarms_of_this_account_may_publish() -> None:
    policy = statements(RESOURCES["TopicPolicy"]["Properties"]["PolicyDocument"])
    assert policy.keys() == {"Alarms"}
    assert policy["Alarms"]["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert policy["Alarms"]["Action"] == "sns:Publish"
    assert policy["Alarms"]["Resource"] == {"Ref": "Topic"}
    assert policy["Alarms"]["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    alarm = "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*"
    assert policy["Alarms"]["Condition"]["ArnLike"] == {"aws:SourceArn": {"Fn::Sub": alarm}}


def test_mail_is_sent_only_if_an_address_is_given() -> None:
    assert TEMPLATE["Parameters"]["AlarmEmail"]["Default"] == ""
    assert TEMPLATE["Conditions"]["HasEmail"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "AlarmEmail"}, ""]}]}
    assert RESOURCES["Email"]["Condition"] == "HasEmail"
    assert RESOURCES["Email"]["Properties"]["Endpoint"] == {"Ref": "AlarmEmail"}


@pytest.mark.parametrize(("resource", "file_name"), NESTED.items())
def test_a_nested_stack_gets_every_parameter_that_it_declares(resource: str, file_name: str) -> None:
    stack = RESOURCES[resource]
    assert stack["Type"] == "AWS::CloudFormation::Stack"
    assert stack["Properties"]["TemplateURL"] == f"{file_name}.yaml"
    required = {name for name, parameter in nested(file_name)["Parameters"].items() if not name.endswith(("Price", "Gb"))}
    assert stack["Properties"]["Parameters"] == {name: {"Ref": name} for name in required}


@pytest.mark.parametrize("file_name", ["monitoring", "feed_alarms", "change_alarms", "dashboard", "cdn", "firewall"])
def test_every_parameter_and_output_has_a_description(file_name: str) -> None:
    template = nested(file_name)
    described = [*template["Parameters"].values(), *template.get("Outputs", {}).values()]
    assert all(part.get("Description") for part in described)


@pytest.mark.parametrize("file_name", ["monitoring", "feed_alarms", "change_alarms", "dashboard", "cdn", "firewall"])
def test_no_nested_stack_has_a_function_or_a_fixed_name(file_name: str) -> None:
    resources = nested(file_name)["Resources"].values()
    assert not any(resource["Type"].startswith(("AWS::Lambda", "AWS::Serverless", "AWS::IAM")) for resource in resources)
    names = {"AlarmName", "DashboardName", "TopicName", "QueueName", "AliasName"}
    assert [resource for resource in resources if names & resource.get("Properties", {}).keys()] == []


def test_the_stack_has_monitoring_by_default() -> None:
    stack = yaml_parse(STACK.read_text(encoding="utf-8"))
    monitoring = stack["Resources"]["Monitoring"]
    assert monitoring["Condition"] == "HasMonitoring"
    assert stack["Conditions"]["HasMonitoring"] == {"Fn::Equals": [{"Ref": "WithMonitoring"}, "true"]}
    assert stack["Parameters"]["WithMonitoring"]["Default"] == "true"
    given = monitoring["Properties"]["Parameters"]
    assert given.keys() == TEMPLATE["Parameters"].keys()
    functions = {name: value["Ref"] for name, value in given.items() if name in stack["Resources"]}
    assert functions == {name: name for name in ("ServeFeeds", "ManageArticles", "AnnounceChanges", "ReleaseArticles")}
    assert (given["ApiId"], given["TableName"]) == ({"Ref": "Api"}, {"Ref": "Table"})
    assert given["DeadLettersName"] == {"Fn::GetAtt": ["DeadLetters", "QueueName"]}
