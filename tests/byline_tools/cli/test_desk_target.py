"""byline_tools.cli.desk_target: which newsroom a command acts on, and the messages when it cannot be reached."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from botocore.session import get_session

from byline.desk.desk import Desk
from byline.storage import dynamodb
from byline.storage.dynamodb import Table
from byline_http import desk_answers
from byline_tools.cli.desk_client import DeskClient, NotDone
from byline_tools.local.api_gateway import FORBIDDEN, HttpRequest, HttpResponse
from byline_tools.local.http_server import answering, server
from byline_tools.local.machine import EDITOR_HEADER, HOST
from tests.support.command_line import Byline

SITE = ("--site-url", "https://www.example.com")
HTML = HttpResponse(200, (("Content-Type", "text/html"),), b"<html>")


@pytest.fixture
def no_desk(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a server that is not a desk."""
    http = server(lambda _: request.param, quiet=True)
    with answering(http):
        yield f"http://{HOST}:{http.server_address[1]}"
    http.server_close()


WRONG = {
    "none": ((), "name one target"),
    "two": (("--local", "--to", "byline"), "name one target"),
    "all": (("--local", "--to", "byline", "--api", "http://localhost"), "name one target"),
    "a table of no site": (("--to", "byline"), "--to TABLE needs --site-url"),
    "no address of a site": (("--to", "byline", "--site-url", "example"), "--site-url"),
    "no port": (("--local", "--port", "65533"), "65533 is not in the range"),
}


@pytest.mark.parametrize(("options", "message"), WRONG.values(), ids=WRONG.keys())
def test_anything_but_one_complete_target_is_wrong_usage(byline: Byline, options: tuple[str, ...], message: str) -> None:
    result = byline("feeds", *options)
    assert (result.status, result.out) == (2, "")
    assert message in " ".join(result.err.split())


@pytest.mark.parametrize("api", ["desk.example.com", "http://desk.example.com", "https://", "ftp://127.0.0.1", "-"])
def test_a_desk_whose_address_does_not_begin_with_https_is_refused(byline: Byline, api: str) -> None:
    result = byline("feeds", "--api", api)
    assert (result.status, result.out) == (2, "")
    assert f"--api '{api}' does not begin with https://: give the stack's output DeskUrl" in " ".join(result.err.split())


def test_the_port_of_the_local_server_may_come_from_the_environment(byline: Byline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYLINE_PORT", "1")
    assert "no response from http://127.0.0.1:3:" in byline("feeds", "--local").err


def test_the_region_may_be_called_as_other_tools_call_it(byline: Byline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    monkeypatch.setenv("AWS_REGION", "eu-north-1")
    assert "no response from http://127.0.0.1:3:" in byline("feeds", "--api", "http://127.0.0.1:3").err
    assert "AWS_DEFAULT_REGION" not in os.environ


@pytest.mark.parametrize(
    ("missing", "message"),
    [("AWS_DEFAULT_REGION", "there is no AWS region"), ("AWS_ACCESS_KEY_ID", "there are no AWS credentials")],
)
def test_a_table_needs_a_region_and_credentials(
    byline: Byline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, missing: str, message: str
) -> None:
    monkeypatch.delenv(missing)
    for name in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setattr(dynamodb, "_session", get_session)
    result = byline("feeds", "--to", "byline", *SITE)
    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)
    assert f"byline: {message}: give AWS credentials and a region" in result.err


def test_options_take_precedence_over_the_environment(byline: Byline, table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYLINE_API", "http://127.0.0.1:1")
    assert json.loads(byline("feeds", "--to", "byline", *SITE).out)[0]["feed"] == "site"
    monkeypatch.setenv("BYLINE_TABLE", "byline")
    assert "name one target" in byline("feeds", *SITE).err
    monkeypatch.delenv("BYLINE_API")
    assert byline("feeds", *SITE).status == 0


def test_missing_credentials_are_reported(byline: Byline, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name)
    for name in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    result = byline("feeds", "--api", "http://127.0.0.1:1")
    assert (result.status, result.out) == (1, "")
    assert "give AWS credentials and a region" in result.err


@pytest.mark.parametrize("options", [("--local", "--port", "1"), ("--api", "http://127.0.0.1:3")])
def test_a_desk_that_cannot_be_reached_is_reported_with_what_to_start(byline: Byline, options: tuple[str, ...]) -> None:
    result = byline("feeds", *options)
    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)
    assert "no response from http://127.0.0.1:3: --local needs a running `make serve`" in result.err


def test_a_missing_table_is_reported_as_such(byline: Byline, table: Table) -> None:
    result = byline("feeds", "--to", "nope", *SITE)
    assert (result.status, result.out) == (1, "")
    assert result.err == "byline: there is no table nope in this account and region: give the stack's output TableName\n"


def test_a_table_gives_no_output_but_the_result(byline: Byline, table: Table) -> None:
    result = byline("scheduled", "--to", "byline", *SITE)
    assert (result.out, result.err) == ("[]\n", "")


@pytest.mark.parametrize("no_desk", [FORBIDDEN], indirect=True)
def test_a_forbidden_request_is_reported_with_the_permission_it_needs(byline: Byline, no_desk: str) -> None:
    assert "Forbidden (403); the signer needs permission" in byline("feeds", "--api", no_desk).err


@pytest.mark.parametrize("no_desk", [HTML, HttpResponse(404, (), b"<html>"), HttpResponse(502, (), b"")], indirect=True)
def test_a_response_that_is_not_the_desks_is_reported(byline: Byline, no_desk: str) -> None:
    result = byline("feeds", "--api", no_desk)
    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)
    assert "the response is not from the desk" in result.err


