"""The process that runs a subject: `python -m benchmarks.repeating MODULE [ARGUMENT...]`.

`MODULE.prepare(ARGUMENT...)` returns the function to measure. Each line of standard input is a number of calls; the response is a
line of JSON: CPU time of these calls and of the process so far in nanoseconds, peak memory in kilobytes. `count N` calls the
function N and 2N times in two otherwise identical child processes, so that valgrind can count them; the response is their process
ids. Output of the subject is discarded. The module imports only modules that Lambda's runtime has already imported.
"""

import gc
import os
import sys
import time
from collections.abc import Callable
from importlib import import_module


def peak_memory() -> int:
    """The peak memory of this process in kB; 0 if the kernel does not report it."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - pathlib would be part of the cold start
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    except OSError:
        return 0


def repeat(do: Callable[[], object], times: int) -> int:
    """Call `do` that many times; returns the CPU time in nanoseconds."""
    before = time.process_time_ns()
    for _ in range(times):
        do()
    return time.process_time_ns() - before


def children(do: Callable[[], object], times: int) -> list[int]:
    """Call `do` `times` times and twice as often, in two successive child processes. Returns their process ids.

    Objects from start-up are frozen, so that neither count includes their garbage collection.
    """
    gc.collect()
    gc.freeze()
    ids = []
    for each in (times, 2 * times):
        if (child := os.fork()) == 0:
            status = 1
            try:
                repeat(do, each)
                status = 0
            finally:
                os._exit(status)
        if os.waitpid(child, 0)[1]:
            raise RuntimeError("the subject failed")
        ids.append(child)
    return ids


def main(module: str, *arguments: str) -> None:
    """Serve requests until standard input ends."""
    report = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    subject = import_module(module).prepare(*arguments)
    for line in sys.stdin:
        if line.startswith("count"):
            report.write(f"{children(subject, int(line.split()[1]))}\n")
            continue
        taken = repeat(subject, int(line))
        report.write(f'{{"cpu": {taken}, "total": {time.process_time_ns()}, "peak": {peak_memory()}}}\n')


if __name__ == "__main__":
    main(*sys.argv[1:])
