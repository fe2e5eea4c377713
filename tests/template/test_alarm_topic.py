"""infra/alarm_topic.yaml: recipients, and permission to publish."""

from typing import Any

from samtranslator.yaml_helper import yaml_parse

from byline_tools.local.stack import TEMPLATE as STACK
from tests.support.templates import nested

TEMPLATE = nested("alarm_topic")
RESOURCES = TEMPLATE["Resources"]


def statements(policy: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {statement["Sid"]: statement for statement in policy["Statement"]}


def test_notifications_are_encrypted_with_a_key_that_rotates_if_one_is_asked_for() -> None:
    key = {"Fn::If": ["HasKey", {"Ref": "TopicKey"}, {"Ref": "AWS::NoValue"}]}
    assert RESOURCES["Topic"]["Properties"] == {"KmsMasterKeyId": key}
    assert RESOURCES["TopicKey"]["Condition"] == "HasKey"
    assert RESOURCES["TopicKey"]["Properties"]["EnableKeyRotation"] is True
    assert yaml_parse(STACK.read_text(encoding="utf-8"))["Parameters"]["WithAlarmKey"]["Default"] == "false"


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


def test_there_is_a_topic_for_alarms_and_for_gradual_deployments() -> None:
    stack = yaml_parse(STACK.read_text(encoding="utf-8"))
    assert stack["Resources"]["AlarmTopic"]["Condition"] == "HasAlarms"
    either = [{"Condition": "HasMonitoring"}, {"Condition": "DeploysGradually"}]
    assert stack["Conditions"]["HasAlarms"] == {"Fn::Or": either}
