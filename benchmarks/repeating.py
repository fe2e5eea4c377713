"""The process in which one thing is measured: `python -m benchmarks.repeating MODULE [ARGUMENT...]`.

`MODULE.prepare(ARGUMENT...)` gives what is to be measured. Every line of standard input is a number of times to do it; the
answer is a line of JSON: CPU time of these times and of the process so far in nanoseconds, peak memory in kilobytes.
`count N` does it N times and 2N times in two children that differ in nothing else, for valgrind to count; the answer is
their process ids. What the subject itself prints goes nowhere. Nothing is imported that Lambda's runtime has not imported anyway.
"""

import gc
import os
import sys
import time
from collections.abc import Callable
from importlib import import_module


def peak_memory() -> int:
    """The most memory this process has had, in kB; 0 where the kernel does not say."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - pathlib would be part of the cold start
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    except OSError:
        return 0


def repeat(do: Callable[[], object], times: int) -> int:
    """Nanoseconds of CPU time that doing it so many times takes."""
    before = time.process_time_ns()
    for _ in range(times):
        do()
    return time.process_time_ns() - before


def children(do: Callable[[], object], times: int) -> list[int]:
    """Ids of two processes that did it once and twice so many times, one after the other, on the same connections.

    What start-up left behind is no garbage: when it happens to be looked through must not count for either.
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
    """Answer until there is nothing more to read."""
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
