"""The first screen of the README: the picture of the parts, the screenshot, the commands."""

import re
from typing import Any

from samtranslator.yaml_helper import yaml_parse

from byline_tools.build.source_files import ROOT
from byline_tools.cli.command import byline
from byline_tools.local.stack import TEMPLATE

README = (ROOT / "README.md").read_text(encoding="utf-8")
(PICTURE,) = re.findall(r"```mermaid\n(.*?)```", README, re.DOTALL)
RESOURCES: dict[str, dict[str, Any]] = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))["Resources"]
DRAWN_TYPES = {"AWS::Serverless::Function", "AWS::Serverless::HttpApi", "AWS::DynamoDB::Table"}

ARROW = re.compile(r"(?P<start>\w+)(?:[\[(].*?[\])])? <?-->(?:\|.*?\|)? (?P<end>\w+)")
"""An arrow of a Mermaid flowchart, between the ids of its two nodes."""


def events(kind: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Every event of that type: the function, the event's name and its properties."""
    functions = {name: resource for name, resource in RESOURCES.items() if resource["Type"] == "AWS::Serverless::Function"}
    return [
        (function, name, event["Properties"])
        for function, resource in functions.items()
        for name, event in resource["Properties"].get("Events", {}).items()
        if event["Type"] == kind
    ]


def drawn_arrows() -> set[tuple[str, str]]:
    return {(found["start"], found["end"]) for found in ARROW.finditer(PICTURE)}


def test_the_picture_shows_the_functions_the_table_the_apis_the_schedule_and_the_cdn() -> None:
    """Nodes from the template have its logical ids; nodes outside AWS have ids in lower case."""
    parts = {name for name, resource in RESOURCES.items() if resource["Type"] in DRAWN_TYPES}
    schedules = {name for _, name, _ in events("ScheduleV2")}
    nodes = {node for arrow in drawn_arrows() for node in arrow}
    assert {node for node in nodes if not node.islower()} == parts | schedules | {"Cdn"}
    assert {node for node in nodes if node.islower()} == {"readers", "newsroom", "hubs"}


def test_every_line_of_the_picture_is_an_arrow() -> None:
    heading, *lines = PICTURE.strip().splitlines()
    assert heading == "flowchart LR"
    assert len(lines) == len(ARROW.findall(PICTURE))


def test_the_picture_shows_what_invokes_each_function() -> None:
    by_api = {(properties["ApiId"]["Ref"], function) for function, _, properties in events("HttpApi")}
    by_clock = {(name, function) for function, name, _ in events("ScheduleV2")}
    by_stream = {(properties["Stream"]["Fn::If"][1]["Fn::GetAtt"][0], function) for function, _, properties in events("DynamoDB")}
    invoking = {arrow for arrow in drawn_arrows() if RESOURCES.get(arrow[1], {}).get("Type") == "AWS::Serverless::Function"}
    assert invoking == by_api | by_clock | by_stream


def test_the_screenshot_is_a_png_below_150_kb() -> None:
    (path,) = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    picture = (ROOT / path).read_bytes()
    assert picture.startswith(b"\x89PNG\r\n")
    assert len(picture) < 150_000


def test_every_byline_command_in_the_readme_exists() -> None:
    assert set(re.findall(r"`byline ([a-z]+)", README)) <= byline.commands.keys()


def test_every_page_of_the_documentation_is_linked() -> None:
    pages = {f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")}
    assert pages - set(re.findall(r"\]\(([^)]+)\)", README)) == set()
