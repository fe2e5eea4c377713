"""byline_tools.build.screenshot: the picture for the README. A script replaces Chromium, which `make screenshot` runs."""

from pathlib import Path

import click
import pytest

from byline_tools.build.screenshot import take

WRITING = (
    '#!/bin/sh\nfor each; do case "$each" in --screenshot=*) last="$each" ;; esac; done\necho "$*" > "${last#--screenshot=}"\n'
)
FAILING = "#!/bin/sh\necho 'no display' >&2\nexit 1\n"


def chromium(script: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of that name, found before any other."""
    program = folder / "bin" / "chromium"
    program.parent.mkdir()
    program.write_text(script, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")


def test_chromium_opens_the_address_and_writes_the_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chromium(WRITING, tmp_path, monkeypatch)
    take("http://127.0.0.1:8000/", tmp_path / "picture.png")
    arguments = (tmp_path / "picture.png").read_text(encoding="utf-8").split()
    assert (arguments[0], arguments[-1]) == ("--headless", "http://127.0.0.1:8000/")


def test_a_failure_of_chromium_is_reported_with_what_it_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chromium(FAILING, tmp_path, monkeypatch)
    with pytest.raises(click.ClickException, match="chromium took no picture: no display"):
        take("http://127.0.0.1:8000/", tmp_path / "picture.png")
