"""`byline init` and `byline deploy`, with SAM CLI and a simulated AWS: by a person in a terminal, and in a pipeline."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from byline_tools.local.machine import CREDENTIALS
from tests.e2e.deployment import BUILT
from tests.support.named_host import at_a_name, knowing_the_name
from tests.support.python import ROOT
from tests.support.serving import BYLINE, serving
from tests.support.simulated_aws import simulated_aws
from tests.support.terminals import in_terminal

ASKED = (
    ("Title: ", "The Gazette"),
    ("Address of the site: ", "https://www.example.com"),
    ("Address of the feeds [https://feeds.example.com]: ", ""),
    ("Language [en]: ", ""),
    ("Authority of ids [example.com,", ""),
    ("Profile []: ", ""),
    ("Region [eu-west-1]: ", ""),
    ("Name of your own [feeds.example.com]: ", ""),
    ("Hosted zone in Route 53 []: ", ""),
)
GIVEN = ("init", "--yes", "--title", "The Gazette", "--site-url", "https://www.example.com", "--domain-name", "none")
DEPLOY = (BYLINE, "deploy", "--built", BUILT.parent, "--wait", "0")


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    """The environment of a machine whose AWS is simulated and empty, and which has SAM CLI."""
    with simulated_aws() as address:
        path = f"{ROOT / '.venv-sam' / 'bin'}:{os.environ['PATH']}"
        yield {"HOME": "/nowhere", "PATH": path, "AWS_ENDPOINT_URL": address, **CREDENTIALS}


def run(environment: dict[str, str], folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [BYLINE, *arguments] if arguments[0] != BYLINE else [*arguments]
    return subprocess.run(  # noqa: S603 - this repository's program
        command, env=environment, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=300
    )


def stacks(environment: dict[str, str]) -> dict[str, str]:
    client = boto3.client("cloudformation", endpoint_url=environment["AWS_ENDPOINT_URL"])
    return {stack["StackName"]: stack["StackStatus"] for stack in client.describe_stacks()["Stacks"]}


def test_a_person_with_default_answers_is_asked_once_and_gets_the_record_to_set(
    environment: dict[str, str], tmp_path: Path
) -> None:
    assert in_terminal((BYLINE, "init"), ASKED, environment, tmp_path).status == 0
    both = "stack byline-certificate in eu-west-1, and create stack byline in account 123456789012, eu-west-1"
    question = f"Change {both}? [y/N]: "
    session = in_terminal(DEPLOY, [(question, "y")], environment, tmp_path)
    assert session.shown.count("[y/N]") == 1
    for part in (
        "FeedsUrl is for ever: https://feeds.example.com",
        "Set this record where the DNS of feeds.example.com is; this waits for it:",
        "create complete                  Table",
        "feeds.example.com.  CNAME  d-abc123.execute-api.eu-west-1.amazonaws.com.",
        "export BYLINE_API=https://",
    ):
        assert part in session.shown
    assert (session.status, "https://feeds.example.com/ does not answer yet" in session.shown) == (1, True)
    assert stacks(environment)["byline"] == "CREATE_COMPLETE"
    again = in_terminal(DEPLOY, [], environment, tmp_path)
    assert "[y/N]" not in again.shown
    assert "nothing to change" in again.shown


def test_a_person_who_says_no_has_changed_nothing(environment: dict[str, str], tmp_path: Path) -> None:
    assert run(environment, tmp_path, *GIVEN).returncode == 0
    session = in_terminal(
        DEPLOY, [("Change stack byline in account 123456789012, eu-west-1? [y/N]: ", "")], environment, tmp_path
    )
    assert (session.status, "Aborted" in session.shown) == (1, True)
    assert "byline" not in stacks(environment)


def test_a_pipeline_deploys_without_a_question_and_checks_the_feeds(environment: dict[str, str], tmp_path: Path) -> None:
    environment = knowing_the_name(environment, tmp_path)
    with serving() as service, at_a_name(service.feeds) as feeds:
        assert run(environment, tmp_path, *GIVEN, "--feeds-url", feeds).returncode == 0
        refused = run(environment, tmp_path, *DEPLOY)
        assert (refused.returncode, "give CONFIRM=no" in refused.stderr) == (2, True)
        assert "byline" not in stacks(environment)
        done = run(environment, tmp_path, *DEPLOY, "--yes")
        assert (done.returncode, f"The feeds answer at {feeds}/" in done.stdout) == (0, True), done.stderr
        again = run(environment, tmp_path, *DEPLOY, "--yes")
        assert (again.returncode, "nothing to change" in again.stdout) == (0, True)
        file = tmp_path / "newsroom.toml"
        file.write_text(file.read_text(encoding="utf-8").replace('"example.com,', '"example.net,'), encoding="utf-8")
        changed = run(environment, tmp_path, *DEPLOY)
        assert re.search(r"IdAuthority +example.com,\d+ +example.net,\d+", changed.stdout)
        assert "IdAuthority is meant to stay for ever" in changed.stderr


def test_another_environment_is_another_stack(environment: dict[str, str], tmp_path: Path) -> None:
    assert run(environment, tmp_path, *GIVEN).returncode == 0
    file = tmp_path / "newsroom.toml"
    table = '[staging]\nFeedsUrl = "https://staging.example.com"\nProtectTable = false\n'
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{table}", encoding="utf-8")
    run(environment, tmp_path, *DEPLOY, "--yes", "--environment", "staging")
    assert "byline-staging" in stacks(environment)
    assert "byline" not in stacks(environment)


def test_a_file_with_a_mistake_is_refused_before_aws_is_asked(environment: dict[str, str], tmp_path: Path) -> None:
    assert run(environment, tmp_path, *GIVEN).returncode == 0
    file = tmp_path / "newsroom.toml"
    file.write_text(f"{file.read_text(encoding='utf-8')}TombstoneDay = 3\nMemoSeconds = 99\n", encoding="utf-8")
    refused = run({**environment, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, tmp_path, *DEPLOY, "--yes")
    assert refused.returncode == 1
    assert "TombstoneDay: is not a setting: did you mean TombstoneDays?" in refused.stderr
    assert "MemoSeconds: must be a whole number from 0 to 60, not '99'" in refused.stderr
