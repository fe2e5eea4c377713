"""Takes the screenshot of the feed directory for the README: `make screenshot`."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

WIDTH, HEIGHT = 760, 760
"""Size of the window in CSS pixels."""

SECONDS = 60
"""Seconds after which Chromium is stopped."""


@contextmanager
def serving() -> Iterator[str]:
    """Run the service with the sample newsroom until the block ends; yields its address."""
    command = [str(Path(sys.executable).with_name("byline")), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - no input from outside
        try:
            yield _address(process)
        finally:
            process.kill()


def _address(process: "subprocess.Popen[str]") -> str:
    for line in process.stdout or ():
        if found := re.search(r"curl -i (\S+)/rss\.xml", line):
            return f"{found[1]}/"
    raise click.ClickException("the service did not start")


def take(address: str, path: Path) -> None:
    """Write a screenshot of `address` in Chromium to `path` as a PNG. Raises ClickException if Chromium fails."""
    with TemporaryDirectory() as profile:
        options = [f"--user-data-dir={profile}", f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={path.resolve()}"]
        # Chromium refuses to run as root with its sandbox, and containers run as root. The page is our own.
        command = ["chromium", "--headless", "--no-sandbox", "--hide-scrollbars", "--disable-gpu", *options, address]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603 - no input from outside
    if done.returncode or not path.exists():
        raise click.ClickException(f"chromium took no picture: {done.stderr.strip()[-500:]}")


@click.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def main(path: Path) -> None:
    """Write a screenshot of the sample newsroom's feed directory to PATH."""
    with serving() as address:
        take(address, path)
    click.echo(f"{path}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
