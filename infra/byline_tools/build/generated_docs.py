"""The pages of docs/ that are generated from the code. `make docs` writes them; a test checks that they are up to date."""

import json
import re
from pathlib import Path
from typing import Any

import click
from samtranslator.yaml_helper import yaml_parse

from byline.intake.html import ATTRIBUTES, DEEPEST, LARGEST_DATA_IMAGE, SCHEMES
from byline.intake.html_media import VIDEO_HOSTS
from byline.intake.html_names import DROPPED_WITH_CONTENT, INSTEAD, TAGS
from byline.intake.html_noscript import LAZY_SETS, LAZY_SOURCES
from byline.intake.inputs import ANY_INPUT
from byline_tools.build.code_links import update_links
from byline_tools.cli.command import every_command
from byline_tools.local.stack import TEMPLATE

DOCS = Path(__file__).parents[3] / "docs"
MAKEFILE = Path(__file__).parents[3] / "Makefile"


def newsroom_schema() -> str:
    """Return docs/newsroom.schema.json: the JSON Schema (draft 2020-12) of one line of a newsroom file."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "One line of a newsroom file",
        **ANY_INPUT.json_schema(),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def html_rules() -> str:
    """Return docs/html.md: the HTML that an article may contain."""
    lines = [
        "# HTML in articles",
        "",
        "An article may contain the following HTML. Everything else is removed when the article is stored; the text inside an",
        "unknown element stays, and words on its two sides stay apart.",
        "",
        f"- **Elements:** {_listed(TAGS)}.",
        f"- **Removed with their content:** {_listed(DROPPED_WITH_CONTENT)}.",
        f"- **Schemes of addresses:** {_listed(SCHEMES)}; on `img` also `data:`, up to {LARGEST_DATA_IMAGE:,} characters.",
        "- **Relative addresses** are resolved against the address of the article.",
        *_shown_otherwise(),
        f"- **Refused:** HTML that is still nested more than {DEEPEST} elements deep, and HTML that takes too long to parse:",
        "  thousands of elements are left open, overlap or are misplaced in tables.",
        "- **Always removed:** scripts, event handlers, styles, classes, forms, embedded objects, comments.",
        "- **Reported** by `byline import` and `byline publish`: elements that were removed or became links or text,",
        "  media that got an address or were removed for lack of one, plain text that became paragraphs.",
        "",
        "| element | attributes |",
        "|---|---|",
        *(f"| {'any' if tag == '*' else f'`{tag}`'} | {_listed(names)} |" for tag, names in ATTRIBUTES.items()),
    ]
    return "\n".join(lines) + "\n"


def _shown_otherwise() -> list[str]:
    """What happens to HTML that is not kept as it is, but that readers see."""
    return [
        f"- **Become others, which look alike:** {', '.join(f'`{old}` `{new}`' for old, new in sorted(INSTEAD.items()))}.",
        "- **Pictures, players and frames that scripts load** get their addresses when the article is stored, where `src` is",
        f"  missing, `data:` or the name of a placeholder, from the first of {', '.join(f'`{name}`' for name in LAZY_SOURCES)};",
        f"  a `srcset` from {', '.join(f'`{name}`' for name in LAZY_SETS)}.",
        "  A picture without `src` gets the first of its `srcset`. Of a picture without any address, `alt` stays as text.",
        "- **`noscript`** gives way to its content if a picture, a player or a frame is in it, and goes if that is shown anyway.",
        "- **Players** get `controls`. Of a player with nothing to play, `poster` and links inside it stay.",
        f"- **Frames** become links. Those from {_listed(VIDEO_HOSTS)}",
        "  say `Video:` and the host, others their `title`, or else the host. Frames that nobody sees are removed.",
        "- **Drawings and formulas** (`svg`, `math`) become their text: `title`, `text`, links and pictures of a drawing;",
        "  `alttext` of a formula, its `annotation` in TeX, or else its signs.",
    ]


def parameters() -> str:
    """Return docs/parameters.md: the parameters of the stack."""
    template = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))
    groups = template["Metadata"]["AWS::CloudFormation::Interface"]["ParameterGroups"]
    lines = [
        "# The stack's parameters",
        "",
        "Generated from [template.yaml](../template.yaml) by `make docs`. Parameters without a default are required.",
    ]
    for group in groups:
        lines += ["", f"## {group['Label']['default']}", "", "| parameter | description | default |", "|---|---|---|"]
        lines += [_parameter(name, template["Parameters"][name]) for name in group["Parameters"]]
    return "\n".join(lines) + "\n"


def _parameter(name: str, parameter: dict[str, Any]) -> str:
    default = f"`{parameter['Default']}`" if parameter.get("Default", "") != "" else "empty" if "Default" in parameter else ""
    allowed = ", ".join(f"`{value}`" for value in parameter.get("AllowedValues", []))
    return f"| `{name}` | {parameter['Description'].strip()}{f': {allowed}' if allowed else ''} | {default} |"


def commands() -> str:
    """Return docs/commands.md: the commands of `make` and `byline`."""
    lines = ["# Commands", "", "Generated by `make docs` from the help of `make` and of `.venv/bin/byline`.", "", "```text"]
    lines += [line for line in MAKEFILE.read_text(encoding="utf-8").splitlines() if re.match(r"[a-z0-9-]+:.*## ", line)]
    lines = [re.sub(r"^([a-z0-9-]+):.*?## ", lambda found: f"make {found[1]:<14} ", line) for line in lines]
    lines += ["```"]
    for words, command in every_command():
        name = " ".join(("byline", *words))
        context = click.Context(command, info_name=name, terminal_width=100, max_content_width=100)
        lines += ["", f"## {name}", "", "```text", command.get_help(context), "```"]
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
    update_links()
