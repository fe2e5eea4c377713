"""`byline smoke`: whether a deployed service does what no emulator proves."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import click

from byline.errors import BylineError
from byline.model.times import utc_now
from byline_tools.cli.console import Output, output_option
from byline_tools.cli.desk_client import deployed, over_http
from byline_tools.cli.init_command import FILE
from byline_tools.cli.options import TEXT, port_option
from byline_tools.deploy.newsroom_file import read
from byline_tools.deploy.own_name import answers
from byline_tools.deploy.smoke_api import api
from byline_tools.deploy.smoke_desk import desk
from byline_tools.deploy.smoke_feeds import Result, feeds
from byline_tools.deploy.stack_changes import Changes
from byline_tools.local.machine import CREDENTIALS, HOST, SIGNER


class Differs(BylineError):
    """The service differs in `differences` of `questions` answers."""

    def __init__(self, differences: int, questions: int) -> None:
        self.differences, self.questions = differences, questions
        super().__init__(f"{differences} of {questions} answers differ from what they should be")


class NothingAnswers(BylineError):
    """Nothing answers at `address`; `hint` is a question that may find out why."""

    def __init__(self, address: str, hint: str) -> None:
        self.address = address
        super().__init__(f"nothing answers at {address}: {hint}")


@click.command("smoke")
@click.option("--file", "path", type=click.Path(dir_okay=False, path_type=Path), default=FILE, show_default=True)
@click.option("--environment", type=TEXT, help="A table of the file, such as staging.  [default: the top level]")
@click.option("--local", is_flag=True, help="The running local server, in place of the file's stack.")
@port_option
@output_option
def smoke_command(path: Path, environment: str | None, local: bool, port: int, output: Output) -> None:
    """Ask a deployed service everything: headers, 304, HEAD, methods, encoded addresses, the CDN, the desk. Nothing is edited.

    The exit status is 0 only if every answer is as it should be. It takes a minute, and credentials that may call the desk.
    """
    results = list(_local(port) if local else _deployed(path, environment or ""))
    rows = [{"question": each.question, "difference": each.difference} for each in results]
    differences = [row for row in rows if row["difference"]]
    output.rows(
        rows if output.as_json else differences, ("question", "difference"), if_empty=f"All {len(rows)} answers are right."
    )
    if differences:
        raise Differs(len(differences), len(rows))


def _local(port: int) -> Iterator[Result]:
    base, address = f"http://{HOST}:{port}", f"http://{HOST}:{port + 2}"
    if not answers(base):
        raise NothingAnswers(base, "does `make serve` run, with the same PORT?")
    yield from feeds(base)
    yield from desk(address, over_http(address, SIGNER, CREDENTIALS["AWS_DEFAULT_REGION"]))


def _deployed(path: Path, environment: str) -> Iterator[Result]:
    settings = read(path, environment, today=utc_now().date())
    session = boto3.Session(profile_name=settings.profile, region_name=settings.region)
    outputs = Changes(session.client("cloudformation"), settings.stack, settings.profile).outputs()
    if not outputs:
        named = f" ENVIRONMENT={environment}" if environment else ""
        raise click.UsageError(f"there is no stack {settings.stack} in {session.region_name}: make deploy{named}")
    boto3.setup_default_session(profile_name=settings.profile, region_name=settings.region)  # with which the desk's client signs
    base = settings.parameters["FeedsUrl"]
    if not answers(base):
        raise NothingAnswers(base, "does its name lead to the stack? `make deploy` shows the record to set")
    yield from feeds(base)
    yield from api(settings.parameters, outputs)
    yield from desk(outputs["DeskUrl"], deployed(outputs["DeskUrl"]))
