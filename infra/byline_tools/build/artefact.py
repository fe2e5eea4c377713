"""Makes the artefact for Lambda from the output of `sam build`: trimmed, compiled and reproducible. `make build` calls it.

In Lambda the folder of a function is read-only, so a module that is not compiled here is compiled again at every cold start.
"""

import gzip
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from byline_tools.build import notices

BUDGET = 14_009_000
"""Maximum size in bytes of the zip of one function: five per cent more than the last measurement, 13,342,440."""

LAMBDA_PYTHON = (3, 13)
"""The version of CPython in template.yaml's Runtime. Bytecode works with this version only."""

LAMBDA_FOLDER = "/var/task"
SERVICES = ("cloudfront", "dynamodb")
"""The AWS services that the functions call. botocore has data for 440."""

REMOVED = (
    *(".*", "bin", "*.data", "requirements*.txt"),  # files left by tools, commands, and pip's input
    *("**/__pycache__", "**/tests"),
    *("**/*.pyi", "**/*.h", "**/*.pxd", "**/*.pxi", "**/*.pyx"),  # for type checkers and C compilers
    "aws_lambda_powertools/event_handler/openapi/swagger_ui/*.min.*",  # an API explorer page
    *("lxml/html", "lxml/isoschematron"),  # nothing that is shipped imports them
)
LICENCES = ("METADATA", *notices.TEXTS)
"""Files of a package's *.dist-info that stay: licences, and the metadata from which importlib.metadata reads the version."""

LONG_AGO = 946_684_800


@dataclass(frozen=True, slots=True)
class Size:
    """Size of a package in bytes, unzipped and in the zip."""

    unzipped: int = 0
    zipped: int = 0

    def __add__(self, other: "Size") -> "Size":
        return Size(self.unzipped + other.unzipped, self.zipped + other.zipped)


def make(folder: Path) -> bytes:
    """Trim and compile the function that SAM built in `folder`. Returns its zip."""
    remove_unused(folder)
    notices.write(folder)
    trim_botocore(folder)
    compile_all(folder)
    make_reproducible(folder)
    return zipped(folder)


def remove_unused(folder: Path) -> None:
    """Remove files that no code reads at run time."""
    for path in [path for pattern in REMOVED for path in folder.glob(pattern)]:
        _remove(path)
    for path in folder.glob("*.dist-info/**/*"):
        if path.is_file() and not any(path.match(pattern) for pattern in LICENCES):
            path.unlink()
    for path in sorted(folder.glob("**/"), reverse=True):
        if not any(path.iterdir()):
            path.rmdir()


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def trim_botocore(folder: Path) -> None:
    """Reduce botocore's data to what a client of SERVICES reads: all regions, no documentation, no earlier API versions."""
    for data in (folder / "botocore" / "data", folder / "boto3" / "data"):
        for path in [path for path in data.glob("*/") if path.name not in SERVICES]:
            shutil.rmtree(path)
        for path in [path for service in data.glob("*/") for path in sorted(service.glob("*/"))[:-1]]:
            shutil.rmtree(path)
        for examples in data.glob("*/*/examples-1.json*"):
            examples.unlink()
    for packed in folder.glob("botocore/data/*/*/*.json.gz"):
        _write(packed.with_suffix(""), without_documentation(json.loads(gzip.decompress(packed.read_bytes()))))
        packed.unlink()
    for endpoints in folder.glob("botocore/data/endpoints.json"):
        _write(endpoints, _only_services(json.loads(endpoints.read_bytes())))


def without_documentation(model: Any) -> Any:
    """Return a service's model without documentation texts. A structure member that is named documentation stays."""
    match model:
        case dict():
            members = {name: value for name, value in model.items() if name != "documentation" or not isinstance(value, str)}
            return {name: without_documentation(value) for name, value in members.items()}
        case list():
            return [without_documentation(value) for value in model]
    return model


def _only_services(endpoints: dict[str, Any]) -> dict[str, Any]:
    for partition in endpoints["partitions"]:
        partition["services"] = {name: value for name, value in partition["services"].items() if name in SERVICES}
    return endpoints


def _write(path: Path, value: Any) -> None:
    """Write compact JSON, not gzipped: the zip compresses it, and a cold start need not decompress it twice."""
    path.write_text(json.dumps(value, separators=(",", ":")), encoding="utf-8")


def compile_all(folder: Path) -> None:
    """Write the bytecode of each module beside it. Python does not check it against the source, which stays for tracebacks.

    Raises ClickException if this is not Lambda's version of CPython, or if a module cannot be compiled.
    """
    if (sys.implementation.name, sys.version_info[:2]) != ("cpython", LAMBDA_PYTHON):
        wanted = ".".join(map(str, LAMBDA_PYTHON))
        raise click.ClickException(f"compiling for Lambda needs CPython {wanted}; this is {sys.version.split()[0]}")
    inside = str(folder.resolve())
    # In a separate process, because the output of marshal depends on other references to the same strings.
    options = ["-q", "-f", "--invalidation-mode", "unchecked-hash", "-s", inside, "-p", LAMBDA_FOLDER, inside]
    command = [sys.executable, "-I", "-W", "ignore", "-m", "compileall", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - this Python, on our folder
    if done.returncode:
        raise click.ClickException(f"compilation failed:\n{done.stdout}{done.stderr}")


def make_reproducible(folder: Path) -> None:
    """Set times and modes that do not depend on when and where the function was built."""
    for path in [*folder.rglob("*"), folder]:
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (LONG_AGO, LONG_AGO))


def zipped(folder: Path) -> bytes:
    """Return the zip of `folder`, in sorted order. Every entry has ZipInfo's default date, 1980."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix())
            entry.external_attr = path.stat().st_mode << 16
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def sizes(archive: bytes) -> dict[str, Size]:
    """Return the size of each package, largest first. All licence files together count as one package."""
    found: dict[str, Size] = {}
    for entry in zipfile.ZipFile(io.BytesIO(archive)).infolist():
        name = _package(entry.filename.split("/"))
        found[name] = found.get(name, Size()) + Size(entry.file_size, entry.compress_size)
    return dict(sorted(found.items(), key=lambda item: -item[1].zipped))


def _package(parts: list[str]) -> str:
    name = parts[parts[0] == "__pycache__"]
    return "licences" if name.endswith(".dist-info") else name.split(".")[0]


def table(archive: bytes) -> Iterable[str]:
    """Yield lines of text: the size of every package, and a digest, which is the same for equal builds."""
    found = sizes(archive)
    yield f"{'package':<24}{'zipped':>12}{'unzipped':>12}"
    for name, size in found.items():
        yield f"{name:<24}{size.zipped:>12,}{size.unzipped:>12,}"
    unzipped = sum(size.unzipped for size in found.values())
    yield f"{'in all':<24}{len(archive):>12,}{unzipped:>12,}  budget {BUDGET:,}"
    yield f"sha256 {hashlib.sha256(archive).hexdigest()}"


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(folders: tuple[Path, ...]) -> None:
    """Make the artefact of each of FOLDERS, functions built by `sam build`."""
    for folder in folders:
        archive = make(folder)
        click.echo("\n".join([f"\n{folder}", *table(archive)]))
        if len(archive) > BUDGET:
            raise click.ClickException(f"{folder} is {len(archive):,} bytes zipped, {len(archive) - BUDGET:,} over the budget")


if __name__ == "__main__":
    main()
