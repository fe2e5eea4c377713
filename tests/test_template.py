"""template.yaml: what it promises of the table, the API, the function and its permissions."""

import importlib
import json
from pathlib import Path
from typing import Any

import pytest
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

from byline.dynamodb import connect
from byline.formats import FORMATS
from byline.settings import Settings
from infra.stack import TEMPLATE, Stack
from tests.conftest import PARAMETERS

POLICIES: Any = type("NoManagedPolicies", (), {"load": staticmethod(dict)})()


@pytest.fixture(scope="module")
def translated() -> dict[str, Any]:
    """The template as CloudFormation gets it, translated by SAM's own translator."""
    source = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))
    source["Globals"]["Function"]["CodeUri"] = "s3://bucket/key"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        template: dict[str, Any] = transform(source, PARAMETERS, POLICIES)
    return template


def of_type(template: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [resource for resource in template["Resources"].values() if resource["Type"] == kind]


def the(template: dict[str, Any], kind: str) -> dict[str, Any]:
    (resource,) = of_type(template, kind)
    return resource


def test_the_table_costs_per_request_streams_expires_and_can_be_restored(translated: dict[str, Any]) -> None:
    table = the(translated, "AWS::DynamoDB::Table")
    assert (table["DeletionPolicy"], table["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert table["Properties"]["BillingMode"] == "PAY_PER_REQUEST"
    assert table["Properties"]["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert table["Properties"]["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert table["Properties"]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["Properties"]["DeletionProtectionEnabled"] in ({"Ref": "ProtectTable"}, "true")


def test_the_function_may_read_the_table_store_documents_in_it_and_nothing_else(translated: dict[str, Any]) -> None:
    role = the(translated, "AWS::IAM::Role")["Properties"]
    reads, stores = role["Policies"][0]["PolicyDocument"]["Statement"]
    assert reads["Resource"] == stores["Resource"] == {"Fn::GetAtt": ["Table", "Arn"]}
    assert sorted(reads["Action"]) == ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"]
    assert stores["Action"] == "dynamodb:PutItem"
    assert stores["Condition"] == {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["FEED#*"]}}
    assert [json.dumps(arn).rsplit("/", 1)[1].strip('"]}') for arn in role["ManagedPolicyArns"]] == [
        "AWSLambdaBasicExecutionRole"
    ]


def test_the_function_runs_python_3_13_on_arm_and_keeps_its_logs_for_a_while(translated: dict[str, Any]) -> None:
    function = the(translated, "AWS::Lambda::Function")["Properties"]
    assert function["Runtime"] == "python3.13"
    assert function["Architectures"] in ([{"Ref": "Architecture"}], ["arm64"])
    assert function["LoggingConfig"] == {"LogFormat": "JSON", "LogGroup": {"Ref": "ServeFeedsLogs"}}
    assert the(translated, "AWS::Logs::LogGroup")["Properties"]["RetentionInDays"] in ({"Ref": "LogRetentionDays"}, 30)


def test_the_function_outlives_every_retry_of_its_client(translated: dict[str, Any]) -> None:
    config: Any = connect().meta.config
    longest = config.retries["total_max_attempts"] * (config.connect_timeout + config.read_timeout)
    assert longest < the(translated, "AWS::Lambda::Function")["Properties"]["Timeout"]


def test_the_stage_limits_how_often_it_is_called(translated: dict[str, Any]) -> None:
    settings = the(translated, "AWS::ApiGatewayV2::Stage")["Properties"]["DefaultRouteSettings"]
    assert set(settings) == {"ThrottlingRateLimit", "ThrottlingBurstLimit"}


def test_every_feed_in_every_format_has_a_route_open_to_every_method() -> None:
    kinds = ("", "/sections/{slug}", "/authors/{slug}")
    expected = {f"{kind}/{format_.file_name}" for kind in kinds for format_ in FORMATS} | {"/", "/feeds.opml"}
    routes = Stack(PARAMETERS).routes()
    assert {route.path for route in routes} == expected
    assert {route.method for route in routes} == {"ANY"}


def test_every_route_leads_to_a_handler_that_exists() -> None:
    for handler in {route.handler for route in Stack(PARAMETERS).routes()}:
        module, _, name = handler.rpartition(".")
        assert callable(getattr(importlib.import_module(module), name))


class Recorded(dict[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__(variables)
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.read.add(name)
        return super().__getitem__(name)


def test_every_variable_declared_is_read_and_every_one_read_is_declared() -> None:
    environment = Recorded(Stack(PARAMETERS).environment())
    Settings.read(environment)
    assert environment.read == set(environment)


def test_the_outputs_name_every_kind_of_address(translated: dict[str, Any]) -> None:
    assert set(translated["Outputs"]) == {
        "ApiUrl",
        "Directory",
        "SiteFeeds",
        "SectionFeeds",
        "AuthorFeeds",
        "TableName",
        "CdnDomain",
    }


def test_every_parameter_says_what_it_is_for() -> None:
    parameters = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))["Parameters"]
    assert all(parameter.get("Description") for parameter in parameters.values())


def test_the_code_is_where_the_template_says() -> None:
    assert (Path(TEMPLATE).parent / "functions" / "serve_feeds.py").is_file()
