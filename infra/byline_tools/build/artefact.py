"""What Lambda gets, made of what `sam build` made: small, compiled, and the same bytes each time. `make build` calls it.

A function's folder is read-only in Lambda, so that what is not compiled here would be compiled again at every cold start.
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

BUDGET = 14_009_000
"""Bytes that the zip of one function may have: five per cent more than when it was last measured, 13,342,440."""

LAMBDA_PYTHON = (3, 13)
"""The CPython of template.yaml's Runtime, which alone can read what is compiled here."""

LAMBDA_FOLDER = "/var/task"
SERVICES = ("cloudfront", "dynamodb")
"""What the functions call; botocore knows 440."""

REMOVED = (
    *(".*", "bin", "*.data", "requirements*.txt"),  # what tools leave behind, commands, and what pip was told
    *("**/__pycache__", "**/tests"),
    *("**/*.pyi", "**/*.h", "**/*.pxd", "**/*.pxi", "**/*.pyx"),  # for type checkers and C compilers
    "aws_lambda_powertools/event_handler/openapi/swagger_ui/*.min.*",  # a page for trying an API out
)
LICENCES = ("METADATA", "LICEN[CS]E*", "COPYING*", "NOTICE*", "AUTHORS*")
"""What is kept of a package's *.dist-info: its terms, and the version that it may ask importlib.metadata for."""

LONG_AGO = 946_684_800


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes of a package, and of the same in the zip."""

    unzipped: int = 0
    zipped: int = 0

    def __add__(self, other: "Size") -> "Size":
        return Size(self.unzipped + other.unzipped, self.zipped + other.zipped)


def make(folder: Path) -> bytes:
    """Remove, trim and compile in `folder`, the function as SAM built it; returns its zip."""
    remove_needless(folder)
    trim_botocore(folder)
    compile_all(folder)
    make_reproducible(folder)
    return zipped(folder)


def remove_needless(folder: Path) -> None:
    """What no code reads at run time."""
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
    """Of botocore's data, what a client of SERVICES reads: all regions, but no documentation and no former versions."""
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
    """A service's model without its texts; a member of a structure that is called documentation is no text and stays."""
    match model:
        case dict():
            kept = {name: value for name, value in model.items() if name != "documentation" or not isinstance(value, str)}
            return {name: without_documentation(value) for name, value in kept.items()}
        case list():
            return [without_documentation(value) for value in model]
    return model


def _only_services(endpoints: dict[str, Any]) -> dict[str, Any]:
    for partition in endpoints["partitions"]:
        partition["services"] = {name: value for name, value in partition["services"].items() if name in SERVICES}
    return endpoints


def _write(path: Path, value: Any) -> None:
    """Compact and not gzipped: the zip packs it, and a cold start need not unpack it twice."""
    path.write_text(json.dumps(value, separators=(",", ":")), encoding="utf-8")


def compile_all(folder: Path) -> None:
    """Bytecode beside each module, taken as it is without a look at the source, which stays for tracebacks.

    Raises ClickException where this is not Lambda's CPython, or a module cannot be compiled.
    """
    if (sys.implementation.name, sys.version_info[:2]) != ("cpython", LAMBDA_PYTHON):
        wanted = ".".join(map(str, LAMBDA_PYTHON))
        raise click.ClickException(f"only CPython {wanted} can compile for Lambda, and this is {sys.version.split()[0]}")
    inside = str(folder.resolve())
    # In a process of its own, since marshal's bytes depend on what else refers to the same strings.
    options = ["-q", "-f", "--invalidation-mode", "unchecked-hash", "-s", inside, "-p", LAMBDA_FOLDER, inside]
    command = [sys.executable, "-I", "-W", "ignore", "-m", "compileall", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - this Python, on our folder
    if done.returncode:
        raise click.ClickException(f"cannot be compiled:\n{done.stdout}{done.stderr}")


def make_reproducible(folder: Path) -> None:
    """The same times and modes whenever and wherever it was built."""
    for path in [*folder.rglob("*"), folder]:
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (LONG_AGO, LONG_AGO))


def zipped(folder: Path) -> bytes:
    """`folder` as SAM packs it, but in one order; 1980 is a ZipInfo's own date."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix())
            entry.external_attr = path.stat().st_mode << 16
            archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def sizes(archive: bytes) -> dict[str, Size]:
    """Of each package, the largest first; what is kept for its licences counts as a package."""
    found: dict[str, Size] = {}
    for entry in zipfile.ZipFile(io.BytesIO(archive)).infolist():
        name = _package(entry.filename.split("/"))
        found[name] = found.get(name, Size()) + Size(entry.file_size, entry.compress_size)
    return dict(sorted(found.items(), key=lambda item: -item[1].zipped))


def _package(parts: list[str]) -> str:
    name = parts[parts[0] == "__pycache__"]
    return "licences" if name.endswith(".dist-info") else name.split(".")[0]


def table(archive: bytes) -> Iterable[str]:
    """Lines for people: every package's size, and a digest that two builds have in common."""
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
    """Make each of FOLDERS, functions that `sam build` built, what Lambda gets."""
    for folder in folders:
        archive = make(folder)
        click.echo("\n".join([f"\n{folder}", *table(archive)]))
        if len(archive) > BUDGET:
            raise click.ClickException(f"{folder} is {len(archive):,} bytes zipped, {len(archive) - BUDGET:,} over the budget")


if __name__ == "__main__":
    main()
