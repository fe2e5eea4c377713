"""`byline deploy --check` and `--check-access` find what would end a deployment before anything is built."""

from pathlib import Path

import pytest

from byline_tools.deploy.parameters import declared
from tests.support.command_line import Byline

FILE = """\
SiteTitle = "The Gazette"
SiteUrl = "https://www.example.com"
FeedsUrl = "https://feeds.example.com"
IdAuthority = "example.com,2026"
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the command runs, on a machine that knows nothing of AWS."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def checked(
    byline: Byline, folder: Path, *more: str, options: tuple[str, ...] = ("--check-access",)
) -> tuple[int | str | None, str]:
    (folder / "newsroom.toml").write_text("\n".join([*more, FILE]), encoding="utf-8")
    result = byline("deploy", *options)
    return result.status, result.out + result.err


def test_a_machine_that_builds_needs_neither_region_nor_profile_nor_credentials(byline: Byline, folder: Path) -> None:
    assert checked(byline, folder, 'profile = "nosuch"', options=("--check",)) == (0, "arm64\n")


def test_an_architecture_that_lambda_does_not_have_is_a_problem_of_the_option(byline: Byline, folder: Path) -> None:
    status, said = checked(byline, folder, options=("--check", "--architecture", "x86"))
    assert (status, "--architecture" in said, "newsroom.toml" in said) == (2, True, False)
    for each in declared()["Architecture"].allowed:
        assert checked(byline, folder, options=("--check", "--architecture", each)) == (0, f"{each}\n")


def test_a_profile_that_does_not_exist_is_found(byline: Byline, folder: Path) -> None:
    status, said = checked(byline, folder, 'region = "eu-west-1"', 'profile = "nosuch"')
    assert (status, "nosuch" in said) == (1, True)


def test_no_region_and_no_credentials_are_found(byline: Byline, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status, said = checked(byline, folder)
    assert (status, "there is no AWS region" in said) == (1, True)
    status, said = checked(byline, folder, 'region = "eu-west-1"')
    assert (status, "credentials" in said) == (1, True)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    assert checked(byline, folder, 'region = "eu-west-1"') == (0, "arm64\n")
