"""byline_tools.build.notices: no package is shipped without the text of its licence."""

import shutil
from importlib.metadata import distribution
from pathlib import Path

import click
import pytest

from byline_tools.build.inventory import REQUIREMENTS, pins
from byline_tools.build.notices import ADDED, FILE_NAME, notices, write

SHIPPED = pins(REQUIREMENTS.read_text(encoding="utf-8"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The metadata of every package that the functions ship, as SAM installs it."""
    for name in SHIPPED:
        info = Path(str(distribution(name)._path))  # type: ignore[attr-defined]
        shutil.copytree(info, tmp_path / info.name)
    return tmp_path


def test_every_shipped_package_has_its_name_version_and_licence_text(folder: Path) -> None:
    write(folder)
    text = (folder / FILE_NAME).read_text(encoding="utf-8")
    parts = {part.partition(" ")[0]: part for part in text.split("=" * 80 + "\n")[1:]}
    assert parts.keys() == SHIPPED.keys()
    assert all(part.split()[1] == SHIPPED[name].version and len(part) > 500 for name, part in parts.items())


def test_the_text_of_feedgen_is_the_one_of_its_source_distribution(folder: Path) -> None:
    assert "BSD 2-Clause License\n\nCopyright 2011, Lars Kiesow" in notices(folder)


def test_a_package_without_a_text_stops_the_build(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(click.ClickException, match=r"no licence text of feedgen 1\.0\.0: add"):
        notices(folder, tmp_path / "nowhere")


def test_no_text_is_kept_of_a_package_that_is_not_shipped() -> None:
    assert {path.stem for path in ADDED.iterdir()} <= SHIPPED.keys()
