"""The text of a new newsroom.toml: the answers, and all other parameters as comments with their defaults."""

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from textwrap import wrap

from byline_tools.deploy.cleaning import host_of
from byline_tools.deploy.newsroom_file import STACK
from byline_tools.deploy.parameters import Parameter, declared

WIDTH = 110


def newsroom_toml(answers: Mapping[str, str]) -> str:
    """The file with `answers`, which have texts for names of parameters, `region` and `profile`."""
    return "\n".join(_lines(answers)) + "\n"


def _lines(answers: Mapping[str, str]) -> Iterator[str]:
    yield "# The settings of this newsroom. `make deploy` checks this file before it builds anything, and deploys what it says."
    yield "# A line with # in front has the default; remove the # to change it."
    yield ""
    yield f"stack = {quoted(STACK)} # name of the stack"
    yield f"region = {quoted(answers['region'])}"
    yield f"profile = {quoted(answers['profile'])}" if answers["profile"] else '# profile = "default" # of ~/.aws/config'
    for group, parameters in groupby(declared().values(), lambda parameter: parameter.group):
        yield from ("", f"# ---- {group} ----")
        for parameter in parameters:
            yield from _parameter(parameter, answers.get(parameter.name))
    yield from _another_environment(answers)


def _parameter(parameter: Parameter, answer: str | None) -> Iterator[str]:
    allowed = f": {', '.join(each or 'empty' for each in parameter.allowed)}" if parameter.allowed else ""
    yield ""
    comment = f"{parameter.description}{allowed}"
    yield from wrap(comment, WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)
    if answer is None or answer == parameter.default:
        yield f"# {parameter.name} = {quoted(parameter.default or '')}"
    else:
        yield f"{parameter.name} = {quoted(answer)}"


def _another_environment(answers: Mapping[str, str]) -> Iterator[str]:
    yield ""
    yield f"# `make deploy ENVIRONMENT=staging` deploys another stack, {STACK}-staging, with what this table says instead:"
    yield "# [staging]"
    yield f"# FeedsUrl = {quoted('https://staging.' + host_of(answers['FeedsUrl']))}"
    yield f"# DomainName = {quoted('staging.' + answers['DomainName'] if answers['DomainName'] else '')}"
    yield '# ProtectTable = "false"'


def quoted(text: str) -> str:
    """`text` as a string of TOML."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
