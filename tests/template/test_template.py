"""template.yaml: the table, the APIs, the functions and their permissions."""

import importlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

import manage_articles
import release_articles
from byline.announcing import announcer
from byline.formats.registry import FORMATS
from byline.serving import feed_service
from byline.settings import AnnouncingSettings, DeskSettings, Settings, table_name
from byline.storage.dynamodb import LONGEST_REQUEST, connect
from byline_tools.build import translation
from byline_tools.local.api_gateway import find_route
from byline_tools.local.stack import TEMPLATE, Stack
from tests.support.cloudformation import REGION, DeployedTemplate
from tests.support.stacks import PARAMETERS

FUNCTIONS: dict[str, Callable[[Mapping[str, str]], object]] = {
    "ServeFeeds": Settings.read,
    "ManageArticles": DeskSettings.read,
    "AnnounceChanges": AnnouncingSettings.read,
    "ReleaseArticles": table_name,
}
"""Every function, and the code that reads its environment."""

READ_BY_COUNTS = {"POWERTOOLS_METRICS_NAMESPACE", "ACTIVITY_METRICS"}

READS = {"dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"}
WRITES = {"dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem"}


def with_parameters(**parameters: str) -> dict[str, Any]:
    """Return the template translated for CloudFormation, with these parameters."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
        return translation.translated({**PARAMETERS, **parameters})


@pytest.fixture(scope="module")
def translated() -> dict[str, Any]:
    """The template with the sample newsroom's parameters."""
    return with_parameters()


