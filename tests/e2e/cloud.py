"""Deploys a template: SAM's translator translates it, and moto's CloudFormation creates its stack.

Names, variables and limits of functions are read from the resources of the stack.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from moto.server import ThreadedMotoServer
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

from byline_tools.build.translation import NoManagedPolicies
from byline_tools.local.embedded_dynamodb import fast_transactions
from byline_tools.local.machine import HOST

EVENT_SOURCE = "AWS::Lambda::EventSourceMapping"
ALIAS = "AWS::Lambda::Alias"
NOT_MADE = {
    "AWS::CloudFormation::Stack",  # its template is a file, which moto cannot read
    EVENT_SOURCE,  # moto would start the function in Docker for every write
    "AWS::Lambda::Version",  # moto finds functions by name only
    "AWS::AppConfig::Application",  # moto has none of these
    "AWS::AppConfig::ConfigurationProfile",
    "AWS::AppConfig::HostedConfigurationVersion",
    ALIAS,
}


@dataclass(frozen=True, slots=True)
class Function:
    """A function of a stack: `folder` has its code, `timeout` is in seconds, `memory` in MB; `variables` are resolved."""

    name: str
    handler: str
    folder: Path
    timeout: int
    memory: int
    variables: Mapping[str, str]
    log_format: str


@dataclass(frozen=True, slots=True)
class EventSource:
    """A stream that invokes a function with at most `batch_size` records, of those that match one of `patterns` (if any)."""

    stream: str
    batch_size: int
    patterns: tuple[str, ...]


@contextmanager
def moto_server() -> Iterator[str]:
    """Run moto as AWS; yields its address."""
    with fast_transactions():
        server = ThreadedMotoServer(ip_address=HOST, port=0, verbose=False)
        server.start()
        try:
            # By name, because moto takes the first label of a numeric host for an account.
            yield f"http://localhost:{server.get_host_and_port()[1]}"
        finally:
            server.stop()


class Cloud:
    """The stack `name` of `template` at `address`. Its functions have no code there, because moto does not run it."""

    def __init__(self, address: str, name: str, template: Path, parameters: Mapping[str, str]) -> None:
        self.address = address
        source = yaml_parse(template.read_text(encoding="utf-8"))
        self._folders = {name: template.parent / code for name, code in _without_code(source)}
        self._resources = transform(source, parameters, NoManagedPolicies())["Resources"]
        made = {name: resource for name, resource in self._resources.items() if resource["Type"] not in NOT_MADE}
        body = json.dumps({**{part: source.get(part, {}) for part in ("Parameters", "Conditions")}, "Resources": made})
        cloudformation = self.client("cloudformation")
        cloudformation.create_stack(
            StackName=name,
            TemplateBody=_without_aliases(body, self._resources),
            Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
            Capabilities=["CAPABILITY_IAM"],
        )
        # moto describes single resources only if it could create all of them.
        listed = cloudformation.list_stack_resources(StackName=name)["StackResourceSummaries"]
        self._physical: dict[str, str] = {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in listed}

    def client(self, service: str) -> Any:
        """Return boto3's client for `service`."""
        return boto3.client(service, endpoint_url=self.address)  # type: ignore[call-overload]

    def physical(self, name: str) -> str:
        """Return the physical id of the resource that the template calls `name`."""
        return self._physical[name]

    def functions(self) -> list[Function]:
        """Return every function of the template."""
        return [self._function(name, folder) for name, folder in self._folders.items()]

    def _function(self, name: str, folder: Path) -> Function:
        made = self.client("lambda").get_function_configuration(FunctionName=self.physical(name))
        return Function(
            name,
            made["Handler"],
            folder.resolve(),
            made["Timeout"],
            made["MemorySize"],
            {variable: str(value) for variable, value in made.get("Environment", {}).get("Variables", {}).items()},
            self._resources[name]["Properties"].get("LoggingConfig", {}).get("LogFormat", "Text"),
        )

    def event_source(self, function: str) -> EventSource:
        """Return the stream that invokes `function`, which must be the stream of a table."""
        (source,) = [
            resource["Properties"]
            for resource in self._resources.values()
            if resource["Type"] == EVENT_SOURCE and resource["Properties"]["FunctionName"] == {"Ref": function}
        ]
        arn = source["EventSourceArn"]
        _, own, _ = arn.get("Fn::If", ("", arn, ""))  # a table of the stack's own
        table, _ = own["Fn::GetAtt"]
        described = self.client("dynamodb").describe_table(TableName=self.physical(table))
        filters = source.get("FilterCriteria", {}).get("Filters", [])
        patterns = tuple(each["Pattern"] for each in filters)
        return EventSource(described["Table"]["LatestStreamArn"], source.get("BatchSize", 100), patterns)


def _without_aliases(body: str, resources: Mapping[str, Any]) -> str:
    """Return the template with functions in place of their aliases, which moto does not create."""
    for name, resource in resources.items():
        if resource["Type"] == ALIAS:
            body = body.replace(name, resource["Properties"]["FunctionName"]["Ref"])
    return body


def _without_code(source: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Remove the folder of each function from `source`, because CloudFormation accepts none. Yields name and folder."""
    shared = source.get("Globals", {}).get("Function", {}).pop("CodeUri", None)
    for name, resource in source["Resources"].items():
        if resource["Type"] == "AWS::Serverless::Function":
            yield name, resource["Properties"].pop("CodeUri", shared)
            resource["Properties"]["InlineCode"] = "#"
