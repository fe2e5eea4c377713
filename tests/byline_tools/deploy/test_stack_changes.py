"""A change of a stack is proposed, and then executed and followed, or discarded without a trace."""

import json
import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from byline_tools.deploy.own_name import certificate_template
from byline_tools.deploy.stack_changes import Changes, Event
from byline_tools.deploy.stack_errors import CannotChange, ChangeFailed
from byline_tools.deploy.stuck_stacks import what_to_do

PARAMETERS = {"DomainName": "feeds.example.com", "HostedZoneId": ""}
QUEUE = {"Q": {"Type": "AWS::SQS::Queue"}}


def body(resources: dict[str, Any], **parts: Any) -> dict[str, str]:
    return {"TemplateBody": json.dumps({"Resources": resources, **parts})}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    from tests.support.simulated_aws import simulated_aws  # noqa: PLC0415 - takes a second, which only these tests shall pay

    with simulated_aws() as address:
        yield address


@pytest.fixture
def client(address: str) -> Iterator[Any]:
    client = boto3.client("cloudformation", endpoint_url=address)
    yield client
    for stack in client.describe_stacks()["Stacks"]:
        client.delete_stack(StackName=stack["StackId"])


@pytest.fixture
def changes(client: Any) -> Changes:
    return Changes(client, "news", None, sleep=lambda _: None)


@pytest.fixture
def events() -> list[Event]:
    return []


def test_a_new_stack_is_proposed_created_and_has_outputs(changes: Changes, events: list[Event]) -> None:
    proposed = changes.propose(certificate_template(), PARAMETERS)
    assert [(each.action, each.resource, each.replaced) for each in proposed.changes] == [("add", "Certificate", "no")]
    changes.execute(proposed, events.append)
    assert changes.outputs()["CertificateArn"].startswith("arn:aws:acm:eu-west-1:")
    assert [(each.resource, each.status) for each in events if each.resource == "Certificate"] == [
        ("Certificate", "CREATE_COMPLETE")
    ]


def test_a_stack_that_is_as_it_should_be_has_no_changes(changes: Changes, events: list[Event]) -> None:
    changes.execute(changes.propose(certificate_template(), PARAMETERS), events.append)
    assert changes.propose(certificate_template(), PARAMETERS).changes == ()


def test_a_changed_template_changes_the_stack(changes: Changes, events: list[Event]) -> None:
    changes.execute(changes.propose(body(QUEUE), {}), events.append)
    proposed = changes.propose(body({**QUEUE, "R": {"Type": "AWS::SQS::Queue"}}), {})
    assert ("add", "R") in [(each.action, each.resource) for each in proposed.changes]
    changes.execute(proposed, events.append)


def test_what_is_not_wanted_leaves_nothing_behind(changes: Changes, client: Any) -> None:
    changes.discard(changes.propose(body(QUEUE), {}))
    with pytest.raises(ClientError, match="does not exist"):
        client.describe_stacks(StackName="news")
    assert changes.outputs() == {}


def test_a_stack_that_somebody_else_has_made_since_it_was_proposed_stays(changes: Changes, events: list[Event]) -> None:
    late = changes.propose(body(QUEUE), {})
    changes.execute(changes.propose(body(QUEUE), {}), events.append)
    changes.discard(late)
    assert (late.creates, changes._status()) == (True, "CREATE_COMPLETE")


