"""The function's responses to API Gateway's events, its logs and its metrics."""

import json
from typing import Any

import boto3
import pytest

from byline_tools.local.api_gateway import HttpRequest
from byline_tools.local.stack import TABLE_NAME
from tests.support.desks import TAG, DeskFunction, at, story
from tests.support.factories import NOW


@pytest.mark.parametrize(
    "article_id",
    [
        TAG,
        "https://www.example.com/2026/03/a/",
        "https://www.example.com/a?b=c&d#e",
        "urn:100%25",
        "urn:a%2Fb",
        "urn:a/articles/b",
        "urn:/",
        "urn:schiff-läuft-aus",
        "https://t.example/港",
        "urn:a+b",
        "urn:a..%2e/../c",
        "urn:$&'()*+,;=:@!~[]",
        f"urn:{'x' * 496}",
    ],
)
def test_an_article_is_found_under_its_id_whatever_signs_that_has(desk: DeskFunction, article_id: str) -> None:
    put = desk.put(at(article_id), story())
    assert (put.status, put.body["id"]) == (201, article_id)
    assert desk.get(at(article_id)).body == put.body
    assert desk.delete(at(article_id)).body["status"] == "withdrawn"


@pytest.mark.parametrize("article_id", ["urn:schiff läuft aus", "no uri", "urn:", "é:a", f"urn:{'x' * 497}", "urn:" + "船" * 300])
def test_an_id_that_is_no_uri_is_refused_by_name_and_never_found(desk: DeskFunction, article_id: str) -> None:
    put = desk.put(at(article_id), story())
    assert (put.status, [field.rpartition(".")[2] for field in put.wrong_fields]) in [(422, ["id"]), (422, ["article_id"])]
    assert desk.get(at(article_id)).status in {404, 422}


def test_each_answer_is_logged_and_counted(desk: DeskFunction, capsys: pytest.CaptureFixture[str]) -> None:
    desk.put(at(TAG), story())
    desk.get(at("urn:nowhere"))
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    logged = [
        (line["method"], line["path"], line["status"], line["function_request_id"])
        for line in lines
        if line.get("message") == "answered"
    ]
    assert logged == [("PUT", at(TAG), 201, "request-1"), ("GET", at("urn:nowhere"), 404, "request-1")]
    counted = [{name for name in line if name.startswith("Answers")} for line in lines if "_aws" in line]
    assert counted == [{"Answers201"}, {"Answers404"}]


def signed_by(name: str) -> dict[str, Any]:
    """What API Gateway's event has of the request that this user has signed."""
    put = {"http": {"method": "PUT", "path": at(TAG)}, "stage": "$default"}
    return {"requestContext": {**put, "authorizer": {"iam": {"userArn": f"arn:aws:iam::123456789012:user/{name}"}}}}


def test_each_edit_is_logged_and_counted_with_who_made_it_and_without_its_text(
    desk: DeskFunction, capsys: pytest.CaptureFixture[str]
) -> None:
    for title in ("A ship leaves", "A ship leaves", "A ship returns"):
        body = json.dumps(story(title=title)).encode()
        request = HttpRequest("PUT", at(TAG), [("content-type", "application/json")], body)
        assert desk.send(request, **signed_by("jane")).status in {200, 201}
    out = capsys.readouterr().out
    lines = [json.loads(line) for line in out.splitlines()]
    first, second = (line for line in lines if line.get("message") == "edited")
    assert (first["subject"], first["what"], first["by"]) == (f"article {TAG}", "new", "arn:aws:iam::123456789012:user/jane")
    assert (first.get("replaced"), second["replaced"], second["what"]) == (None, first["revision"], "changed")
    assert (second["revision"], second["at"]) == (desk.get(at(TAG)).body["revision"], NOW.isoformat())
    assert "ship" not in out
    assert [name for line in lines for name in line if name.startswith("Edits")] == ["EditsNew", "EditsChanged"]


def test_edits_of_sections_and_authors_are_logged_too(desk: DeskFunction, capsys: pytest.CaptureFixture[str]) -> None:
    desk.put("/sections/world", {"title": "World"})
    desk.put("/sections/world", {"title": "The world"})
    desk.patch("/sections/world", {"slug": "globe"})
    desk.delete("/sections/globe")
    lines = map(json.loads, capsys.readouterr().out.splitlines())
    edits = [(line["subject"], line["what"]) for line in lines if line.get("message") == "edited"]
    assert edits == [("sections/world", what) for what in ("new", "changed", "renamed", "retired")]


def test_where_metrics_are_disabled_none_pile_up(
    desk: DeskFunction, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POWERTOOLS_METRICS_DISABLED", "true")
    desk.get(at("urn:nowhere"))
    monkeypatch.delenv("POWERTOOLS_METRICS_DISABLED")
    desk.put(at(TAG), story())
    (counted,) = (line for line in map(json.loads, capsys.readouterr().out.splitlines()) if "_aws" in line)
    assert {name for name in counted if name.startswith("Answers")} == {"Answers201"}


@pytest.mark.parametrize(
    ("method", "target", "thing"),
    [
        ("GET", at(TAG), None),
        ("PUT", at(TAG), story()),
        ("DELETE", at(TAG), None),
        ("PUT", "/sections/world", {"title": "World"}),
        ("GET", "/scheduled", None),
        ("GET", "/feeds", None),
    ],
)
def test_without_a_table_it_is_503_and_says_when_to_come_again(
    desk: DeskFunction, capsys: pytest.CaptureFixture[str], method: str, target: str, thing: object
) -> None:
    desk.get("/feeds")
    boto3.client("dynamodb").delete_table(TableName=TABLE_NAME)
    response = desk.ask(method, target, thing)
    assert (response.status, response.headers["retry-after"], response.body["status"]) == (503, "30", 503)
    assert response.headers["content-type"] == "application/problem+json"


def test_a_fault_of_our_own_is_a_500_that_reveals_nothing_and_is_in_the_log(
    desk: DeskFunction, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("byline.storage.desk_reader.DeskReader.feeds", lambda *_: 1 / 0)
    response = desk.get("/feeds")
    assert (response.status, response.body["type"]) == (500, "urn:problem-type:byline:unexpected")
    assert "division" not in json.dumps(response.body)
