"""AWS as far as deploying goes: moto, SAM's transform, and resources that moto's CloudFormation does not make."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from moto.acm.models import acm_backends
from moto.cloudformation import parsing
from moto.cloudformation.models import Change, CloudFormationBackend, Event, Stack
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.common_models import CloudFormationModel
from moto.server import ThreadedMotoServer
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

from byline_tools.build.translation import NoManagedPolicies
from byline_tools.local.machine import CREDENTIALS, HOST
from tests.support.python import ROOT

LEFT_OUT = {
    "AWS::Lambda::EventSourceMapping",  # moto would start the function in Docker for every write
    "AWS::Lambda::Permission",
}


class Made(CloudFormationModel):
    """A resource of a kind that moto does not make: it exists, and has the attributes that templates ask for."""

    ATTRIBUTES: ClassVar = {
        "RegionalDomainName": "d-abc123.execute-api.eu-west-1.amazonaws.com",
        "RegionalHostedZoneId": "Z1REGIONAL",
        "ApiEndpoint": "https://abc123.execute-api.eu-west-1.amazonaws.com",
    }

    def __init__(self, name: str) -> None:
        self.physical_resource_id = name

    @staticmethod
    def cloudformation_name_type() -> str:
        return ""

    @staticmethod
    def cloudformation_type() -> str:
        return "Test::Made"

    @classmethod
    def create_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: dict[str, Any], account_id: str, region_name: str, **kwargs: Any
    ) -> "Made":
        return cls(resource_name)

    @classmethod
    def update_from_cloudformation_json(cls, original_resource: "Made", *_: Any, **__: Any) -> "Made":
        return original_resource

    @classmethod
    def delete_from_cloudformation_json(cls, *_: Any, **__: Any) -> None:
        pass

    @classmethod
    def has_cfn_attr(cls, attr: str) -> bool:
        return True

    def get_cfn_attribute(self, attribute_name: str) -> str:
        return self.ATTRIBUTES.get(attribute_name, "1")


class Certificate(Made):
    """A certificate of moto's ACM, which validates it after a minute."""

    @classmethod
    def create_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: dict[str, Any], account_id: str, region_name: str, **kwargs: Any
    ) -> "Certificate":
        backend = acm_backends[account_id][region_name]
        host = cloudformation_json["Properties"]["DomainName"]
        return cls(backend.request_certificate(host, "", [], []))


MADE: dict[str, Any] = {
    "AWS::AppConfig::Application": Made,
    "AWS::AppConfig::ConfigurationProfile": Made,
    "AWS::AppConfig::HostedConfigurationVersion": Made,
    "AWS::CertificateManager::Certificate": Certificate,
    "AWS::ApiGatewayV2::Api": Made,
    "AWS::ApiGatewayV2::Stage": Made,
    "AWS::ApiGatewayV2::DomainName": Made,
    "AWS::ApiGatewayV2::ApiMapping": Made,
    "AWS::Lambda::Alias": Made,
    "AWS::Lambda::Version": Made,
}


@contextmanager
def simulated_aws() -> Iterator[str]:
    """Run it as a process of its own, because moto has one state per process; yields its address."""
    command = [sys.executable, "-c", f"from {__name__} import serve; serve()"]
    path = os.pathsep.join(str(ROOT / folder) for folder in ("functions", "infra", "."))
    environment = {**CREDENTIALS, "PYTHONPATH": path}
    with subprocess.Popen(  # noqa: S603 - this module
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


def serve() -> None:
    """Run it in this process, after writing its address to standard output."""
    original = CloudFormationBackend.create_change_set

    def create_change_set(self: Any, stack_name: str, change_set_name: str, template: str, *rest: Any, **named: Any) -> Any:
        arn, stack = original(self, stack_name, change_set_name, _transformed(template, named["parameters"]), *rest, **named)
        made = self.change_sets[arn]
        if made.status == "CREATE_COMPLETE" and not made.changes:  # moto compares templates only
            functions = {
                name: each["Type"] for name, each in made.template_dict["Resources"].items() if "Function" in each["Type"]
            }
            made.changes = [Change("Modify", name, kind) for name, kind in functions.items()]
        return arn, stack

    models = {**parsing.get_model_map(), **MADE}
    replacements = {
        (CloudFormationBackend, "create_change_set"): create_change_set,
        (CloudFormationBackend, "execute_change_set"): _execute,
        # AWS answers with a change set that has failed, as moto does if the template is at an address.
        (CloudFormationResponse, "_validate_different_update"): lambda *_: None,
        (Stack, "get_cfn_attribute"): _output,
        (parsing, "get_model_map"): lambda: models,
    }
    for (owner, name), replacement in replacements.items():
        setattr(owner, name, replacement)
    server = ThreadedMotoServer(ip_address=HOST, port=0, verbose=False)
    server.start()
    sys.stdout.write(f"http://localhost:{server.get_host_and_port()[1]}\n")
    sys.stdout.flush()
    signal.pause()


def _output(stack: Stack, attribute_name: str) -> str:
    """The output that `attribute_name`, such as Outputs.Url, names."""
    output = stack.output_map[attribute_name.partition(".")[2]]
    return output.value if output else ""


def _execute(backend: Any, change_set_name: str, stack_name: str | None = None) -> None:
    """Execute a change set like moto, and make the outputs of the stack, too, and events of its resources."""
    (change,) = (each for arn, each in backend.change_sets.items() if change_set_name in (arn, each.change_set_name))
    stack = backend.stacks[change.stack_id]
    if change.change_set_type == "UPDATE":
        stack.update(change.template, parameters=change.parameters)
        return
    stack.template, stack.parameters = change.template, change.parameters
    stack._parse_template()
    stack.resource_map = stack._create_resource_map()
    stack._add_stack_event("CREATE_IN_PROGRESS", resource_status_reason="User Initiated")
    stack.create_resources()
    for name, resource in stack.resource_map._parsed_resources.items():
        if name in stack.template_dict["Resources"]:
            stack.events.append(_created(stack, name, resource))
    stack.mark_creation_complete()
    stack.output_map = stack._create_output_map()


def _created(stack: Stack, name: str, resource: Any) -> Event:
    return Event(
        stack_id=stack.stack_id,
        stack_name=stack.name,
        logical_resource_id=name,
        physical_resource_id=resource.physical_resource_id,
        resource_type=stack.template_dict["Resources"][name]["Type"],
        resource_status="CREATE_COMPLETE",
        resource_status_reason=None,
        resource_properties=None,
    )


def _transformed(template: str, parameters: dict[str, str]) -> str:
    source = yaml_parse(template)
    if "Transform" not in source:
        return template
    made = transform(source, parameters, NoManagedPolicies())
    made["Resources"] = {name: each for name, each in made["Resources"].items() if each["Type"] not in LEFT_OUT}
    return json.dumps(made)
