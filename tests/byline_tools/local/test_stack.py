"""The template with parameters filled in, for the local server and the tests."""

from pathlib import Path

import boto3
import pytest

from byline.settings import Settings
from byline.storage.dynamodb import Table
from byline_tools.local import sample
from byline_tools.local.stack import TABLE_NAME, Route, Stack
from tests.support.stacks import PARAMETERS

TEMPLATE = """
Parameters:
  Stage: {Type: String, Default: test}
  Number: {Type: Number, Default: 3}
  Needed: {Type: String}
Resources:
  First:
    Type: AWS::Serverless::Function
    Properties:
      Handler: first.handler
      Environment: {Variables: {STAGE: !Ref Stage, NUMBER: !Ref Number}}
      Events:
        Get: {Type: HttpApi, Properties: {Method: get, Path: "/things/{name}"}}
        Nightly: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
  Second:
    Type: AWS::Serverless::Function
    Properties:
      Handler: second.handler
      Environment: {Variables: {NEEDED: !Ref Needed}}
  Third:
    Type: AWS::Serverless::Function
    Properties: {Handler: third.handler}
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "template.yaml"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def test_the_table_can_be_made_from_the_template(table: Table) -> None:
    made = boto3.client("dynamodb").describe_table(TableName=TABLE_NAME)["Table"]
    assert [(key["AttributeName"], key["KeyType"]) for key in made["KeySchema"]] == [("pk", "HASH"), ("sk", "RANGE")]
    assert made["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"


def test_the_table_streams_as_the_template_says(table: Table) -> None:
    made = boto3.client("dynamodb").describe_table(TableName=TABLE_NAME)["Table"]
    assert made["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}


def test_every_route_of_the_template_is_there_in_its_order() -> None:
    paths = [route.path for route in Stack(PARAMETERS).routes()]
    assert paths[:3] == ["/", "/feeds.opml", "/rss.xml"]
    assert "/authors/{slug}/feed.json" in paths


def test_a_route_says_method_path_and_handler(template: Path) -> None:
    assert Stack({}, template).routes() == [Route("GET", "/things/{name}", "first.handler")]


def test_the_environment_is_what_the_settings_need() -> None:
    settings = Settings.read(Stack(PARAMETERS).environment())
    assert settings.table_name == TABLE_NAME
    assert settings.site.title == sample.PARAMETERS["SiteTitle"]
    assert settings.site.feeds_url == PARAMETERS["FeedsUrl"]


def test_the_environment_is_that_of_all_functions_together(template: Path) -> None:
    assert Stack({"Needed": "x"}, template).environment() == {"STAGE": "test", "NUMBER": "3", "NEEDED": "x"}


def test_a_parameter_takes_the_place_of_its_default(template: Path) -> None:
    assert Stack({"Needed": "x", "Stage": "live"}, template).environment()["STAGE"] == "live"


def test_a_parameter_the_template_does_not_have_is_named() -> None:
    with pytest.raises(KeyError, match="SiteTilte"):
        Stack({"SiteTilte": "A typing error"})


def test_a_parameter_that_is_needed_and_not_given_is_named(template: Path) -> None:
    with pytest.raises(KeyError, match="Needed"):
        Stack({}, template).environment()


def test_only_the_routes_of_an_api_that_iam_closes_are_signed() -> None:
    signed = {route.path for route in Stack(PARAMETERS).routes() if route.signed}
    assert signed >= {"/articles/{id+}", "/sections/{slug}", "/authors/{slug}", "/scheduled", "/feeds", "/openapi.json"}
    assert {route.handler for route in Stack(PARAMETERS).routes() if route.signed} == {"manage_articles.handler"}
    assert {route.handler for route in Stack(PARAMETERS).routes() if not route.signed} == {"serve_feeds.handler"}


def test_the_functions_of_the_stream_and_of_the_schedule_are_found() -> None:
    (source,) = Stack(PARAMETERS).streams()
    assert (source.handler, source.batch) == ("announce_changes.handler", 100)
    assert Stack(PARAMETERS).scheduled() == ["release_articles.handler"]
    assert set(Stack(PARAMETERS).handlers()) >= {source.handler, "release_articles.handler", "serve_feeds.handler"}
