"""byline_tools.cli.problems: errors as JSON on standard output."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from byline.edit_errors import ClockSkewed
from byline.errors import BylineError
from byline_tools.cli import command
from byline_tools.cli.article_commands import NotEdited
from byline_tools.cli.aws_errors import NoAccess, UnknownAwsProfile, UnknownTable
from byline_tools.cli.desk_client import DeskClient, DeskResponse, NoCredentials, NotDone, Unreachable
from byline_tools.cli.import_command import ImportedPartly
from byline_tools.cli.problems import problem_of
from byline_tools.cli.publish_command import PublishedPartly
from byline_tools.importers.records import FileRefused, FilesRefused, LineProblem
from byline_tools.importers.refusals import StoredPartly
from byline_tools.local.server import Service
from tests.byline_tools.cli.results import Target, Thing
from tests.support.command_line import Byline, Result
from tests.test_errors import EXAMPLES

SITE = ("--site-url", "https://www.example.com")
REFUSED = NotDone("/articles/a", 422, {"type": "urn:problem-type:byline:refused", "status": 422, "detail": "No."})
OWN: list[BylineError] = [
    FileRefused("news.ndjson", [LineProblem(3, "is not JSON")]),
    FilesRefused([FileRefused(f"{name}.ndjson", [LineProblem(3, "is not JSON")]) for name in "ab"]),
    ImportedPartly(StoredPartly({("new", "article"): 1}, [FileRefused("news.ndjson", [LineProblem(3, "No.")])])),
    NotDone("/articles/a", 502, {}),
    PublishedPartly(REFUSED, 2, [{"outcome": "new"}]),
    NoCredentials("https://desk.example.com"),
    Unreachable("https://desk.example.com"),
    UnknownTable("nope"),
    UnknownAwsProfile("nope", ["default"]),
    NotEdited("the text is not a JSON object", Path("/tmp/byline-1.json")),  # noqa: S108 - not written
    NoAccess("there is no AWS region"),
]
ERRORS = [*(error for error, _ in EXAMPLES), *OWN, click.UsageError("no"), click.Abort(), OSError("no")]


def problem(result: Result, status: int = 1) -> Any:
    assert (result.status, result.err, result.out.count("\n")) == (status, "", 1)
    return json.loads(result.out)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_every_error_has_the_members_of_problem_details(error: Exception) -> None:
    found = json.loads(json.dumps(problem_of(error)))
    assert found["type"].startswith("urn:problem-type:byline:")
    assert 400 <= found["status"] < 600
    assert found["detail"]
    assert all({"field", "reason"} == each.keys() for each in found.get("errors", []))


@pytest.mark.parametrize(
    ("words", "each"),
    [
        pytest.param(words, each, id=" ".join(words))
        for words, each in command.every_command()
        if not isinstance(each, click.Group)
    ],
)
def test_every_command_says_in_json_that_it_is_used_wrongly(byline: Byline, words: tuple[str, ...], each: click.Command) -> None:
    found = problem(byline(*words, "--json", "--nonsense"), 2)
    assert (found["type"], found["title"], found["status"]) == ("urn:problem-type:byline:usage", "Bad Request", 400)
    assert "--nonsense" in found["detail"]
    assert any("--json" in option.opts for option in each.params)


def test_an_unknown_command_is_reported_in_json(byline: Byline) -> None:
    assert problem(byline("poem", "--json"), 2)["detail"] == "No such command 'poem'."


def test_a_refusal_of_the_desk_is_passed_on(byline: Byline, target: Target) -> None:
    found = problem(byline("show", "sections/nowhere", "--json", *target))
    assert found == {
        "type": "urn:problem-type:byline:unknown-feed",
        "title": "Not Found",
        "status": 404,
        "detail": "there is no feed called sections/nowhere",
        "feed": "sections/nowhere",
        "candidates": [],
    }


def test_all_wrong_fields_of_files_are_listed_with_their_lines(
    byline: Byline, target: Target, tmp_path: Path, story: Thing
) -> None:
    file = tmp_path / "news.ndjson"
    wrong = {**story, "title": "", "sections": []}
    file.write_text(json.dumps(wrong) + "\n" + json.dumps({**story, "sections": ["nowhere"]}) + "\n", encoding="utf-8")
    found = problem(byline("publish", file, "--json", *target))
    assert (found["type"], found["status"]) == ("urn:problem-type:byline:nothing-published", 422)
    assert [each["field"] for each in found["errors"]] == [f"{file}:1: title", f"{file}:2", f"{file}:2: sections"]
    assert found["errors"][1]["reason"] == f"{story['id']} is already in {file}:1"


def test_what_was_done_before_an_error_is_in_the_same_object(
    byline: Byline,
    target: Target,
    publish: Callable[..., Result],
    section: Thing,
    story: Thing,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    put = DeskClient.put

    def refuse(client: DeskClient, path: str, thing: Any, **options: Any) -> DeskResponse:
        if path.startswith("/articles/") and not options.get("dry_run"):
            raise REFUSED
        return put(client, path, thing, **options)

    monkeypatch.setattr(DeskClient, "put", refuse)
    file = tmp_path / "news.ndjson"
    file.write_text(json.dumps(section) + "\n" + json.dumps(story) + "\n", encoding="utf-8")
    found = problem(byline("publish", file, "--json", *target))
    assert (found["type"], found["status"]) == ("urn:problem-type:byline:refused", 422)
    assert [each["outcome"] for each in found["done"]] == ["new", "not stored"]


def test_an_import_that_ended_early_says_why_and_lists_what_was_refused_before() -> None:
    refused = FileRefused("news.ndjson", [LineProblem(3, "No.")])
    found = problem_of(ImportedPartly(StoredPartly({("new", "article"): 1}, [refused], ClockSkewed(60), 2)))
    assert (found["type"], found["status"]) == ("urn:problem-type:byline:clock-skewed", 503)
    assert found["errors"] == [{"field": "news.ndjson:3", "reason": "No."}]
    assert (found["done"]["new"], found["detail"].splitlines()[-1][:16]) == ({"article": 1}, "2 after that not")


def test_a_missing_table_and_an_unreachable_desk_are_reported_in_json(byline: Byline, service: Service) -> None:
    for name, options in {"feeds": SITE, "rebuild": ()}.items():
        found = problem(byline(name, "--json", "--to", "nope", *options))
        assert (found["type"], found["status"]) == ("urn:problem-type:byline:unknown-table", 404)
    assert problem(byline("feeds", "--json", "--local", "--port", "1"))["type"] == "urn:problem-type:byline:unreachable"


def test_json_after_two_dashes_is_no_option(byline: Byline) -> None:
    assert byline("check", "--nonsense", "--", "--json").out == ""
