"""The JSON Schema of NDJSON files, made from what the intake accepts: `make schema` writes it to docs/."""

import json

from byline.intake import ANY_INPUT


def newsroom_schema() -> str:
    """JSON Schema (draft 2020-12) of one line of an NDJSON file, as text that ends in a line end."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "One line of a newsroom file",
        **ANY_INPUT.json_schema(),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(newsroom_schema(), end="")  # noqa: T201 - a command that prints
