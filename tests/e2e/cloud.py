"""A template deployed: translated as SAM does it, its stack made by moto's CloudFormation, and what came of it.

What a function is called, told and limited to is asked of the stack's own resources.
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

import byline_tools.local.embedded_dynamodb  # noqa: F401 - mends moto's transactions
from byline_tools.build.translation import NoManagedPolicies
from byline_tools.local.embedded_dynamodb import fast_transactions
from byline_tools.local.machine import HOST

EVENT_SOURCE = "AWS::Lambda::EventSourceMapping"
ALIAS = "AWS::Lambda::Alias"
NOT_MADE = {
    "AWS::CloudFormation::Stack",  # its template is a file, which moto cannot fetch
    EVENT_SOURCE,  # moto would start the function in Docker at every write
    "AWS::Lambda::Version",  # moto knows functions by their names only
    ALIAS,
}


@dataclass(frozen=True, slots=True)
class Function:
    """A function of a stack: `folder` is its code, `timeout` in seconds, `memory` in MB, `variables` with no reference left."""

    name: str
    handler: str
    folder: Path
    timeout: int
    memory: int
    variables: Mapping[str, str]
    log_format: str


@dataclass(frozen=True, slots=True)
class EventSource:
    """A stream whose records come to a function: at most `batch_size` at once, of those that fit one of `patterns`, if any."""

    stream: str
    batch_size: int
    patterns: tuple[str, ...]


@contextmanager
def moto_server() -> Iterator[str]:
    """AWS as moto plays it; gives the address."""
    with fast_transactions():
        server = ThreadedMotoServer(ip_address=HOST, port=0, verbose=False)
        server.start()
        try:
            # By name: moto takes the first label of a numeric host for an account's.
            yield f"http://localhost:{server.get_host_and_port()[1]}"
        finally:
            server.stop()


class Cloud:
    """The stack `name` of `template`, made at `address`. Functions are made without their code, which moto does not run."""

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
        # One by one moto tells of no resource as soon as there is one that it could not make.
        listed = cloudformation.list_stack_resources(StackName=name)["StackResourceSummaries"]
        self._physical: dict[str, str] = {each["LogicalResourceId"]: each["PhysicalResourceId"] for each in listed}

    def client(self, service: str) -> Any:
        """A client of boto3's for `service`."""
        return boto3.client(service, endpoint_url=self.address)  # type: ignore[call-overload]

    def physical(self, name: str) -> str:
        """What the stack calls the resource that the template calls `name`."""
        return self._physical[name]

    def functions(self) -> list[Function]:
        """Every function of the template."""
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
        """The stream that comes to `function`, which has to be the stream of a table."""
        (source,) = [
            resource["Properties"]
            for resource in self._resources.values()
            if resource["Type"] == EVENT_SOURCE and resource["Properties"]["FunctionName"] == {"Ref": function}
        ]
        table, _ = source["EventSourceArn"]["Fn::GetAtt"]
        described = self.client("dynamodb").describe_table(TableName=self.physical(table))
        filters = source.get("FilterCriteria", {}).get("Filters", [])
        patterns = tuple(each["Pattern"] for each in filters)
        return EventSource(described["Table"]["LatestStreamArn"], source.get("BatchSize", 100), patterns)


def _without_aliases(body: str, resources: Mapping[str, Any]) -> str:
    """A template that names functions where it named their aliases, which moto does not make."""
    for name, resource in resources.items():
        if resource["Type"] == ALIAS:
            body = body.replace(name, resource["Properties"]["FunctionName"]["Ref"])
    return body


def _without_code(source: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The folder of each function, taken out of `source`: CloudFormation takes no folder."""
    shared = source.get("Globals", {}).get("Function", {}).pop("CodeUri", None)
    for name, resource in source["Resources"].items():
        if resource["Type"] == "AWS::Serverless::Function":
            yield name, resource["Properties"].pop("CodeUri", shared)
            resource["Properties"]["InlineCode"] = "#"
