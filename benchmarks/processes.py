"""Starts processes that run subjects, and reads valgrind's counts of them."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, Self

ROOT = Path(__file__).parent.parent


class Running:
    """A process that runs its subject on request."""

    def __init__(self, command: list[str], environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.finish()

    @property
    def id(self) -> int:
        """The process's id."""
        return self._process.pid

    def repeat(self, times: int) -> dict[str, int]:
        """Run the subject that many times."""
        report: dict[str, int] = self.ask(str(times))
        return report

    def ask(self, line: str) -> Any:
        """The response to a line; raises RuntimeError with the standard error of the process."""
        stdin = stream(self._process.stdin)
        stdin.write(f"{line}\n")
        stdin.flush()
        return json.loads(stream(self._process.stdout).readline() or self._failed())

    def finish(self, *times: int) -> list[dict[str, int]]:
        """Run the subject each of `times` times, then end. Raises RuntimeError with the standard error."""
        out, errors = self._process.communicate("".join(f"{each}\n" for each in times))
        if self._process.returncode:
            raise RuntimeError(errors)
        return [json.loads(line) for line in out.splitlines()]

    def _failed(self) -> str:
        raise RuntimeError(stream(self._process.stderr).read())


def counting(folder: str) -> list[str]:
    """The prefix of a command that counts its instructions, and those of its children, into files in `folder`."""
    return ["valgrind", "--tool=cachegrind", "--cache-sim=no", f"--cachegrind-out-file={folder}/%p", "--quiet"]


def counted(folder: str, process: int) -> int:
    """The instructions counted for a process."""
    return int((Path(folder) / str(process)).read_text(encoding="utf-8").rpartition("summary:")[2])


def can_count() -> bool:
    """Whether valgrind is installed."""
    return shutil.which("valgrind") is not None


def stream(of_process: IO[str] | None) -> IO[str]:
    """A stream of the process, which was started with pipes."""
    if of_process is None:
        raise RuntimeError("the process has no such stream")
    return of_process