class Said:
    """CloudFormation as far as it answers with fixed descriptions, for states that moto never reaches."""

    meta = SimpleNamespace(region_name="eu-west-1")

    def __init__(
        self, status: str, change_set: dict[str, str], events: list[dict[str, str]] | None = None, table: str | None = None
    ) -> None:
        self._status, self._change_set, self._events, self._table = status, change_set, events or [], table
        self.called: list[str] = []
        self.changes: dict[str, list[dict[str, Any]]] = {}

    def describe_stacks(self, **_: Any) -> dict[str, Any]:
        return {"Stacks": [{"StackStatus": self._status, "StackId": "stack"}]}

    def describe_stack_resource(self, **_: Any) -> dict[str, Any]:
        if self._table is None:
            raise ClientError({"Error": {"Code": "ValidationError", "Message": "There is none"}}, "DescribeStackResource")
        return {"StackResourceDetail": {"ResourceStatus": self._table, "PhysicalResourceId": "news-Table-1"}}

    def describe_change_set(self, **_: Any) -> dict[str, str]:
        return self._change_set

    def get_paginator(self, name: str) -> Any:
        if name == "describe_change_set":
            return type(
                "Pages", (), {"paginate": lambda *_, **asked: [{"Changes": self.changes.get(asked["ChangeSetName"], [])}]}
            )()
        page = {"StackEvents": self._events if "execute_change_set" in self.called else []}
        return type("Pages", (), {"paginate": lambda *_, **__: [page]})()

    def __getattr__(self, name: str) -> Callable[..., dict[str, str]]:
        def call(**_: Any) -> dict[str, str]:
            self.called.append(name)
            return {"Id": "change", "StackId": "stack"}

        return call


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("ROLLBACK_COMPLETE", "it is ROLLBACK_COMPLETE: its creation failed.*aws cloudformation delete-stack"),
        ("DELETE_FAILED", "its deletion failed.*aws cloudformation delete-stack"),
        ("UPDATE_ROLLBACK_FAILED", "aws cloudformation continue-update-rollback"),
        ("UPDATE_FAILED", "aws cloudformation rollback-stack"),
        ("UPDATE_IN_PROGRESS", "deploy again when it is"),
    ],
)
def test_a_stack_that_cannot_be_changed_is_refused_with_what_to_do(status: str, reason: str) -> None:
    with pytest.raises(CannotChange, match=reason):
        Changes(Said(status, {}), "news", None).propose({}, {})


def advice(status: str, said: "Said", profile: str | None = "our gazette") -> str:
    return what_to_do(said, "news", status, profile) or ""


@pytest.mark.parametrize("status", ["ROLLBACK_COMPLETE", "DELETE_FAILED", "UPDATE_FAILED", "UPDATE_ROLLBACK_FAILED"])
def test_commands_for_a_stuck_stack_have_its_profile_and_its_region(status: str) -> None:
    commands = re.findall("aws (?:cloudformation|dynamodb) .*", advice(status, Said(status, {}, table="DELETE_SKIPPED")))
    assert commands
    assert {" --profile 'our gazette' --region eu-west-1" in command for command in commands} == {True}
    assert "--profile" not in advice(status, Said(status, {}), None)


def test_a_creation_that_failed_leaves_a_table_that_commands_remove() -> None:
    said = advice("ROLLBACK_COMPLETE", Said("ROLLBACK_COMPLETE", {}, table="DELETE_SKIPPED"), None)
    assert "Its table news-Table-1 stays, protected and empty. It costs nothing" in said
    assert (
        "\n    aws dynamodb update-table --no-deletion-protection-enabled --table-name news-Table-1 --region eu-west-1\n" in said
    )
    assert said.endswith("\n    aws dynamodb delete-table --table-name news-Table-1 --region eu-west-1")


@pytest.mark.parametrize("table", [None, "DELETE_COMPLETE"])
def test_of_a_table_that_does_not_stay_nothing_is_said(table: str | None) -> None:
    assert "table" not in advice("ROLLBACK_COMPLETE", Said("ROLLBACK_COMPLETE", {}, table=table))


def test_the_table_of_a_stack_whose_deletion_failed_is_adopted_or_deleted() -> None:
    said = advice("DELETE_FAILED", Said("DELETE_FAILED", {}, table="DELETE_SKIPPED"))
    assert "news-Table-1 stays, protected, with the articles. To adopt it, set ExistingTable" in said
    assert "aws dynamodb describe-table --query Table.LatestStreamLabel" in said


