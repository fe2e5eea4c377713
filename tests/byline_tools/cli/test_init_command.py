"""`byline init` writes newsroom.toml: it asks a person in a terminal, and takes options without one."""

import os
import sys
from pathlib import Path

import pytest

from byline.model.times import utc_now
from byline_tools.deploy.newsroom_file import read
from byline_tools.deploy.questions import QUESTIONS
from byline_tools.deploy.stack_settings import Settings
from tests.support.command_line import Byline
from tests.support.terminals import in_terminal

GIVEN = ("--title", "The Gazette", "--site-url", "https://www.example.com", "--region", "eu-west-1")
BYLINE = (sys.executable, "-m", "byline_tools.cli.command")


def settings(folder: Path) -> Settings:
    return read(folder / "newsroom.toml", today=utc_now().date())


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the command runs."""
    for name in ("AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_a_terminal_options_and_defaults_make_the_file(byline: Byline, folder: Path) -> None:
    result = byline("init", "--yes", *GIVEN)
    assert (result.status, result.err) == (0, "")
    assert "Next: make deploy" in result.out
    found = settings(folder)
    assert (found.region, found.profile) == ("eu-west-1", None)
    assert found.parameters["FeedsUrl"] == "https://feeds.example.com"
    assert found.parameters["DomainName"] == "feeds.example.com"
    assert found.parameters["IdAuthority"].startswith("example.com,20")


def test_a_file_is_replaced_only_on_demand(byline: Byline, folder: Path) -> None:
    (folder / "newsroom.toml").write_text("# ours", encoding="utf-8")
    result = byline("init", "--yes", *GIVEN)
    assert (result.status, "--overwrite replaces it" in result.err) == (2, True)
    assert (folder / "newsroom.toml").read_text(encoding="utf-8") == "# ours"
    assert byline("init", "--yes", "--overwrite", *GIVEN).status == 0


def test_without_a_terminal_all_missing_options_are_named(byline: Byline, folder: Path) -> None:
    result = byline("init", "--title", "The Gazette")
    assert result.status == 2
    assert "--site-url, --feeds-url, --language" in result.err
    assert "--title" not in result.err
    assert not (folder / "newsroom.toml").exists()


def test_all_wrong_options_are_reported_at_once(byline: Byline, folder: Path) -> None:
    result = byline("init", "--yes", "--title", " ", "--site-url", "example.com", "--region", "Dublin", "--language", "English")
    assert result.status == 1
    for wrong in ("--title: must have a letter", "did you mean https://example.com?", "--region: must be", "--language: must be"):
        assert wrong in result.err
    assert not (folder / "newsroom.toml").exists()


@pytest.mark.parametrize("host", ["none", "feeds.example.com"])
def test_the_name_is_that_of_the_feeds_or_none(byline: Byline, folder: Path, host: str) -> None:
    assert byline("init", "--yes", *GIVEN, "--domain-name", host).status == 0
    assert settings(folder).parameters["DomainName"] == host.replace("none", "")


def test_another_host_is_not_the_name_of_the_feeds(byline: Byline) -> None:
    assert (
        "must be the host of FeedsUrl, feeds.example.com, or none" in byline("init", "--yes", *GIVEN, "--domain-name", "a.b").err
    )


def test_the_site_keeps_its_own_host(byline: Byline, folder: Path) -> None:
    assert byline("init", "--yes", *GIVEN, "--feeds-url", "https://www.example.com/feeds").status == 0
    assert settings(folder).parameters["DomainName"] == ""


def test_in_a_terminal_each_question_is_explained_and_asked_again_until_the_answer_can_be_used(folder: Path) -> None:
    answers = [
        *(("Title: ", "  "), ("Title: ", " The  Gazette ")),
        *(("Address of the site: ", "www.example.com"), ("Address of the site: ", "https://www.example.com/")),
        ("Address of the feeds [https://feeds.example.com]: ", "https://localhost:8000"),
        ("Address of the feeds [https://feeds.example.com]: ", "https://www.example.com/rss.xml"),
        ("Address of the feeds [https://feeds.example.com]: ", ""),
        ("Language [en]: ", "de"),
        *(("Authority of ids [example.com,", "example.com,2999"), ("Authority of ids [example.com,", "")),
        ("Profile []: ", ""),
        *(("Region: ", ""), ("Region: ", "eu-central-1")),
        *(("Name of your own [feeds.example.com]: ", "none please"), ("Name of your own [feeds.example.com]: ", "")),
        ("Hosted zone in Route 53 []: ", "Z0123456789ABC"),
    ]
    session = in_terminal((*BYLINE, "init"), answers, os.environ, folder)
    assert session.status == 0
    assert all(question.why in session.shown for question in QUESTIONS)
    assert "did you mean https://www.example.com?" in session.shown
    assert "Error: must be a region of AWS such as eu-west-1" in session.shown
    found = settings(folder)
    assert (found.parameters["SiteTitle"], found.parameters["SiteLanguage"]) == ("The Gazette", "de")
    assert found.parameters["HostedZoneId"] == "Z0123456789ABC"


@pytest.fixture
def profiles(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """AWS's tools have the profiles default and gazette, in two regions."""
    (folder / "config").write_text("[default]\nregion = us-east-1\n[profile gazette]\nregion = eu-north-1\n", encoding="utf-8")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(folder / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")


@pytest.mark.usefixtures("profiles")
@pytest.mark.parametrize(
    ("profile", "variable", "region"),
    [("gazette", "", "eu-north-1"), ("", "", "us-east-1"), (None, "gazette", "eu-north-1"), ("gazette", "nosuch", "eu-north-1")],
)
def test_the_region_is_that_of_the_profile(
    byline: Byline, folder: Path, monkeypatch: pytest.MonkeyPatch, profile: str | None, variable: str, region: str
) -> None:
    if variable:
        monkeypatch.setenv("AWS_PROFILE", variable)
    given = () if profile is None else ("--profile", profile)
    assert byline("init", "--yes", *GIVEN[:4], *given).status == 0
    found = settings(folder)
    assert (found.region, found.profile) == (region, profile or variable or None)


@pytest.mark.usefixtures("profiles")
def test_a_profile_of_the_environment_that_does_not_exist_is_named_with_those_that_do(
    byline: Byline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nosuch")
    result = byline("init", "--yes", *GIVEN)
    assert result.status == 1
    assert "there is no profile nosuch in ~/.aws/config: there are default, gazette" in result.err


def test_in_a_terminal_a_file_is_replaced_only_after_a_question(folder: Path) -> None:
    (folder / "newsroom.toml").write_text("# ours", encoding="utf-8")
    session = in_terminal((*BYLINE, "init"), [("newsroom.toml exists. Replace it? [y/N]: ", "")], os.environ, folder)
    assert (session.status, (folder / "newsroom.toml").read_text(encoding="utf-8")) == (1, "# ours")
