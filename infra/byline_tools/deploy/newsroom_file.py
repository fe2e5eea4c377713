"""Reads newsroom.toml: the settings of one stack, and of further stacks in tables of their own, such as [staging].

At the top level are the settings of the stack that `make deploy` deploys. A table has what differs for another one. If there is a
table for each stack, the top level is what they share. All problems of a file are reported at once, with their lines.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from byline.errors import BylineError
from byline.intake.refusals import nearest
from byline_tools.deploy.cleaning import checked
from byline_tools.deploy.parameters import Parameter, declared
from byline_tools.deploy.stack_settings import Settings
from byline_tools.deploy.whole_stacks import problems_of, problems_of_inherited, problems_together
from byline_tools.importers.records import FileRefused, LineProblem, text_of

RULES = {
    "stack": (r"[A-Za-z][A-Za-z0-9-]{0,59}", "must be a letter, and then letters, digits and hyphens, at most 60 in all"),
    "region": (r"[a-z]{2}(-[a-z]+)+-[0-9]", "must be a region of AWS such as eu-west-1"),
    "profile": (r"[^\s\[\]]+", "must be the name of a profile in ~/.aws/config"),
}
"""What a file says besides parameters, and its rule: the name of the stack, its region, and the profile with the credentials."""

OF_ONE_STACK = frozenset(
    {"FeedsUrl", "DomainName", "HostedZoneId", "CertificateArn", "ExistingTable", "ExistingTableStream"}
    | {"BackupCopyVault", "ExportBucket", "WebAclArn", "LogBucketDomain"}
)
"""The parameters of the top level that a table does not take over: they name what belongs to one stack."""

STACK = "byline"
ENVIRONMENT = r"[a-z][a-z0-9-]*"


class NoNewsroomFile(BylineError):
    """There is no file at `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"there is no {path}: `byline init` writes it, with the answers to a few questions")


class UnknownEnvironment(BylineError):
    """The file has no table `environment`."""

    def __init__(self, environment: str, path: Path, tables: list[str]) -> None:
        self.environment = environment
        near = nearest(environment, tables)
        meant = f": did you mean {near}?" if near else f": add it, with a FeedsUrl of its own, to {path}"
        super().__init__(f"there is no [{environment}] in {path}{meant}")


def read(path: Path, environment: str = "", *, today: date, **instead: str) -> Settings:
    """The settings of `environment`, empty for the top level, on the day `today`. `instead` replaces parameters of the file.

    Raises NoNewsroomFile, UnknownEnvironment, or FileRefused with all problems of the whole file.
    """
    if not path.exists():
        raise NoNewsroomFile(path)
    text = text_of(path)
    content = _toml(path, text)
    tables = {name: value for name, value in content.items() if isinstance(value, dict)}
    if environment and environment not in tables:
        raise UnknownEnvironment(environment, path, list(tables))
    top = {name: value for name, value in content.items() if name not in tables}
    reader = _Reader(text, today)
    # With an environment, the top level may be no stack: its tables need not find everything there.
    required = ((), declared()) if environment else (declared(), OF_ONE_STACK)
    stacks = {"": reader.settings("", top, {**top, **instead}, required[0])}
    shared = {name: value for name, value in top.items() if name not in OF_ONE_STACK}
    for name, table in tables.items():
        own = {"stack": f"{top.get('stack', STACK)}-{name}", **table}
        stacks[name] = reader.settings(name, table, {**shared, **own, **instead}, required[1])
    reader.compare({name: each for name, each in stacks.items() if name or not environment})
    if reader.problems:
        raise FileRefused(str(path), sorted(reader.problems, key=lambda problem: problem.line))
    return stacks[environment]


def by_rule(key: str, value: Any) -> str:
    """The value of `key`, which has a rule in RULES, without spaces around it. Raises ValueError if it breaks the rule."""
    pattern, reason = RULES[key]
    if not isinstance(value, str) or not re.fullmatch(pattern, value.strip()):
        raise ValueError(reason)
    return value.strip()


def _toml(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        at = int(line[1]) if line else text.count("\n") + 1
        raise FileRefused(
            str(path),
            [LineProblem(at, f'is not TOML: {error}. Texts are in quotes: SiteTitle = "…"; true and false are in small letters')],
        ) from error


class _Reader:
    """Collects the problems of a file with the text `text`, on the day `today`."""

    def __init__(self, text: str, today: date) -> None:
        self._today = today
        self._lines = _lines_of(text)
        self._declared = declared()
        self.problems: list[LineProblem] = []

    def add(self, table: str, key: str, reason: str) -> None:
        """Add a problem of `key` in `table`. If `table` does not have it, the problem is in the line of the table itself."""
        line = self._lines.get((table, key)) or self._lines.get((table, ""), 1)
        self.problems.append(LineProblem(line, f"{key}: {reason}"))

    def settings(self, table: str, stated: Mapping[str, Any], merged: Mapping[str, Any], required: Collection[str]) -> Settings:
        """The settings of a stack: `merged`, of which `table` itself has `stated`. Other problems are those of other tables.

        If one of `required` is missing, it is missing here. With none, these are settings that stacks share.
        """
        before = len(self.problems)
        if not re.fullmatch(ENVIRONMENT, table or "a"):
            self.add(table, table, "must be small letters, digits and hyphens, to be the name of an environment")
        self._refuse_unknown(table, stated)
        others = {key: self._other(table, key, merged[key], key in stated) for key in RULES if key in merged}
        own = {*stated, *(name for name in required if name not in merged)}
        parameters = {name: self._value(table, each, merged, name in own) for name, each in self._declared.items()}
        is_whole = all(parameters[name] for name, each in self._declared.items() if each.default is None)
        if is_whole and len(self.problems) == before:
            found = (*problems_of(parameters, others.get("region")), *problems_of_inherited(parameters, own if table else merged))
            for key, reason in found:
                self.add(table, key, reason)
        return Settings(others.get("stack") or STACK, others.get("region"), others.get("profile"), parameters)

    def compare(self, stacks: Mapping[str, Settings]) -> None:
        """Add what is wrong with stacks together, by the names of their tables."""
        for table, key, reason in problems_together(stacks):
            self.add(table, key, reason)

    def _refuse_unknown(self, table: str, stated: Mapping[str, Any]) -> None:
        names = {name.lower(): name for name in (*RULES, *self._declared)}
        for key, value in stated.items():
            if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(each, dict) for each in value)):
                self.add(table, key, "is no table of an environment: one has a name without a dot, in single brackets: [staging]")
            elif key not in names.values():
                near = nearest(key, list(names), 0.75)
                meant = f": did you mean {names[near]}?" if near else "; docs/parameters.md lists them"
                self.add(table, key, f"is not a setting{meant}")

    def _other(self, table: str, key: str, value: Any, own: bool) -> str | None:
        try:
            return by_rule(key, value)
        except ValueError as error:
            if own:
                self.add(table, key, str(error))
            return None

    def _value(self, table: str, parameter: Parameter, merged: Mapping[str, Any], own: bool) -> str:
        value = merged.get(parameter.name, parameter.default)
        try:
            return checked(parameter, _text(value), self._today)
        except ValueError as error:
            if own:
                self.add(table, parameter.name, f"is missing. {parameter.description}" if value is None else str(error))
            return ""


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case str() | int() | float():
            return str(value)
        case list() if all(isinstance(each, str) for each in value):
            return " ".join(value)
    raise ValueError("must be a text, a number, true, false or a list of texts")


def _lines_of(text: str) -> dict[tuple[str, str], int]:
    """The line of each key by its table and name; of each table by its name and an empty key, and as a key of that above it."""
    return {found: number for number, found in _keys(text)}


def _keys(text: str) -> Iterator[tuple[int, tuple[str, str]]]:
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := re.match(r"\s*\[+\s*\"?([^\]\"]+?)\"?\s*\]", line):
            table = heading[1]
            above, _, name = table.rpartition(".")
            yield from ((number, (table, "")), (number, (above, name)))
        elif key := re.match(r"\s*\"?([\w-]+)\"?\s*=", line):
            yield number, (table, key[1])
