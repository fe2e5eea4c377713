"""Waits for the address of feeds whose name was just set in DNS."""

import time
from collections.abc import Callable

import click

from byline_tools.deploy import own_name


def wait_until_it_answers(address: str, minutes: int, later: str, sleep: Callable[[float], None] = time.sleep) -> None:
    """Wait until something answers at `address`, for at most `minutes`, and say so. `later` is a sentence on what to do then.

    Raises click.ClickException if nothing answers, or if a person does not want to wait.
    """
    try:
        if minutes and not own_name.answers(address):
            click.echo(f"Waiting until {address} answers, for at most {minutes} minutes. Ctrl-C ends only the waiting ...")
        answers = own_name.wait_for(address, minutes * 60, sleep)
    except KeyboardInterrupt:
        raise click.ClickException(f"{address} did not answer so far; the stack is deployed all the same. {later}") from None
    if not answers:
        raise click.ClickException(f"{address} does not answer yet. {later}")