def test_a_query_is_encoded_as_aws_signs_it() -> None:
    sent: list[HttpRequest] = []

    def send(request: HttpRequest) -> HttpResponse:
        sent.append(request)
        return HttpResponse(412, (), b'{"detail": "Read it again."}')

    with pytest.raises(NotDone, match=r"Read it again\. \(412\)"):
        DeskClient(send).delete("/articles/a", notice="a + b")
    assert sent[0].target == "/articles/a?notice=a%20%2B%20b"


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[str | None]]]:
    """The port of a desk without feeds, as --port takes it, and whom each request to it names."""
    names: list[str | None] = []

    def respond(request: HttpRequest) -> HttpResponse:
        names.append(next((value for name, value in request.headers if name == EDITOR_HEADER), None))
        return HttpResponse(200, (), b"[]")

    http = server(respond, quiet=True)
    with answering(http):
        yield str(http.server_address[1] - 2), names
    http.server_close()


def test_the_local_server_learns_who_edits(
    byline: Byline, named: tuple[str, list[str | None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, names = named
    monkeypatch.setenv("LOGNAME", "joe")
    assert byline("feeds", "--local", "--port", port).status == 0
    monkeypatch.setenv("BYLINE_AS", "jane")
    assert byline("feeds", "--local", "--port", port).status == 0
    assert byline("feeds", "--local", "--port", port, "--as", "Inés O'Hara").status == 0
    assert names == ["joe", "jane", "In%C3%A9s%20O%27Hara"]


def test_an_edit_of_a_table_is_by_the_person_named(byline: Byline, table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    editors = []

    def recorded(_desk: Desk) -> list[object]:
        editors.append(desk_answers.app.context["editor"])
        return []

    monkeypatch.setattr(Desk, "feeds", recorded)
    assert byline("feeds", "--to", "byline", *SITE, "--as", "Inés").status == 0
    assert editors == ["arn:aws:iam::000000000000:user/Inés"]


def test_who_edits_a_deployed_desk_is_who_signs(
    byline: Byline, named: tuple[str, list[str | None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, names = named
    api = f"http://{HOST}:{int(port) + 2}"
    refused = byline("feeds", "--api", api, "--as", "jane")
    assert (refused.status, refused.out, names) == (2, "", [])
    assert "--as does not go with --api" in refused.err
    monkeypatch.setenv("BYLINE_AS", "jane")
    assert byline("feeds", "--api", api).status == 0
    assert names == [None]


def test_what_an_edit_of_a_table_replaces_is_kept_as_long_as_is_said(byline: Byline, table: Table, tmp_path: Path) -> None:
    file = tmp_path / "story.json"
    for title, days in {"One": "1", "Two": "1", "Three": "0"}.items():
        story = {"id": "urn:1", "url": "https://www.example.com/1", "title": title, "content": "<p>Text.</p>"}
        file.write_text(json.dumps(story), encoding="utf-8")
        assert byline("publish", file, "--to", "byline", *SITE, "--version-days", days).status == 0
    versions = [item for item in boto3.client("dynamodb").scan(TableName="byline")["Items"] if "VERSION#" in item["sk"]["S"]]
    assert sorted("expires_at" in each for each in versions) == [False, True]


@pytest.mark.parametrize("options", [("--local",), ("--api", "https://desk.example.com")])
def test_how_long_versions_are_kept_is_the_stacks_own_setting_elsewhere(
    byline: Byline, options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = byline("feeds", *options, "--version-days", "0")
    assert (refused.status, "--version-days goes with --to only" in refused.err) == (2, True)
    monkeypatch.setenv("VERSION_DAYS", "0")
    assert "--version-days" not in byline("feeds", "--local", "--port", "1").err
