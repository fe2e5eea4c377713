"""`byline init`: a few questions, and newsroom.toml with the answers."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import boto3
import click
from botocore.exceptions import ProfileNotFound

from byline.errors import Problem, Refused
from byline.model.times import utc_now
from byline_tools.cli.console import json_option
from byline_tools.deploy.newsroom_file import read
from byline_tools.deploy.questions import QUESTIONS, Circumstances, Question
from byline_tools.deploy.written_file import newsroom_toml

FILE = Path("newsroom.toml")


def _answer_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add an option for each question."""
    for question in reversed(QUESTIONS):
        command = click.option(f"--{question.option}", question.name, help=f"{question.ask}. {question.why}")(command)
    return command


@click.command("init")
@_answer_options
@click.option("--file", "path", type=click.Path(dir_okay=False, path_type=Path), default=FILE, show_default=True)
@click.option("--yes", is_flag=True, help="Take the default of each question that no option answers.")
@click.option("--overwrite", is_flag=True, help="Replace the file if it exists.")
@json_option
def init_command(path: Path, yes: bool, overwrite: bool, **given: str | None) -> None:
    """Write newsroom.toml, the settings that `byline deploy` reads, with the answers to a few questions.

    Without a terminal, options answer them, and --yes takes the defaults of the others.
    """
    asks = sys.stdin.isatty() and not yes
    if path.exists() and not overwrite:
        if not asks:
            raise click.UsageError(f"{path} exists: --overwrite replaces it")
        click.confirm(f"{path} exists. Replace it?", abort=True, err=True)
    questionnaire = _Questionnaire(given, asks=asks, with_defaults=yes)
    answers = questionnaire.answers()
    path.write_text(newsroom_toml(answers), encoding="utf-8")
    settings = read(path, today=utc_now().date())
    click.echo(f"Wrote {path}, for stack {settings.stack} in {settings.region}. Its comments explain the other settings.")
    click.echo("Next: make deploy")


class _Questionnaire:
    """The answers to the questions: those `given` by options, and others asked for, or taken from the defaults."""

    def __init__(self, given: Mapping[str, str | None], *, asks: bool, with_defaults: bool) -> None:
        self._given = given
        self._asks = asks
        self._with_defaults = with_defaults
        self._answers: dict[str, str] = {}
        self._missing: list[str] = []

    def answers(self) -> dict[str, str]:
        """The answers by names of settings. Raises Refused with all wrong options, or UsageError with all missing ones."""
        circumstances = Circumstances(utc_now(), "" if self._given["profile"] else _profile_of_the_environment(), _region_of)
        problems: list[Problem] = []
        for question in QUESTIONS:
            try:
                self._answers[question.name] = self._answer(question, circumstances, may_ask=not problems)
            except ValueError as error:
                self._answers[question.name] = ""
                problems.append(Problem(f"--{question.option}", str(error)))
        if problems:
            raise Refused("the answers", problems)
        if self._missing:
            also = "" if self._with_defaults else "; --yes takes the defaults of others"
            raise click.UsageError(f"without a terminal, give {', '.join(self._missing)}{also}")
        return self._answers

    def _answer(self, question: Question, circumstances: Circumstances, *, may_ask: bool) -> str:
        written, default = self._given[question.name], question.default(self._answers, circumstances)
        if written is not None:
            return question.checked(written, self._answers, circumstances)
        if not question.applies(self._answers):
            return ""
        if self._asks and may_ask:
            return _asked(question, default, self._answers, circumstances)
        if self._with_defaults and default is not None:
            return question.checked(default, self._answers, circumstances)
        self._missing.append(f"--{question.option}")
        return ""


def _profile_of_the_environment() -> str:
    """What AWS_PROFILE says, empty if nothing. Raises ProfileNotFound."""
    return boto3.Session().profile_name if os.environ.get("AWS_PROFILE") else ""


def _region_of(profile: str) -> str:
    """The region that AWS's tools would use with `profile`, empty if there is none, as of a profile of another machine."""
    try:
        return boto3.Session(profile_name=profile or None).region_name or ""
    except ProfileNotFound:
        return ""


def _asked(question: Question, default: str | None, answers: Mapping[str, str], circumstances: Circumstances) -> str:
    """The answer that a person types; asked again until it can be used."""

    def usable(written: Any) -> str:
        try:
            return question.checked(str(written), answers, circumstances)
        except ValueError as error:
            raise click.UsageError(str(error)) from error  # click.prompt shows it and asks again

    click.echo(f"\n{question.why}")
    # Without a default, click would repeat the question without a word after an empty answer.
    answer: str = click.prompt(question.ask, default=default or "", show_default=default is not None, value_proc=usable)
    return answer
