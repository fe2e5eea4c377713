"""The parts of docs/ that are made from the code: `make docs` writes them, a test holds them to it."""

import json
import re
from pathlib import Path
from typing import Any

import click
from samtranslator.yaml_helper import yaml_parse

from byline.intake.html import ATTRIBUTES, DROPPED_WITH_CONTENT, LARGEST_DATA_IMAGE, SCHEMES, TAGS, VIDEO_HOSTS
from byline.intake.inputs import ANY_INPUT
from byline_tools.cli.command import byline
from byline_tools.local.stack import TEMPLATE

DOCS = Path(__file__).parents[3] / "docs"
MAKEFILE = Path(__file__).parents[3] / "Makefile"


def newsroom_schema() -> str:
    """docs/newsroom.schema.json: the JSON Schema (draft 2020-12) of one line of a newsroom file."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "One line of a newsroom file",
        **ANY_INPUT.json_schema(),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def html_rules() -> str:
    """docs/html.md: the HTML that articles may contain."""
    lines = [
        "# HTML in articles",
        "",
        "The elements and attributes below are kept when an article enters. All others are removed; the text inside them stays.",
        "",
        f"- **Elements:** {_listed(TAGS)}.",
        f"- **Removed with their content:** {_listed(DROPPED_WITH_CONTENT)}.",
        f"- **Addresses:** {_listed(SCHEMES)}; on `img` also `data:` pictures of at most {LARGEST_DATA_IMAGE:,} characters.",
        "- **Relative addresses** are made absolute against the article's page.",
        f"- **Frames** from {_listed(VIDEO_HOSTS)} become links; others are removed.",
        "- **Never:** scripts, event handlers, styles, classes, forms, embedded objects, comments.",
        "",
        "| element | attributes |",
        "|---|---|",
        *(f"| {'any' if tag == '*' else f'`{tag}`'} | {_listed(names)} |" for tag, names in ATTRIBUTES.items()),
    ]
    return "\n".join(lines) + "\n"


def parameters() -> str:
    """docs/parameters.md: what the stack can be told."""
    template = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))
    groups = template["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    lines = [
        "# The stack's parameters",
        "",
        "Made from [template.yaml](../template.yaml). Those without a default have to be given.",
    ]
    for group in groups:
        lines += ["", f"## {group['Label']['default']}", "", "| parameter | what it is | default |", "|---|---|---|"]
        lines += [_parameter(name, template["Parameters"][name]) for name in group["Parameters"]]
    return "\n".join(lines) + "\n"


def _parameter(name: str, parameter: dict[str, Any]) -> str:
    default = f"`{parameter['Default']}`" if parameter.get("Default", "") != "" else "empty" if "Default" in parameter else ""
    allowed = ", ".join(f"`{value}`" for value in parameter.get("AllowedValues", []))
    return f"| `{name}` | {parameter['Description'].strip()}{f': {allowed}' if allowed else ''} | {default} |"


def commands() -> str:
    """docs/commands.md: what can be typed."""
    lines = ["# The commands", "", "What `.venv/bin/byline` says of itself, and what `make` does.", "", "```text"]
    lines += [line for line in MAKEFILE.read_text(encoding="utf-8").splitlines() if re.match(r"[a-z0-9-]+:.*## ", line)]
    lines = [re.sub(r"^([a-z0-9-]+):.*?## ", lambda found: f"make {found[1]:<14} ", line) for line in lines]
    lines += ["```"]
    for name, command in sorted(byline.commands.items()):
        context = click.Context(command, info_name=f"byline {name}", terminal_width=100, max_content_width=100)
        lines += ["", f"## byline {name}", "", "```text", command.get_help(context), "```"]
    return "\n".join(lines) + "\n"


def _listed(names: frozenset[str] | set[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


GENERATED = {
    "newsroom.schema.json": newsroom_schema,
    "html.md": html_rules,
    "parameters.md": parameters,
    "commands.md": commands,
}

if __name__ == "__main__":
    for name, make in GENERATED.items():
        (DOCS / name).write_text(make(), encoding="utf-8")
