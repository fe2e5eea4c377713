"""byline_tools.build.generated_docs: the generated pages of docs/ are up to date."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from byline_tools.build.generated_docs import DOCS, GENERATED, newsroom_schema
from byline_tools.local import sample


@pytest.mark.parametrize("name", GENERATED)
def test_a_generated_page_is_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == GENERATED[name](), "run `make docs`"


def test_the_schema_is_a_valid_json_schema() -> None:
    Draft202012Validator.check_schema(json.loads(newsroom_schema()))


def test_the_schema_describes_every_field() -> None:
    definitions = json.loads(newsroom_schema())["$defs"].values()
    undescribed = [name for each in definitions for name, field in each["properties"].items() if "description" not in field]
    assert set(undescribed) == {"type"}


@pytest.mark.parametrize("file", sample.FILES, ids=lambda file: file.stem)
def test_the_sample_newsroom_is_valid_by_the_schema(file: Path) -> None:
    validator = Draft202012Validator(json.loads(newsroom_schema()))
    for line in file.read_text(encoding="utf-8").splitlines():
        validator.validate(json.loads(line))
