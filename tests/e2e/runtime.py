"""Runs a function in Lambda's own runtime: AWS's emulator of the service with AWS's client for Python.

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
"""Seconds allowed for a process, or for a function's first import, on a busy machine."""


class FunctionFailed(Exception):
    """An invocation without a result: the handler raised, timed out, returned too much or ended its process."""

    def __init__(self, function: str, reason: str) -> None:
        self.function = function
        self.reason = reason
        super().__init__(f"{function}: {reason}")


class Runtime:
    """A running container of `function`. `seconds` has the duration of each invocation; the first includes the cold start."""

    def __init__(self, function: Function, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.function = function
        self.process = process
        self.seconds: list[float] = []
        self._port = port
        self._log = log
        # A concurrent invocation crashes the emulator.
        self._one_at_a_time = Lock()

    def invoke(self, event: Any) -> Any:
        """Return the result of the handler for `event`. Raises FunctionFailed."""
        with self._one_at_a_time:
            began = time.perf_counter()
            status, body = self._post(json.dumps(event).encode())
            self.seconds.append(time.perf_counter() - began)
        try:
            answer = json.loads(body)
        except ValueError:
            # The emulator reports a timeout in plain text with status 200.
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
        """Return the output of the function and the emulator."""
        return self._log.read_text(encoding="utf-8")

    def log_lines(self) -> list[dict[str, Any]]:
        """Return the lines that the function itself has logged, in JSON."""
        return [json.loads(line) for line in self.log().splitlines() if line.startswith("{")]

    def initialisations(self) -> list[float]:
        """Return the duration of each import of the function, in milliseconds. REPORT's Init Duration measures something else."""
        return [float(found) for found in re.findall(r"INIT REPORT\(durationMs: ([\d.]+)\)", self.log())]

    def durations(self) -> list[float]:
        """Return the duration of each invocation by its REPORT line, in milliseconds, including its import if there was one."""
        return [float(found) for found in re.findall(r"^REPORT .*\tDuration: ([\d.]+) ms", self.log(), re.MULTILINE)]

    def children(self) -> list[int]:
        """Return the ids of the running processes that the emulator has started."""
        return [child for child, parent in _running() if parent == self.process.pid]

    def peak_memory(self) -> int:
        """Return the peak memory of the function's process, in KB; 0 if none runs."""
        statuses = [Path(f"/proc/{child}/status").read_text(encoding="utf-8") for child in self.children()]
        return sum(int(found) for status in statuses for found in re.findall(r"VmHWM:\s+(\d+)", status))

    def stop(self) -> None:
        """End the emulator, which ends the function. Kill processes that do not end."""
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
    """Run a container of `function` with AWS at `endpoint`. The first invocation imports the function, as in AWS."""
    port, api = _free_port(), _free_port()
    # Without addresses, the emulator would listen on every interface.
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
    """Return whether the process exists and has not ended."""
    return process in dict(_running())


def _running() -> Iterator[tuple[int, int]]:
    """Yield every process that has not ended, with its parent."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            # The name before the bracket may contain any character.
            state, parent = stat.read_text(encoding="utf-8").rpartition(")")[2].split()[:2]
            if state != "Z":
                yield int(stat.parent.name), int(parent)


def _emulator() -> Path:
    (emulator,) = (ROOT / ".venv-sam").glob(f"lib/python*/site-packages/samcli/local/rapid/aws-lambda-rie-{MACHINE}")
    return emulator


def _environment(function: Function, endpoint: str) -> dict[str, str]:
    """Return the variables of Lambda (configuration-envvars.html in its guide) and of the template, and the address of AWS."""
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
        # In Lambda the folder is read-only.
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