def test_a_change_that_ends_in_a_stuck_stack_says_at_once_what_to_do() -> None:
    changes = Changes(Said("ROLLBACK_COMPLETE", {}, table="DELETE_SKIPPED"), "news", None)
    with pytest.raises(ChangeFailed, match=r"It cannot be changed now: its creation failed.*\n.*news-Table-1 stays"):
        changes.execute(type("Proposed", (), {"arn": "change", "stack": "stack"})(), lambda _: None)


def test_a_refused_change_is_reported_in_cloudformations_words_and_discarded() -> None:
    said = Said("CREATE_COMPLETE", {"Status": "FAILED", "StatusReason": "Parameter SiteTitle failed to satisfy constraint"})
    with pytest.raises(CannotChange, match="Parameter SiteTitle failed"):
        Changes(said, "news", None).propose({}, {})
    assert said.called == ["create_change_set", "delete_change_set"]


def nested(name: str, change_set: str) -> dict[str, Any]:
    change = {"Action": "Modify", "LogicalResourceId": name, "ResourceType": "AWS::CloudFormation::Stack"}
    return {"ResourceChange": {**change, "ChangeSetId": change_set}}


def test_a_nested_stack_is_changed_only_if_something_in_it_is() -> None:
    said = Said("CREATE_COMPLETE", {"Status": "CREATE_COMPLETE"})
    alarm = {
        "Action": "Modify",
        "LogicalResourceId": "FeedsFail",
        "ResourceType": "AWS::CloudWatch::Alarm",
        "Replacement": "True",
    }
    said.changes = {"change": [nested("Cdn", "cdn"), nested("Monitoring", "m")], "m": [{"ResourceChange": alarm}]}
    proposed = Changes(said, "news", None).propose({}, {})
    assert [(each.resource, each.replaced) for each in proposed.changes] == [
        ("Monitoring", "no"),
        ("Monitoring/FeedsFail", "yes"),
    ]
    said.changes = {"change": [nested("Cdn", "cdn")]}
    assert Changes(said, "news", None).propose({}, {}).changes == ()
    assert said.called[-1] == "delete_change_set"


def test_a_failed_change_names_what_failed_but_not_what_was_cancelled_for_it() -> None:
    failed = {
        "EventId": "1",
        "LogicalResourceId": "Table",
        "ResourceType": "AWS::DynamoDB::Table",
        "ResourceStatus": "UPDATE_FAILED",
    }
    cancelled = {**failed, "EventId": "2", "LogicalResourceId": "Api", "ResourceStatusReason": "Resource update cancelled"}
    said = Said("UPDATE_ROLLBACK_COMPLETE", {}, [cancelled, {**failed, "ResourceStatusReason": "Rate exceeded"}])
    changes = Changes(said, "news", None)
    with pytest.raises(ChangeFailed) as caught:
        changes.execute(type("Proposed", (), {"arn": "change", "stack": "stack"})(), lambda _: None)
    assert caught.value.reasons == ("Table (AWS::DynamoDB::Table): Rate exceeded",)


def test_a_change_that_is_under_way_is_followed_to_its_end() -> None:
    said = Said("CREATE_IN_PROGRESS", {})
    created = {"EventId": "1", "LogicalResourceId": "Certificate", "ResourceType": "C", "ResourceStatus": "CREATE_COMPLETE"}
    looks: list[str] = []
    events: list[Event] = []

    def look() -> None:
        looks.append(said._status)
        if len(looks) == 3:
            said._status, said._events = "CREATE_COMPLETE", [created]

    said.called.append("execute_change_set")
    Changes(said, "news", None, sleep=lambda _: None).follow(events.append, look)
    assert looks == ["CREATE_IN_PROGRESS"] * 3
    assert [(each.resource, each.status) for each in events] == [("Certificate", "CREATE_COMPLETE")]


@pytest.mark.parametrize("status", ["CREATE_COMPLETE", "REVIEW_IN_PROGRESS"])
def test_nothing_is_waited_for_while_nothing_is_under_way(status: str) -> None:
    looks: list[str] = []
    Changes(Said(status, {}), "news", None).follow(lambda _: None, lambda: looks.append("looked"))
    assert looks == []