def of_type(template: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [resource for resource in template["Resources"].values() if resource["Type"] == kind]


def the(template: dict[str, Any], kind: str) -> dict[str, Any]:
    (resource,) = of_type(template, kind)
    return resource


def properties(template: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = template["Resources"][name]["Properties"]
    return found


def with_own_table(part: Any) -> Any:
    """Return a part of the template as it is without ExistingTable."""
    match part:
        case {"Fn::If": ["MakesTable", own, _]}:
            return own
        case dict():
            return {key: with_own_table(value) for key, value in part.items()}
        case list():
            return [with_own_table(value) for value in part]
    return part


def statements(template: dict[str, Any], function: str) -> list[dict[str, Any]]:
    return [
        with_own_table(statement)
        for policy in properties(template, f"{function}Role")["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
    ]


def actions(statement: dict[str, Any]) -> set[str]:
    named = statement["Action"]
    return set(named) if isinstance(named, list) else {named}


def test_the_table_costs_per_request_streams_expires_and_can_be_restored(translated: dict[str, Any]) -> None:
    table = the(translated, "AWS::DynamoDB::Table")
    assert (table["DeletionPolicy"], table["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert table["Properties"]["BillingMode"] == "PAY_PER_REQUEST"
    assert table["Properties"]["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert table["Properties"]["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert table["Properties"]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["Properties"]["DeletionProtectionEnabled"] in ({"Ref": "ProtectTable"}, "true")


def test_the_table_can_be_another_one_that_every_part_of_the_stack_then_uses() -> None:
    stream = f"arn:aws:dynamodb:{REGION}:123456789012:table/restored/stream/2026-11-28T10:00:00.000"
    chosen = {**PARAMETERS, "ExistingTable": "restored", "ExistingTableStream": "2026-11-28T10:00:00.000", "WithBackup": "true"}
    resources = DeployedTemplate(with_parameters(**chosen), chosen).resources
    assert "Table" not in resources
    text = json.dumps(resources)
    assert "byline/Table" not in text
    assert resources["AnnounceChangesChanges"]["Properties"]["EventSourceArn"] == stream
    for name in FUNCTIONS:
        assert resources[name]["Properties"]["Environment"]["Variables"]["TABLE_NAME"] == "restored"
        arns = json.dumps(resources[f"{name}Role"])
        assert f'"arn:aws:dynamodb:{REGION}:123456789012:table/restored"' in arns
    assert resources["Backup"]["Properties"]["Parameters"]["TableArn"] == stream.partition("/stream")[0]


def test_without_another_table_the_stack_has_its_own() -> None:
    resources = DeployedTemplate(with_parameters(), PARAMETERS).resources
    assert "Table" in resources
    assert "<byline/Table" in resources["ServeFeeds"]["Properties"]["Environment"]["Variables"]["TABLE_NAME"]
    assert "Backup" not in resources


def test_the_functions_are_those_listed_here(translated: dict[str, Any]) -> None:
    made = {name for name, resource in translated["Resources"].items() if resource["Type"] == "AWS::Lambda::Function"}
    assert made == set(FUNCTIONS)


@pytest.mark.parametrize(
    ("function", "allowed"),
    [
        (
            "ServeFeeds",
            [
                ({"dynamodb:GetItem"}, {"ForAllValues:StringLike": ["FEED#*", "DOCUMENT#*", "REDIRECTS"]}),
                (READS - {"dynamodb:GetItem"}, None),
                ({"dynamodb:PutItem"}, {"ForAllValues:StringLike": ["DOCUMENT#*"]}),
            ],
        ),
        ("ManageArticles", [(READS | WRITES, None)]),
        (
            "AnnounceChanges",
            [
                (READS, None),
                ({"dynamodb:PutItem"}, {"ForAllValues:StringLike": ["DOCUMENT#*"]}),
                ({"dynamodb:PutItem", "dynamodb:UpdateItem"}, {"ForAllValues:StringLike": ["FEED#*"]}),
            ],
        ),
        ("ReleaseArticles", [({"dynamodb:Query", "dynamodb:DeleteItem"}, {"ForAllValues:StringEquals": ["SCHEDULE"]})]),
    ],
)
def test_a_function_may_do_to_the_table_what_it_does_and_nothing_else(
    translated: dict[str, Any], function: str, allowed: list[tuple[set[str], dict[str, list[str]] | None]]
) -> None:
    on_table = [each for each in statements(translated, function) if each["Resource"] == {"Fn::GetAtt": ["Table", "Arn"]}]
    found = [
        (actions(each), {kind: keys["dynamodb:LeadingKeys"] for kind, keys in each.get("Condition", {}).items()} or None)
        for each in on_table
    ]
    assert found == allowed


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_function_may_do_everything_anywhere(translated: dict[str, Any], function: str) -> None:
    for statement in statements(translated, function):
        assert not any("*" in action for action in actions(statement))
        assert statement["Resource"] != "*"
    assert "ManagedPolicyArns" not in properties(translated, f"{function}Role")


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_may_write_its_own_logs_only(translated: dict[str, Any], function: str) -> None:
    logs = [each for each in statements(translated, function) if any(action.startswith("logs:") for action in actions(each))]
    own = {"Fn::GetAtt": [f"{function}Logs", "Arn"]}
    assert [(actions(each), each["Resource"]) for each in logs] == [({"logs:CreateLogStream", "logs:PutLogEvents"}, own)]


def test_only_announce_changes_reads_a_stream_and_only_the_tables(translated: dict[str, Any]) -> None:
    of_streams = {"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"}
    for function in FUNCTIONS:
        reading = [each for each in statements(translated, function) if actions(each) & (of_streams | {"dynamodb:ListStreams"})]
        assert [(actions(each), each["Resource"]) for each in reading] == (
            [
                (of_streams, {"Fn::GetAtt": ["Table", "StreamArn"]}),
                ({"dynamodb:ListStreams"}, {"Fn::Sub": ["${Arn}/stream/*", {"Arn": {"Fn::GetAtt": ["Table", "Arn"]}}]}),
            ]
            if function == "AnnounceChanges"
            else []
        )


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_runs_python_3_13_and_limits_the_retention_of_its_logs(translated: dict[str, Any], function: str) -> None:
    made = properties(translated, function)
    assert made["Runtime"] == "python3.13"
    assert made["Architectures"] in ([{"Ref": "Architecture"}], ["arm64"])
    logging = made["LoggingConfig"]
    assert (logging["LogFormat"], logging["LogGroup"]) == ("JSON", {"Ref": f"{function}Logs"})
    assert properties(translated, f"{function}Logs")["RetentionInDays"] in ({"Ref": "LogRetentionDays"}, 30)


def test_one_call_of_the_client_is_one_request_that_ends_with_its_time_outs() -> None:
    config: Any = connect().meta.config
    assert config.retries["total_max_attempts"] == 1
    assert 1000 * (config.connect_timeout + config.read_timeout) == LONGEST_REQUEST


@pytest.mark.parametrize(
    ("function", "spare", "requests"),
    [
        ("ServeFeeds", feed_service.ANSWER_SECONDS, 2),
        ("ManageArticles", manage_articles.ANSWER_SECONDS, 7),
        ("AnnounceChanges", announcer.NOTIFYING_SECONDS, 40),
        ("ReleaseArticles", release_articles.END_SECONDS, 7),
    ],
)
def test_before_its_timeout_a_function_has_time_for_so_many_requests_that_time_out(
    translated: dict[str, Any], function: str, spare: float, requests: int
) -> None:
    assert requests * LONGEST_REQUEST + 1000 * spare <= 1000 * properties(translated, function)["Timeout"]


def test_every_stage_limits_how_often_it_is_called(translated: dict[str, Any]) -> None:
    for stage in of_type(translated, "AWS::ApiGatewayV2::Stage"):
        assert set(stage["Properties"]["DefaultRouteSettings"]) == {"ThrottlingRateLimit", "ThrottlingBurstLimit"}


def test_the_lists_of_all_feeds_have_limits_of_their_own(translated: dict[str, Any]) -> None:
    routes = properties(translated, "ApiApiGatewayDefaultStage")["RouteSettings"]
    assert routes.keys() == {"ANY /", "ANY /feeds.opml"}
    paths = properties(translated, "Api")["Body"]["paths"]
    assert all("x-amazon-apigateway-any-method" in paths[key.removeprefix("ANY ")] for key in routes)
    assert all(limits["ThrottlingRateLimit"] <= 20 for limits in routes.values())


def test_below_a_path_of_feeds_url_the_lists_have_the_limits_of_all_routes(translated: dict[str, Any]) -> None:
    routes = [route for route in Stack(PARAMETERS).routes() if not route.signed]
    for path in ("/feeds/", "/feeds/feeds.opml"):
        match = find_route(routes, "GET", path)
        assert match
        assert match.route.path == "/{proxy+}"
    assert "ANY /{proxy+}" not in properties(translated, "ApiApiGatewayDefaultStage")["RouteSettings"]


def test_every_feed_in_every_format_has_an_open_route_for_every_method() -> None:
    kinds = ("", "/sections/{slug}", "/authors/{slug}")
    expected = {f"{kind}/{format_.file_name}" for kind in kinds for format_ in FORMATS} | {"/", "/feeds.opml", "/{proxy+}"}
    routes = [route for route in Stack(PARAMETERS).routes() if not route.signed]
    assert {route.path for route in routes} == expected
    assert {(route.method, route.handler) for route in routes} == {("ANY", "serve_feeds.handler")}


def test_every_route_of_the_desk_accepts_only_signed_requests(translated: dict[str, Any]) -> None:
    desk = properties(translated, "DeskApi")["Body"]["paths"]
    security = [operation["security"] for path in desk.values() for operation in path.values()]
    assert security
    assert all(each == [{"AWS_IAM": []}] for each in security)


def test_every_request_to_the_desk_reaches_its_function_by_a_route_with_a_path(translated: dict[str, Any]) -> None:
    """IAM decides by the path of the route: `$default` has none."""
    desk = properties(translated, "DeskApi")["Body"]["paths"]
    assert {"/", "/{proxy+}", "/articles/{id+}", "/sections/{slug}", "/authors/{slug}"} <= desk.keys()
    assert "/$default" not in desk
    assert {method for path in desk.values() for method in path} == {"x-amazon-apigateway-any-method"}
    permissions = [each["Properties"]["SourceArn"]["Fn::Sub"][0] for each in of_type(translated, "AWS::Lambda::Permission")]
    assert len([source for source in permissions if source.endswith("${__ApiId__}/${__Stage__}/*/*")]) == 2


def test_every_route_leads_to_a_handler_that_exists() -> None:
    for handler in Stack(PARAMETERS).handlers():
        module, _, name = handler.rpartition(".")
        assert callable(getattr(importlib.import_module(module), name))


class Recorded(dict[str, str]):
    """An environment that records the names that are read."""

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__(variables)
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.read.add(name)
        return super().__getitem__(name)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_variable_declared_is_read_and_every_one_read_is_declared(translated: dict[str, Any], function: str) -> None:
    declared = set(properties(translated, function)["Environment"]["Variables"]) - READ_BY_COUNTS
    environment = Recorded({name: value for name, value in Stack(PARAMETERS).environment().items() if name in declared})
    FUNCTIONS[function](environment)
    assert environment.read == declared


def test_functions_without_an_api_send_failures_to_the_dead_letters(translated: dict[str, Any]) -> None:
    letters = {"Fn::GetAtt": ["DeadLetters", "Arn"]}
    stream = the(translated, "AWS::Lambda::EventSourceMapping")["Properties"]
    assert stream["DestinationConfig"]["OnFailure"]["Destination"] == letters
    assert stream["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert (stream["BisectBatchOnFunctionError"], stream["MaximumRetryAttempts"]) == (True, 5)
    assert the(translated, "AWS::Scheduler::Schedule")["Properties"]["Target"]["DeadLetterConfig"]["Arn"] == letters


def test_a_new_version_takes_over_at_once_without_gradual_deployment(translated: dict[str, Any]) -> None:
    (alias,) = of_type(translated, "AWS::Lambda::Alias")
    assert "UpdatePolicy" not in alias
    assert not of_type(translated, "AWS::CodeDeploy::DeploymentGroup")
    gradual = with_parameters(GradualDeployment="true")
    group = the(gradual, "AWS::CodeDeploy::DeploymentGroup")["Properties"]
    (alias,) = of_type(gradual, "AWS::Lambda::Alias")
    assert alias["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]["DeploymentGroupName"] == {"Ref": "ServeFeedsDeploymentGroup"}
    assert "Canary10Percent5Minutes" in json.dumps(group["DeploymentConfigName"])
    assert "NewVersionFails" in json.dumps(group["AlarmConfiguration"])


def test_metrics_are_logged_and_successful_polls_are_not(translated: dict[str, Any]) -> None:
    levels = {name: properties(translated, name)["LoggingConfig"] for name in FUNCTIONS}
    assert {each["ApplicationLogLevel"] for each in levels.values()} == {"INFO"}
    assert levels["ServeFeeds"]["SystemLogLevel"] == "WARN"


def test_the_outputs_name_every_kind_of_address(translated: dict[str, Any]) -> None:
    addresses = {"ApiUrl", "DeskUrl", "Directory", "SiteFeeds", "SectionFeeds", "AuthorFeeds"}
    policies = {"EditorPolicy", "ReaderPolicy", "ImporterPolicy", "DeployerPolicies"}
    others = {"TableName", "NameTarget", "CdnDomain", "TopicArn", "DashboardUrl"}
    assert set(translated["Outputs"]) == addresses | policies | others


def test_every_parameter_has_a_description() -> None:
    parameters = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))["Parameters"]
    assert all(parameter.get("Description") for parameter in parameters.values())


def test_every_parameter_is_in_one_group() -> None:
    template = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))
    groups = template["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    assert sorted(name for group in groups for name in group["Parameters"]) == sorted(template["Parameters"])


def test_the_code_is_where_the_template_says() -> None:
    for handler in Stack(PARAMETERS).handlers():
        assert (Path(TEMPLATE).parent / "functions" / f"{handler.partition('.')[0]}.py").is_file()
