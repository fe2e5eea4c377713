"""Measures instructions, CPU time and memory of subjects, in clean processes with a canned DynamoDB for each newsroom size."""

import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import median
from typing import Any, Self

from benchmarks.processes import ROOT, Running, counted, counting, stream
from benchmarks.subjects import Size, Subject
from benchmarks.surroundings import Surroundings, Where
from byline_tools.local import sample
from byline_tools.local.stack import Stack

WARM_UP = 4


@dataclass(frozen=True, slots=True)
class Usage:
    """The DynamoDB usage of one poll."""

    requests: int
    read_units: float


class Laboratory:
    """Runs subjects. Servers are started when they are needed and stopped at the end of the `with` block."""

    def __init__(self) -> None:
        self._servers: dict[Size, subprocess.Popen[str]] = {}
        self._addresses: dict[Size, str] = {}
        self._open = ExitStack()
        self._scratch = Path(self._open.enter_context(tempfile.TemporaryDirectory()))
        stack = Stack({**sample.PARAMETERS, "FeedsUrl": "https://feeds.example.com"})
        self._environment = {
            **stack.environment(),
            "PATH": os.environ["PATH"],
            "PYTHONHASHSEED": "0",
            "PYTHONPATH": f"{ROOT / 'functions'}{os.pathsep}{ROOT / 'infra'}{os.pathsep}{ROOT}",
            "PYTHONNOUSERSITE": "1",
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers.values():
            server.kill()
            server.wait()
        self._open.close()

    def start(self, sizes: Sequence[Size]) -> None:
        """Start making newsrooms of these sizes, in parallel."""
        for size in sizes:
            if size not in self._servers:
                command = [sys.executable, "-m", "benchmarks.canned_dynamodb", *map(str, size)]
                self._servers[size] = subprocess.Popen(
                    command, env=self._environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
                )

    @cached_property
    def _surroundings(self) -> Surroundings:
        return Surroundings(self._scratch)

    def address(self, size: Size) -> str:
        """The address of the server of the newsroom of that size; waits until it is ready."""
        if size not in self._addresses:
            self.start([size])
            port = stream(self._servers[size].stdout).readline().strip()
            self._addresses[size] = f"http://127.0.0.1:{port}"
        return self._addresses[size]

    def environment(self, subject: Subject) -> dict[str, str]:
        """The environment variables of the subject's process: the template's, not this machine's."""
        changed = {"AWS_ENDPOINT_URL_DYNAMODB": self.address(subject.size), "MEMO_SECONDS": str(subject.memo)}
        return {**self._environment, **changed, "PYTHONPATH": self._surroundings.path(subject.where)}

    def first_poll(self, module: str, size: Size) -> dict[str, Any]:
        """The entity tag of a handler's response, the lengths of its body and log. Also compiles modules and stores documents."""
        subject = Subject("benchmarks.invoking", size=size)
        command = [sys.executable, "-m", "benchmarks.invoking", module]
        done = subprocess.run(command, env=self.environment(subject), cwd=ROOT, capture_output=True, text=True, check=True)
        logged = [line for line in done.stdout.splitlines()[:-1] if line]
        return {**json.loads(done.stdout.splitlines()[-1]), "logged": sum(len(line) + 1 for line in logged)}

    def running(self, subject: Subject, *before: str) -> "Running":
        """The subject in a separate process, ready to run."""
        command = self._surroundings.command(subject.where, subject.module, subject.arguments)
        return Running([*before, *command], self.environment(subject))

    def usage(self, subject: Subject) -> Usage:
        """The DynamoDB usage of one warm run."""
        with self.running(subject) as process:
            process.repeat(WARM_UP)
            before = self._counts(subject.size)
            process.repeat(1)
            after = self._counts(subject.size)
        requests = sum(after["requests"].values()) - sum(before["requests"].values())
        return Usage(requests, after["read_units"] - before["read_units"])

    def _counts(self, size: Size) -> Any:
        with urllib.request.urlopen(self.address(size)) as answer:  # noqa: S310 - it is our own server
            return json.load(answer)

    def instructions(self, subject: Subject, times: int) -> float:
        """The instructions of one warm run: the difference between many runs and twice as many, which excludes start-up."""
        if subject.where is Where.NODE:
            return (self._whole(subject, 2 * times) - self._whole(subject, times)) / times
        with tempfile.TemporaryDirectory(dir=self._scratch) as folder:
            with self.running(subject, *counting(folder)) as process:
                process.repeat(times)
                once, twice = process.ask(f"count {times}")
            return (counted(folder, twice) - counted(folder, once)) / times

    def cold_instructions(self, subject: Subject) -> float:
        """The instructions of a whole process that runs once."""
        self.cold(subject)  # compiles the remaining modules
        return self._whole(subject, 1)

    def _whole(self, subject: Subject, times: int) -> float:
        with tempfile.TemporaryDirectory(dir=self._scratch) as folder:
            process = self.running(subject, *counting(folder))
            process.finish(times)
            return counted(folder, process.id)

    def ratio_of_times(self, subject: Subject, baseline: Subject, times: tuple[int, int], rounds: int) -> float:
        """The median ratio of the subject's CPU time to the baseline's, measured alternately in two warm processes."""
        with self.running(subject) as one, self.running(baseline) as other:
            one.repeat(WARM_UP)
            other.repeat(WARM_UP)
            return median(
                (one.repeat(times[0])["cpu"] / times[0]) / (other.repeat(times[1])["cpu"] / times[1]) for _ in range(rounds)
            )

    def ratio_of_cold_times(self, subject: Subject, baseline: Subject, rounds: int) -> float:
        """The same ratio for whole processes that run once."""
        return median(self.cold(subject)["total"] / self.cold(baseline)["total"] for _ in range(rounds))

    def cold(self, subject: Subject) -> dict[str, int]:
        """The CPU time and peak memory of a process that runs once."""
        return self.running(subject).finish(1)[0]
