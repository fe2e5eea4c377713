"""The parts of docs/ that are made from the code: `make docs` writes them, a test holds them to it."""

import json
from pathlib import Path

from byline.html_content import ATTRIBUTES, DROPPED_WITH_CONTENT, LARGEST_DATA_IMAGE, SCHEMES, TAGS, VIDEO_HOSTS
from byline.intake import ANY_INPUT

DOCS = Path(__file__).parent.parent / "docs"


def newsroom_schema() -> str:
    """docs/newsroom.schema.json: the JSON Schema (draft 2020-12) of one line of a newsroom file."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "One line of a newsroom file",
        **ANY_INPUT.json_schema(),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def html_rules() -> str:
    """docs/html.md: what HTML an article may hold."""
    lines = [
        "# What HTML an article may hold",
        "",
        "Everything else is removed when the article enters; the text inside an unknown element stays.",
        "",
        f"- **Elements:** {_listed(TAGS)}.",
        f"- **Removed with what is inside them:** {_listed(DROPPED_WITH_CONTENT)}.",
        f"- **Addresses:** {_listed(SCHEMES)}; on `img` also `data:` pictures of at most {LARGEST_DATA_IMAGE:,} characters.",
        "- **Relative addresses** are made absolute against the article's page.",
        f"- **Frames** from {_listed(VIDEO_HOSTS)} become links; others vanish.",
        "- **Never:** scripts, event handlers, styles, classes, forms, embedded objects, comments.",
        "",
        "| element | attributes |",
        "|---|---|",
        *(f"| {'any' if tag == '*' else f'`{tag}`'} | {_listed(names)} |" for tag, names in ATTRIBUTES.items()),
    ]
    return "\n".join(lines) + "\n"


def _listed(names: frozenset[str] | set[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))


GENERATED = {"newsroom.schema.json": newsroom_schema, "html.md": html_rules}

if __name__ == "__main__":
    for name, make in GENERATED.items():
        (DOCS / name).write_text(make(), encoding="utf-8")
