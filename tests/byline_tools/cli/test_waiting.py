"""The wait for the address of the feeds says what it waits for, and a person can end it."""

import click
import pytest

from byline_tools.cli.waiting import wait_until_it_answers
from tests.support.serving import free_ports, serving


@pytest.fixture
def address() -> str:
    """An address at which nothing answers."""
    return f"http://127.0.0.1:{free_ports()}/"


def test_it_says_what_it_waits_for_and_how_long(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(click.ClickException, match=r"does not answer yet\. Later\."):
        wait_until_it_answers(address, 10, "Later.", lambda _: None)
    assert f"Waiting until {address} answers, for at most 10 minutes. Ctrl-C ends only" in capsys.readouterr().out


def test_who_does_not_want_to_wait_learns_what_to_do_later(address: str) -> None:
    def interrupted(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(click.ClickException, match=r"the stack is deployed all the same\. Later\."):
        wait_until_it_answers(address, 10, "Later.", interrupted)


def test_nothing_is_said_if_it_answers_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    with serving() as service:
        wait_until_it_answers(f"{service.feeds}/", 10, "Later.")
    assert capsys.readouterr().out == ""
