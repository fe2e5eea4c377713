"""`byline`, the command line for people: its commands, and how errors end them."""

import sys

import click
from botocore.exceptions import BotoCoreError, ClientError
from urllib3.exceptions import HTTPError

from byline.errors import BylineError
from byline_tools.cli.article_commands import article_commands
from byline_tools.cli.check_command import check_command
from byline_tools.cli.desk_commands import desk_commands
from byline_tools.cli.erase_command import erase_command
from byline_tools.cli.import_command import import_command
from byline_tools.cli.publish_command import publish_command
from byline_tools.cli.rebuild_command import rebuild_command
from byline_tools.cli.serve_command import serve_command
from byline_tools.cli.version_commands import version_commands


@click.group()
@click.version_option(package_name="byline")
def byline() -> None:
    """Feeds for a newsroom: RSS, Atom and JSON Feed from DynamoDB."""


EDITS = (
    publish_command,
    erase_command,
    *article_commands.commands.values(),
    *desk_commands.commands.values(),
    *version_commands.commands.values(),
)

for each in (serve_command, import_command, check_command, rebuild_command, *EDITS):
    byline.add_command(each)


def main() -> None:
    """Run the command. An error ends it with a message and exit status 1, wrong usage with exit status 2."""
    try:
        byline()
    except (BylineError, BotoCoreError, ClientError, HTTPError, OSError) as error:
        click.echo(f"byline: {_message(error)}", err=True)
    sys.exit(1)


def _message(error: Exception) -> str:
    """Return what went wrong, with DynamoDB's own message where DynamoDB is the cause."""
    return f"{error} ({error.__cause__})" if isinstance(error.__cause__, BotoCoreError | ClientError) else str(error)


if __name__ == "__main__":
    main()
