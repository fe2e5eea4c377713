"""Changes of a stack of CloudFormation: proposed as a change set, then executed and followed to their end."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from botocore.exceptions import ClientError

from byline_tools.deploy.stack_errors import CannotChange, ChangeFailed
from byline_tools.deploy.stuck_stacks import what_to_do

CAPABILITIES = ("CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND")
"""What is acknowledged: roles of functions; SAM's transform and nested stacks."""

SECONDS_BETWEEN_LOOKS = 3.0
_NEW = (None, "REVIEW_IN_PROGRESS")
_NOTHING_CHANGES = ("didn't contain changes", "No updates are to be performed")


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the resource `resource`: `action` is add, modify or remove; `replaced` is yes, no or maybe."""

    action: str
    resource: str
    type: str
    replaced: str


@dataclass(frozen=True, slots=True)
class Event:
    """What has happened to a resource: `status` as CloudFormation names it, `reason` may be empty."""

    resource: str
    type: str
    status: str
    reason: str
    physical: str


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """A proposed change; `changes` is empty if the stack is already as it should be."""

    arn: str
    stack: str
    creates: bool
    changes: tuple[Change, ...]


class Changes:
    """The changes of the stack `name`; `client` is boto3's of CloudFormation. Commands that it shows have `profile`."""

    def __init__(self, client: Any, name: str, profile: str | None, sleep: Callable[[float], None] = time.sleep) -> None:
        self._client, self._name, self._profile, self._sleep = client, name, profile, sleep

    def outputs(self) -> dict[str, str]:
        """The outputs of the stack; none if there is no stack."""
        found = self._described() or {}
        return {each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", ())}

    def parameters(self) -> dict[str, str]:
        """The parameters of the stack; none if there is no stack."""
        found = self._described() or {}
        return {each["ParameterKey"]: each["ParameterValue"] for each in found.get("Parameters", ())}

    def propose(self, template: Mapping[str, str], parameters: Mapping[str, str]) -> ChangeSet:
        """Create the change set that leads to `template`, which has TemplateBody or TemplateURL, with `parameters`.

        Raises CannotChange with CloudFormation's reason; nothing is changed then.
        """
        status = self._status()
        self._refuse(status)
        created = self._client.create_change_set(
            StackName=self._name,
            ChangeSetName=f"byline-{uuid4().hex}",
            ChangeSetType="CREATE" if status in _NEW else "UPDATE",
            Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
            Capabilities=CAPABILITIES,
            IncludeNestedStacks=True,
            Tags=[{"Key": "project", "Value": "byline"}],
            **template,
        )
        proposed = ChangeSet(created["Id"], created["StackId"], status in _NEW, ())
        failure = self._failure(proposed)
        if failure is None and (changes := tuple(self._changes(proposed.arn))):
            return replace(proposed, changes=changes)
        self.discard(proposed)
        if failure is None or any(text in failure for text in _NOTHING_CHANGES):
            return proposed
        raise CannotChange(self._name, failure)

    def discard(self, proposed: ChangeSet) -> None:
        """Delete a change set, and the stack that came with it if that is still empty: somebody else may have made it since."""
        if self._status(proposed.stack) == "REVIEW_IN_PROGRESS":
            self._client.delete_stack(StackName=proposed.stack)
        else:
            self._client.delete_change_set(ChangeSetName=proposed.arn, StackName=proposed.stack)

    def execute(self, proposed: ChangeSet, report: Callable[[Event], None], look: Callable[[], None] = lambda: None) -> None:
        """Execute a change set and `report` what happens, until the stack is as proposed. Raises ChangeFailed if it is not.

        `look` is called before each look at the stack, every few seconds.
        """
        seen = self._past_events(proposed.stack)
        self._client.execute_change_set(ChangeSetName=proposed.arn, StackName=proposed.stack)
        status, failures = self._end(proposed.stack, seen, report, look)
        if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            raise ChangeFailed(self._name, status, failures, self._what_to_do(status))

    def follow(self, report: Callable[[Event], None], look: Callable[[], None] = lambda: None) -> None:
        """Wait for the end of a change of the stack that is under way, if there is one, as `execute` does, however it ends."""
        found = self._described()
        if found and _under_way(found["StackStatus"]):
            self._end(found["StackId"], self._past_events(found["StackId"]), report, look)

    def _end(
        self, stack: str, seen: set[str], report: Callable[[Event], None], look: Callable[[], None]
    ) -> tuple[str, tuple[str, ...]]:
        """Report the events that are not `seen` until a change ends. The status then, and what has failed."""
        failures: list[str] = []
        while True:
            look()
            status = self._status(stack) or "DELETED"
            for event in self._new_events(stack, seen):
                report(event)
                if event.status.endswith("FAILED") and "cancelled" not in event.reason:
                    failures.append(f"{event.resource} ({event.type}): {event.reason}")
            if not status.endswith("_IN_PROGRESS"):
                return status, tuple(failures)
            self._sleep(SECONDS_BETWEEN_LOOKS)

    def _past_events(self, stack: str) -> set[str]:
        return {each["EventId"] for each in self._events(stack)}

    def _new_events(self, stack: str, seen: set[str]) -> list[Event]:
        """The events that are not in `seen` yet, to which they are added, in their order."""
        new = [each for each in self._events(stack) if each["EventId"] not in seen]
        seen.update(each["EventId"] for each in new)
        return [_event(each) for each in reversed(new)]

    def _described(self, name: str = "") -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = self._client.describe_stacks(StackName=name or self._name)["Stacks"][0]
        except ClientError as error:
            if error.response["Error"]["Code"] == "ValidationError" and "does not exist" in str(error):
                return None
            raise
        return found

    def _status(self, name: str = "") -> str | None:
        found = self._described(name)
        return str(found["StackStatus"]) if found else None

    def _refuse(self, status: str | None) -> None:
        if advice := self._what_to_do(status):
            raise CannotChange(self._name, f"it is {status}: {advice}")
        if _under_way(status):
            raise CannotChange(self._name, f"it is {status}: another change is not finished; deploy again when it is")

    def _what_to_do(self, status: str | None) -> str | None:
        return what_to_do(self._client, self._name, status, self._profile)

    def _failure(self, proposed: ChangeSet) -> str | None:
        """Why the change set could not be created; None if it was, for which this waits."""
        while True:
            described: dict[str, Any] = self._client.describe_change_set(ChangeSetName=proposed.arn, StackName=proposed.stack)
            if not described["Status"].endswith(("_PENDING", "_IN_PROGRESS")):
                return described.get("StatusReason", "") if described["Status"] == "FAILED" else None
            self._sleep(SECONDS_BETWEEN_LOOKS)

    def _changes(self, arn: str, within: str = "") -> Iterator[Change]:
        """The changes of a change set and of those of nested stacks.

        CloudFormation calls each nested stack modified. If nothing in it changes, it is not.
        """
        for page in self._client.get_paginator("describe_change_set").paginate(ChangeSetName=arn):
            for each in (found["ResourceChange"] for found in page.get("Changes", ()) if "ResourceChange" in found):
                name = f"{within}{each['LogicalResourceId']}"
                replaced = {"True": "yes", "Conditional": "maybe"}.get(str(each.get("Replacement", "")), "no")
                inside = tuple(self._changes(each["ChangeSetId"], f"{name}/")) if each.get("ChangeSetId") else None
                if inside is None or inside or each["Action"] != "Modify":
                    yield Change(each["Action"].lower(), name, each["ResourceType"], replaced)
                    yield from inside or ()

    def _events(self, stack: str) -> Iterator[dict[str, Any]]:
        """The events of a stack, the latest first."""
        for page in self._client.get_paginator("describe_stack_events").paginate(StackName=stack):
            yield from page["StackEvents"]


def _under_way(status: str | None) -> bool:
    return status not in _NEW and str(status).endswith("_IN_PROGRESS")


def _event(described: Mapping[str, Any]) -> Event:
    names = ("LogicalResourceId", "ResourceType", "ResourceStatus", "ResourceStatusReason", "PhysicalResourceId")
    return Event(*(str(described.get(name) or "") for name in names))
