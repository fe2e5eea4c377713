"""Exports of a table in this process, and imports of them."""

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import boto3

from byline.desk.desk import desk_for
from byline.desk.publisher import Publisher
from byline.intake.inputs import Origin
from byline.settings import DeskSettings
from byline.storage.dynamodb import Table
from byline_http.article_addresses import path_of
from byline_tools.cli.desk_client import DeskClient, in_process
from byline_tools.exporters.left_out import LeftOut
from byline_tools.exporters.ndjson import NdjsonExport
from byline_tools.exporters.newsroom import Newsroom
from byline_tools.exporters.writing import export
from byline_tools.exporters.wxr import wxr_export
from byline_tools.importers.importer import Importer
from byline_tools.local.stack import TABLE_NAME
from tests.support.factories import site

ORIGIN = Origin("https://www.example.com", "example.com,2026")
ENVIRONMENT = {"TABLE_NAME": TABLE_NAME, "SITE_URL": ORIGIN.site_url, "ID_AUTHORITY": ORIGIN.id_authority, "VERSION_DAYS": "365"}
IN_WORDPRESS = (
    "title",
    "published",
    "updated",
    "summary",
    "content",
    "sections",
    "authors",
    "tags",
    "image",
    "enclosures",
)
"""The fields that an export for WordPress carries."""


def desk_of(table: Table, clock: Callable[[], datetime]) -> DeskClient:
    """A client of the desk of `table`."""
    return DeskClient(in_process(desk_for(DeskSettings.read(ENVIRONMENT), table, clock), "jane"))


def exported(table: Table, clock: Callable[[], datetime]) -> tuple[bytes, LeftOut]:
    """The newsroom file of everything in `table`, and what is left out of it."""
    desk, file = desk_of(table, clock), io.BytesIO()
    left_out = LeftOut(lambda path: desk.get(path).body)
    for _ in export(Newsroom(left_out.get), NdjsonExport(file, left_out), left_out):
        pass
    return file.getvalue(), left_out


def exported_for_wordpress(table: Table, clock: Callable[[], datetime]) -> tuple[bytes, LeftOut]:
    """The export for WordPress of everything in `table`, and what is left out of it."""
    desk, file = desk_of(table, clock), io.BytesIO()
    left_out = LeftOut(lambda path: desk.get(path).body)
    with wxr_export(file, site(), left_out) as writer:
        for _ in export(Newsroom(left_out.get), writer, left_out):
            pass
    return file.getvalue(), left_out


def stored_articles(table: Table, clock: Callable[[], datetime]) -> dict[str, Any]:
    """What an export for WordPress carries of each article, by address."""
    desk = desk_of(table, clock)
    articles = [desk.get(path_of(each["id"])).body for each in desk.get("/articles").body["articles"]]
    return {each["url"]: _carried(each) for each in articles}


def _carried(shown: Any) -> dict[str, Any]:
    """The status, the id that readers know and the fields. A draft without a time of its own was updated when it was stored."""
    updated = {"updated": None} if "published" not in shown else {}
    known_as = shown.get("guid") or shown["id"]
    return {"status": shown["status"], "guid": known_as, **{name: shown.get(name) for name in IN_WORDPRESS}, **updated}


def imported(publisher: Publisher, folder: Path, content: bytes) -> dict[tuple[str, str], int]:
    """Import a file with this content; returns how many things of each kind had each outcome."""
    path = folder / "export"
    path.write_bytes(content)
    importer = Importer(publisher, ORIGIN)
    return dict(importer.store(importer.read([path])))


def everything() -> list[Any]:
    """The items of the table, in an order that does not depend on anything else."""
    pages = boto3.client("dynamodb").get_paginator("scan").paginate(TableName=TABLE_NAME)
    return sorted((item for page in pages for item in page["Items"]), key=str)


def empty() -> None:
    """Delete every item of the table."""
    client = boto3.client("dynamodb")
    for item in everything():
        client.delete_item(TableName=TABLE_NAME, Key={name: item[name] for name in ("pk", "sk")})
