"""A change of a stack is proposed, and then executed and followed, or discarded without a trace."""

import json
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from byline_tools.deploy.own_name import certificate_template
from byline_tools.deploy.stack_changes import Changes, Event
from byline_tools.deploy.stack_errors import CannotChange, ChangeFailed

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
    return Changes(client, "news", sleep=lambda _: None)


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


class Said:
    """CloudFormation as far as it answers with fixed descriptions, for states that moto never reaches."""

    meta = SimpleNamespace(region_name="eu-west-1")

    def __init__(self, status: str, change_set: dict[str, str], events: list[dict[str, str]] | None = None) -> None:
        self._status, self._change_set, self._events = status, change_set, events or []
        self.called: list[str] = []
        self.changes: dict[str, list[dict[str, Any]]] = {}

    def describe_stacks(self, **_: Any) -> dict[str, Any]:
        return {"Stacks": [{"StackStatus": self._status, "StackId": "stack"}]}

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
        ("ROLLBACK_COMPLETE", "its creation failed.*aws cloudformation delete-stack --stack-name news --region eu-west-1"),
        ("ROLLBACK_COMPLETE", "a table, that stays, protected: adopt it with ExistingTable"),
        ("DELETE_FAILED", "its deletion failed.*aws cloudformation delete-stack --stack-name news --region eu-west-1"),
        ("UPDATE_ROLLBACK_FAILED", "aws cloudformation continue-update-rollback --stack-name news --region eu-west-1"),
        ("UPDATE_FAILED", "aws cloudformation rollback-stack --stack-name news --region eu-west-1"),
        ("UPDATE_IN_PROGRESS", "deploy again when it is"),
    ],
)
def test_a_stack_that_cannot_be_changed_is_refused_with_what_to_do(status: str, reason: str) -> None:
    with pytest.raises(CannotChange, match=reason):
        Changes(Said(status, {}), "news").propose({}, {})


def test_a_refused_change_is_reported_in_cloudformations_words_and_discarded() -> None:
    said = Said("CREATE_COMPLETE", {"Status": "FAILED", "StatusReason": "Parameter SiteTitle failed to satisfy constraint"})
    with pytest.raises(CannotChange, match="Parameter SiteTitle failed"):
        Changes(said, "news").propose({}, {})
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
    proposed = Changes(said, "news").propose({}, {})
    assert [(each.resource, each.replaced) for each in proposed.changes] == [
        ("Monitoring", "no"),
        ("Monitoring/FeedsFail", "yes"),
    ]
    said.changes = {"change": [nested("Cdn", "cdn")]}
    assert Changes(said, "news").propose({}, {}).changes == ()
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
    changes = Changes(said, "news")
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
    Changes(said, "news", sleep=lambda _: None).follow(events.append, look)
    assert looks == ["CREATE_IN_PROGRESS"] * 3
    assert [(each.resource, each.status) for each in events] == [("Certificate", "CREATE_COMPLETE")]


@pytest.mark.parametrize("status", ["CREATE_COMPLETE", "REVIEW_IN_PROGRESS"])
def test_nothing_is_waited_for_while_nothing_is_under_way(status: str) -> None:
    looks: list[str] = []
    Changes(Said(status, {}), "news").follow(lambda _: None, lambda: looks.append("looked"))
    assert looks == []
