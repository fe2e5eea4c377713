"""`byline check`: findings about feeds, as a table for people, as lines for editors, as JSON for scripts."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from byline.errors import BylineError
from byline_tools.checks.document import check
from byline_tools.checks.finding import Finding, Severity, error
from byline_tools.checks.http import check_address
from byline_tools.importers.standard_input import bytes_of

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}
Found = dict[str, list[Finding]]


@click.command("check")
@click.argument("targets", nargs=-1, required=True, metavar="URL|FILE...")
@click.option("--json", "as_json", is_flag=True, help="JSON output.")
def check_command(targets: tuple[str, ...], as_json: bool) -> None:
    """Check feeds against RSS 2.0, Atom 1.0 or JSON Feed 1.1. The exit status is 0 only if there are no findings."""
    found = {target: _findings(target) for target in targets}
    if as_json:
        click.echo(json.dumps([{"target": target, **asdict(finding)} for target, finding in _each(found)], indent=2))
    elif sys.stdout.isatty():
        _print_tables(found)
    else:
        for target, finding in _each(found):
            click.echo(_line(target, finding))
    if any(found.values()):
        sys.exit(1)


def _findings(target: str) -> list[Finding]:
    """Return the findings about one target. A target that cannot be read is a finding, and the others are still checked."""
    try:
        if target.lower().startswith(("http://", "https://")):
            return check_address(target)
        return check(bytes_of(Path(target)))
    except (BylineError, OSError, ValueError) as problem:
        return [error(f"cannot be read: {problem}", "nothing to check").at(None, "")]


def _each(found: Found) -> Iterator[tuple[str, Finding]]:
    return ((target, finding) for target, findings in found.items() for finding in findings)


def _line(target: str, finding: Finding) -> str:
    location = target if finding.line is None else f"{target}:{finding.line}"
    where = f"{finding.where}: " if finding.where else ""
    return _printable(f"{location}: {finding.severity}: {where}{finding.what} ({finding.says})")


def _print_tables(found: Found) -> None:
    console = Console(highlight=False)
    for target, findings in found.items():
        if not findings:
            console.print(Text(f"{_printable(target)}: nothing is wrong", "green"))
            continue
        table = Table("Line", "Severity", "Where", "What", "Says", title=Text(_printable(target)), title_justify="left")
        for finding in findings:
            severity = Text(finding.severity, _COLOURS[finding.severity])
            line = Text("" if finding.line is None else str(finding.line))
            table.add_row(line, severity, *(Text(_printable(each)) for each in (finding.where, finding.what, finding.says)))
        console.print(table)


def _printable(text: str) -> str:
    """Return `text` with unprintable characters escaped, since text of a feed could contain control sequences."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)
