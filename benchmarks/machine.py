"""Describes the machine and the software of a measurement."""

import json
import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

from benchmarks.processes import ROOT, can_count

PACKAGES = ("aws-lambda-powertools", "boto3", "botocore", "django", "feedgen", "lxml")


def machine() -> str:
    """The processor, its cores and the kernel, in one line."""
    cores = f"{os.cpu_count()} cores"
    return f"{_processor()}, {cores}, {platform.system()} {platform.release()} {platform.machine()}"


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor())


def versions() -> dict[str, str]:
    """The versions of Python, of the measured packages, of Node, and of valgrind if it is installed."""
    found = {"Python": platform.python_version(), **{name: version(name) for name in PACKAGES}}
    lock = json.loads((ROOT / "benchmarks" / "npm" / "package-lock.json").read_text(encoding="utf-8"))
    found |= {"npm's feed": lock["packages"]["node_modules/feed"]["version"], "Node": _output_of("node").removeprefix("v")}
    return {**found, "valgrind": _output_of("valgrind").removeprefix("valgrind-")} if can_count() else found


def _output_of(program: str) -> str:
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
