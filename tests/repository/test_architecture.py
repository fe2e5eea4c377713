"""docs/architecture.md describes the current code: every wing, every link, every term."""

import re
from pathlib import Path

import pytest

from byline_tools.build.code_links import LINK, definitions, pages, relocated
from byline_tools.build.source_files import ROOT, source_files

FILES = source_files()
DEFINED = definitions(FILES)
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
WINGS = {file.wing for file in FILES}


def section(heading: str) -> str:
    return ARCHITECTURE.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def rows(heading: str) -> dict[str, str]:
    """The table with two columns under a heading, without its first two lines."""
    lines = [line for line in section(heading).splitlines() if line.startswith("|")][2:]
    return {first.strip(): second.strip() for first, second in (line.strip("|").split("|") for line in lines)}


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_every_link_to_a_line_leads_to_the_line_where_its_name_is_defined(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert relocated(text, DEFINED) == text, "run `make docs`"


def test_every_wing_has_a_paragraph() -> None:
    assert set(re.findall(r"\*\*`([\w.]+)`\*\*", section("The wings"))) == WINGS


def test_every_wing_and_every_function_file_is_in_the_picture() -> None:
    picture = section("The parts")
    functions = {file.path.name for file in FILES if file.wing == "functions"}
    folders = {
        wing.rpartition(".")[2] for wing in WINGS - {"functions", "byline.edit_errors", "byline.errors", "byline.settings"}
    }
    assert [name for name in functions if name not in picture] == []
    assert [folder for folder in folders if f" {folder}/" not in picture] == []


@pytest.mark.parametrize("walk", ["A poll", "An edit"])
def test_every_step_of_a_poll_and_of_an_edit_is_linked_to_its_code(walk: str) -> None:
    steps = re.split(r"^\d+\. ", section(walk), flags=re.MULTILINE)[1:]
    assert len(steps) >= 8
    assert [step for step in steps if not LINK.search(step)] == []


@pytest.mark.parametrize(
    "question",
    [
        "Where is a 304 decided?",
        "Where does an embargo lift?",
        "Where is an article's HTML cleaned?",
        "What does a withdrawal write?",
        "Where would a new format go?",
    ],
)
def test_a_question_has_one_place_as_its_answer(question: str) -> None:
    assert LINK.fullmatch(rows("Where is ...")[question])


def test_the_glossary_is_short_enough_to_be_read() -> None:
    assert 20 <= len(rows("Glossary")) <= 30
