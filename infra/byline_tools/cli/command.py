"""`byline`, the command line for people: its commands, and how errors end them."""

import json
import os
import sys
from collections.abc import Iterator
from difflib import SequenceMatcher

import click
from botocore.exceptions import BotoCoreError, ClientError
from urllib3.exceptions import HTTPError

from byline.errors import BylineError
from byline_tools.cli.article_commands import article_commands
from byline_tools.cli.aws_errors import explained, message, region_of
from byline_tools.cli.check_command import check_command
from byline_tools.cli.deploy_command import deploy_command
from byline_tools.cli.desk_commands import desk_commands
from byline_tools.cli.erase_command import erase_command
from byline_tools.cli.export_command import export_command
from byline_tools.cli.import_command import import_command
from byline_tools.cli.init_command import init_command
from byline_tools.cli.list_commands import list_commands
from byline_tools.cli.preview_command import preview_command
from byline_tools.cli.problems import problem_of
from byline_tools.cli.publish_command import publish_command
from byline_tools.cli.rebuild_command import rebuild_command
from byline_tools.cli.redirect_commands import redirect_commands
from byline_tools.cli.serve_command import serve_command
from byline_tools.cli.smoke_command import smoke_command
from byline_tools.cli.version_commands import version_commands
from byline_tools.local.machine import environment_with

ALIKE = 0.75
"""How much of two names must be the same letters in the same order, to be taken for a slip of the fingers."""


class Commands(click.Group):
    """Commands. For one that does not exist, it suggests only what was surely meant."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that `args` begin with. Raises click.UsageError."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = [name for name in self.list_commands(ctx) if _is_near(args[0], name)]
            meant = f" Did you mean {' or '.join(near)}?" if near else ""
            raise click.UsageError(f"{error.message.rstrip('.')}.{meant}", ctx) from error


def _is_near(typed: str, name: str) -> bool:
    alike = SequenceMatcher(None, typed, name).ratio() >= ALIKE and abs(len(typed) - len(name)) <= 1
    return alike or (len(typed) > 2 and name.startswith(typed))


@click.group(cls=Commands)
@click.version_option(package_name="byline")
def byline() -> None:
    """Feeds for a newsroom: RSS, Atom and JSON Feed from DynamoDB."""


GROUPS = (article_commands, list_commands, version_commands, desk_commands)
EDITS = (publish_command, erase_command, *(command for group in GROUPS for command in group.commands.values()))

for each in (
    init_command,
    deploy_command,
    serve_command,
    import_command,
    export_command,
    check_command,
    smoke_command,
    rebuild_command,
    preview_command,
    redirect_commands,
    *EDITS,
):
    byline.add_command(each)


def every_command(group: click.Group = byline, *above: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """The commands of a group with the words that call them after `above`, each followed by its own commands."""
    for name, command in sorted(group.commands.items()):
        yield (*above, name), command
        if isinstance(command, click.Group):
            yield from every_command(command, *above, name)


def main() -> None:
    """Run the command. An error ends it with a message and exit status 1, wrong usage with exit status 2.

    With --json, the message is a JSON object on standard output.
    """
    try:
        with environment_with(region_of(os.environ)):
            status = byline(standalone_mode=False)
    except (click.ClickException, click.Abort, BylineError, BotoCoreError, ClientError, HTTPError, OSError) as error:
        _report(explained(error))
        status = error.exit_code if isinstance(error, click.ClickException) else 1
    sys.exit(status or 0)


def _report(error: Exception) -> None:
    options = sys.argv[1 : sys.argv.index("--")] if "--" in sys.argv else sys.argv[1:]
    if "--json" in options:
        click.echo(json.dumps(problem_of(error), ensure_ascii=False))
        return
    match error:
        case click.ClickException():
            error.show()
        case click.Abort():
            # What a terminal shows of an answer ends the line of the question.
            click.echo("Aborted!" if sys.stdin.isatty() else "\nAborted!", err=True)
        case _:
            click.echo(f"byline: {message(error)}", err=True)


if __name__ == "__main__":
    main()
