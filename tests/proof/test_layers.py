"""Each import contract fails when an import violates it."""

from pathlib import Path

import pytest

from tests.support.layers import a_copy_in, lint


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("model/article", "import byline.storage.items"),
        ("model/article", "import byline.formats.registry"),
        ("storage/items", "import byline.formats.registry"),
        ("formats/json_feed", "import byline.storage.items"),
        ("serving/memo", "import byline.desk.desk"),
        ("desk/desk", "import byline.serving.memo"),
        ("serving/memo", "import byline.announcing.hubs"),
        ("model/feed", "import byline_tools.local.stack"),
        ("model/feed", "import byline_http.feeds_api"),
        ("serving/feed_service", "import logging"),
        ("storage/feed_reader", "import os"),
        ("serving/feed_service", "import aws_lambda_powertools"),
        ("serving/feed_service", "import botocore"),
        ("desk/articles", "import boto3"),
        ("storage/items", "import feedgen.feed"),
        ("serving/feed_service", "import lxml.etree"),
        ("serving/feed_service", "import byline.intake.inputs"),
        ("storage/feed_reader", "import pydantic"),
        ("serving/memo", "import byline.storage.article_edits"),
        ("model/article", "import click"),
        ("desk/articles", "import nh3"),
        ("announcing/announcer", "import byline.storage.item_keys"),
        ("desk/articles", "import byline.storage.items"),
        ("serving/document_cache", "import byline.storage.heads"),
        ("desk/profiles", "import byline.storage.writes"),
        ("serving/feed_service", "import byline.storage.attribute_values"),
        ("../byline_http/desk_api", "import manage_articles"),
    ],
)
def test_an_import_across_the_layers_is_caught(tmp_path: Path, module: str, forbidden: str) -> None:
    copy = a_copy_in(tmp_path)
    file = copy / "functions" / "byline" / f"{module}.py"
    assert file.exists()
    file.write_text(f"{file.read_text(encoding='utf-8')}\n{forbidden}\n", encoding="utf-8")
    assert lint(copy).returncode == 1
