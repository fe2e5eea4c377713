"""The notices that the artefact ships for its packages: the licence texts that their terms ask to go with them."""

from pathlib import Path

import click
from packaging.utils import canonicalize_name

ADDED = Path(__file__).parents[2] / "licences"
"""By package: a licence text that the package does not bring along, or what its text leaves unsaid."""

TEXTS = ("LICEN[CS]E*", "COPYING*", "NOTICE*", "AUTHORS*")
"""The names of licence files in a package's *.dist-info."""

FILE_NAME = "THIRD-PARTY-NOTICES.txt"
_LINE = "=" * 80


def write(folder: Path) -> None:
    """Write the notices of all packages in `folder`, a function built by `sam build`, into it. Raises ClickException."""
    (folder / FILE_NAME).write_text(notices(folder), encoding="utf-8")


def notices(folder: Path, added: Path = ADDED) -> str:
    """Return name, version and licence texts of each package in `folder`.

    Raises ClickException with the names of packages that have no text, neither of their own nor in `added`.
    """
    texts = {}
    for info in sorted(folder.glob("*.dist-info")):
        name, _, version = info.stem.rpartition("-")
        texts[f"{canonicalize_name(name)} {version}"] = _texts(info, added / f"{canonicalize_name(name)}.txt")
    if without := [package for package, found in texts.items() if not found]:
        raise click.ClickException(
            f"no licence text of {', '.join(without)}: add the one of its source distribution to infra/licences/NAME.txt"
        )
    parts = ["\n\n".join([package, *found]) for package, found in texts.items()]
    return f"\n\n{_LINE}\n".join(["Byline contains these packages, under terms of their own.", *parts]) + "\n"


def _texts(info: Path, added: Path) -> list[str]:
    files = sorted({path for pattern in TEXTS for path in info.rglob(pattern) if path.is_file()})
    return [path.read_text(encoding="utf-8").strip() for path in [*files, added] if path.exists()]
