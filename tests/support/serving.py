"""`byline serve` as a process, for tests that use it over HTTP."""

import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BYLINE = Path(sys.executable).with_name("byline")
SECONDS = 30


@dataclass(frozen=True)
class Addresses:
    """The addresses of a running service's feeds, desk and DynamoDB, and the lines it has printed so far."""

    feeds: str
    desk: str
    dynamodb: str
    printed: list[str]


def free_ports() -> int:
    """A free port followed by three free ports."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port: int = listener.getsockname()[1]
        try:
            for each in range(port, port + 4):
                socket.create_server(("127.0.0.1", each)).close()
        except OSError:
            continue
        return port


@contextmanager
def started(*arguments: str | Path, seconds: float = SECONDS) -> Iterator[subprocess.Popen[str]]:
    """`byline serve` as a process; killed if the block leaves it running, or after so many `seconds`."""
    command = [BYLINE, "serve", "--port", "0", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:  # noqa: S603
        too_late = threading.Timer(seconds, process.kill)
        too_late.start()
        try:
            yield process
        finally:
            too_late.cancel()
            process.kill()


def introduction(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    return "".join(lines)


@contextmanager
def serving(*arguments: str | Path) -> Iterator[Addresses]:
    """Run a service until the block ends, and collect the lines that it prints."""
    with started(*arguments, seconds=10 * SECONDS) as process:
        printed = introduction(process)
        dynamodb, desk = re.findall(r"DynamoDB at (\S+), table byline; the desk at (\S+)\)", printed)[0]
        addresses = Addresses(re.findall(r"curl -i (\S+)/rss.xml", printed)[0], desk, dynamodb, [])
        reading = threading.Thread(target=lambda: addresses.printed.extend(process.stdout or ()))
        reading.start()
        try:
            yield addresses
        finally:
            process.kill()
            reading.join()
