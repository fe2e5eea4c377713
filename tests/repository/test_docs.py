"""The documentation agrees with the code."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from lxml import etree
from samtranslator.yaml_helper import yaml_parse

from byline.desk.publisher import Publisher
from byline.formats.registry import ATOM, JSON_FEED, RSS
from byline.intake.inputs import Origin
from byline.model.article import Article
from byline.model.feed_key import section_feed
from byline.storage import item_keys
from byline.storage.dynamodb import Table
from byline_tools.cli.command import every_command
from byline_tools.importers.importer import Importer
from byline_tools.local.stack import TEMPLATE, Stack
from tests.formats.test_rss_atom import NS
from tests.golden import golden_file
from tests.support.factories import Clock, moment
from tests.support.stacks import PARAMETERS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]


def code_blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_documents_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_route_is_in_the_readme() -> None:
    table = README.replace("SLUG", "{slug}").replace("`/articles/ID`", "`{id+}`").replace("`.../", "`")
    steps = {route.path.rsplit("/", 1)[-1] for route in Stack(PARAMETERS).routes()} | {"/sections/{slug}", "/authors/{slug}"}
    assert [step for step in steps - {"{proxy+}"} if step not in table] == []


def test_every_parameter_without_a_default_is_in_the_readme() -> None:
    parameters = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))["Parameters"]
    required = [name for name, parameter in parameters.items() if "Default" not in parameter]
    assert [name for name in required if f"`{name}`" not in README] == []


def test_every_make_command_spoken_of_exists() -> None:
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    spoken_of = {name for page in PAGES for name in re.findall(r"(?:`|\$ )make ([a-z0-9-]+)", page.read_text(encoding="utf-8"))}
    assert spoken_of <= targets


def test_the_changelog_begins_with_the_version_of_the_package() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)[0] == version


def test_every_decision_is_dated_and_takes_at_most_ten_lines() -> None:
    decisions = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8").split("\n## ")[1:]
    for decision in decisions:
        heading, *body = decision.strip().splitlines()
        assert re.match(r"\d{4}-\d{2}-\d{2}: ", heading)
        assert len([line for line in body if line]) <= 10


def test_the_newsroom_file_in_the_docs_can_be_imported(table: Table, clock: Clock, tmp_path: Path) -> None:
    (example,) = code_blocks("docs/importing.md", "json")
    file = tmp_path / "newsroom.ndjson"
    file.write_text(example, encoding="utf-8")
    importer = Importer(Publisher(table, clock), Origin("https://www.example.com", "example.com,2026"))
    importer.store(importer.read([file]))
    assert [item["sk"][:6] for item in table.query("FEED#sections/world") if item["sk"].startswith("ENTRY#")] == ["ENTRY#"]


def test_the_saved_page_in_the_docs_can_be_imported(table: Table, clock: Clock, tmp_path: Path) -> None:
    (example,) = code_blocks("docs/importing.md", "text")
    file = tmp_path / "page.txt"
    file.write_text(example, encoding="utf-8")
    publisher = Publisher(table, clock)
    importer = Importer(publisher, Origin("https://www.example.com", "example.com,2026"))
    admitted = importer.read([file], moment("2026-03-14T06:30:00"))
    importer.store(admitted)
    (story,) = [each.thing for each in admitted if isinstance(each.thing, Article)]
    assert (story.title, story.sections, story.authors) == ("The strike ends", ("world",), ("jane-doe",))
    assert publisher.existing([section_feed("world")])


def test_every_kind_of_key_is_in_the_data_model() -> None:
    model = (ROOT / "docs" / "data-model.md").read_text(encoding="utf-8")
    kinds = [value for name, value in vars(item_keys).items() if name.isupper() and isinstance(value, str)]
    assert "HEAD" in kinds
    assert [kind for kind in kinds if f"`{kind}" not in model] == []


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading of docs/feeds.md, without its first two lines."""
    page = (ROOT / "docs" / "feeds.md").read_text(encoding="utf-8")
    section = page.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def elements(cell: str) -> list[str]:
    """The paths of elements in a cell, without attributes."""
    return [name for name in re.findall(r"`([^`]+)`", cell) if "=" not in name and not name.startswith("xml:")]


@pytest.mark.parametrize(("heading", "rss", "atom"), [("An article", "channel/item", "atom:entry"), ("A feed", "channel", ".")])
def test_every_element_in_the_docs_is_in_the_documents(heading: str, rss: str, atom: str) -> None:
    golden = {format_.name: etree.fromstring(golden_file("site", format_).read_bytes()) for format_ in (RSS, ATOM)}
    for cells in rows(heading):
        for path in elements(cells[1]):
            assert golden["rss"].find(f"{rss}/{path}", NS) is not None, path
        for path in elements(cells[2]):
            found = path if ":" in path.partition("/")[0] else f"atom:{path}"
            assert golden["atom"].find(f"{atom}/{found}", NS) is not None, path


def test_every_member_in_the_docs_is_in_the_documents_and_the_other_way_round() -> None:
    documents = [json.loads(golden_file(name, JSON_FEED).read_bytes()) for name in ("site", "section", "author")]
    documented = {name.partition(".")[0] for cells in rows("A feed") for name in elements(cells[3])}
    assert {name for document in documents for name in document} == documented | {"version", "items"}
    in_items = {name.partition(".")[0] for cells in rows("An article") for name in elements(cells[3])}
    assert {name for document in documents for item in document["items"] for name in item} == in_items
    extension = {name for document in documents for item in document["items"] for name in item.get("_byline", {})}
    assert extension == {cells[1].strip("`") for cells in rows("`_byline` in JSON Feed") if cells[0] == "item"}


def test_every_output_and_parameter_spoken_of_exists() -> None:
    template = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))
    known = {*template["Parameters"], *template["Outputs"], *template["Resources"]}
    spoken_of = {
        name
        for page in ("deploy.md", "operations.md")
        for name in re.findall(r"(?:output|`)(?: `)?([A-Z][a-z]+[A-Z]\w+)`?", (ROOT / "docs" / page).read_text(encoding="utf-8"))
    }
    metrics = set(re.findall(r'"([A-Z][A-Za-z]+)": ', (ROOT / "functions" / "announce_changes.py").read_text(encoding="utf-8")))
    assert {"FeedsUrl", "DeskUrl"} <= spoken_of
    assert spoken_of - known - metrics - EMITTED == set()


EMITTED = {"DocumentsRendered", "DocumentsNotStored", "ArticlesLeftOut", "ArticlesReleased"}


def test_every_option_of_a_byline_command_in_the_docs_exists() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    typed = re.findall(r"^\$ .*?byline (.+)$", text, re.MULTILINE)
    assert len(typed) >= 15
    for line in typed:
        words = re.split(r"[;|&]", line)[0].split()
        called = [each for name, each in every_command() if tuple(words[: len(name)]) == name]
        options = {option for each in called for parameter in each.params for option in parameter.opts}
        assert not called or {word for word in words if word.startswith("--")} <= options, line
