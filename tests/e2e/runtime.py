"""A function in Lambda's own runtime: AWS's emulator of the service around AWS's client for Python, and nothing else.

Emulator: https://github.com/aws/aws-lambda-runtime-interface-emulator, as it comes with SAM CLI. Client:
https://github.com/aws/aws-lambda-python-runtime-interface-client.
"""

import json
import os
import platform
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from threading import Lock
from typing import Any

from byline_tools.local.machine import CREDENTIALS, HOST
from tests.e2e.cloud import Function

ROOT = Path(__file__).parents[2]
MACHINE = platform.machine().replace("aarch64", "arm64")
PYTHON = ROOT / ".venv-lambda" / "bin" / "python"
INVOCATIONS = "/2015-03-31/functions/function/invocations"
STARTING = 30
"""Seconds that a process, or a function's first import, may take on a busy machine."""


class FunctionFailed(Exception):
    """An invocation that gave no answer: the handler raised, took too long, said too much or took its process down."""

    def __init__(self, function: str, reason: str) -> None:
        self.function = function
        self.reason = reason
        super().__init__(f"{function}: {reason}")


class Runtime:
    """A running container of `function`. `seconds` holds how long each answer took, the first with a cold start in it."""

    def __init__(self, function: Function, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.function = function
        self.process = process
        self.seconds: list[float] = []
        self._port = port
        self._log = log
        # A second invocation at the same time takes the emulator down.
        self._one_at_a_time = Lock()

    def invoke(self, event: Any) -> Any:
        """What the handler returns for `event`; raises FunctionFailed."""
        with self._one_at_a_time:
            began = time.perf_counter()
            status, body = self._post(json.dumps(event).encode())
            self.seconds.append(time.perf_counter() - began)
        try:
            answer = json.loads(body)
        except ValueError:
            # The emulator tells of a time-out in plain text and with status 200.
            raise FunctionFailed(self.function.name, body.decode()) from None
        if status != 200 or (isinstance(answer, dict) and "errorMessage" in answer):
            raise FunctionFailed(self.function.name, f"{answer.get('errorType')}: {answer.get('errorMessage')}")
        return answer

    def _post(self, event: bytes) -> tuple[int, bytes]:
        connection = HTTPConnection(HOST, self._port, timeout=self.function.timeout + STARTING)
        try:
            connection.request("POST", INVOCATIONS, event)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def log(self) -> str:
        """Everything that the function and the emulator have written."""
        return self._log.read_text(encoding="utf-8")

    def told(self) -> list[dict[str, Any]]:
        """The lines of the log that are the function's own, where its format is JSON."""
        return [json.loads(line) for line in self.log().splitlines() if line.startswith("{")]

    def initialisations(self) -> list[float]:
        """How long each import of the function took, in milliseconds; REPORT's own Init Duration is that of something else."""
        return [float(found) for found in re.findall(r"INIT REPORT\(durationMs: ([\d.]+)\)", self.log())]

    def durations(self) -> list[float]:
        """How long each invocation took by its REPORT line, in milliseconds; an import is part of the one it was needed for."""
        return [float(found) for found in re.findall(r"^REPORT .*\tDuration: ([\d.]+) ms", self.log(), re.MULTILINE)]

    def children(self) -> list[int]:
        """The ids of the processes that the emulator has started and that still run."""
        return [child for child, parent in _running() if parent == self.process.pid]

    def peak_memory(self) -> int:
        """The most memory that the function's process has had so far, in KB; 0 if none runs."""
        statuses = [Path(f"/proc/{child}/status").read_text(encoding="utf-8") for child in self.children()]
        return sum(int(found) for status in statuses for found in re.findall(r"VmHWM:\s+(\d+)", status))

    def stop(self) -> None:
        """End the emulator, which ends the function; what does not end is killed."""
        self.process.terminate()
        try:
            self.process.wait(3)
        except subprocess.TimeoutExpired:
            for child in self.children():
                os.kill(child, signal.SIGKILL)
            self.process.kill()
            self.process.wait()


@contextmanager
def running(function: Function, endpoint: str, log: Path) -> Iterator[Runtime]:
    """A container of `function` for which AWS is at `endpoint`; the function is imported at its first invocation, as in AWS."""
    port, api = _free_port(), _free_port()
    # Without addresses it would listen on every interface.
    addresses = ["--runtime-interface-emulator-address", f"{HOST}:{port}", "--runtime-api-address", f"{HOST}:{api}"]
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - AWS's emulator
            [_emulator(), *addresses, PYTHON, "-m", "awslambdaric", function.handler],
            env=_environment(function, endpoint),
            cwd=function.folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    runtime = Runtime(function, process, port, log)
    try:
        _wait_for(port, process)
        yield runtime
    finally:
        runtime.stop()


def runs(process: int) -> bool:
    """Whether there is such a process that has not ended."""
    return process in dict(_running())


def _running() -> Iterator[tuple[int, int]]:
    """Every process that has not ended, with the one that started it."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            # Before the bracket is the name, which may hold anything.
            state, parent = stat.read_text(encoding="utf-8").rpartition(")")[2].split()[:2]
            if state != "Z":
                yield int(stat.parent.name), int(parent)


def _emulator() -> Path:
    (emulator,) = (ROOT / ".venv-sam").glob(f"lib/python*/site-packages/samcli/local/rapid/aws-lambda-rie-{MACHINE}")
    return emulator


def _environment(function: Function, endpoint: str) -> dict[str, str]:
    """What Lambda sets (configuration-envvars.html in its guide), what the template says, and where AWS is."""
    region = CREDENTIALS["AWS_DEFAULT_REGION"]
    return {
        **CREDENTIALS,
        "AWS_REGION": region,
        "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
        "AWS_LAMBDA_FUNCTION_TIMEOUT": str(function.timeout),
        "AWS_LAMBDA_LOG_FORMAT": function.log_format,
        "LAMBDA_TASK_ROOT": str(function.folder),
        "TZ": ":UTC",
        **function.variables,
        "AWS_ENDPOINT_URL": endpoint,
        # The folder is read-only in Lambda.
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    latest = time.monotonic() + STARTING
    while time.monotonic() < latest and process.poll() is None:
        with suppress(ConnectionRefusedError), socket.create_connection((HOST, port)):
            return
        time.sleep(0.02)
    raise AssertionError(f"the emulator does not listen: {process.args!r}")
