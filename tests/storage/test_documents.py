"""Stored documents are found again; incomplete documents are treated as missing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from byline.formats.registry import ATOM, RSS
from byline.model.feed_key import SITE, section_feed
from byline.storage.documents import LARGEST, LIFETIME, StoredDocuments
from byline.storage.dynamodb import Table
from tests.support.factories import NOW, site

KIND = RSS.rendering_key(site())


@pytest.fixture
def documents(table: Table) -> StoredDocuments:
    return StoredDocuments(table)


def stored(table: Table) -> dict[str, object]:
    (item,) = table.query("DOCUMENT#site")
    return item


def test_a_document_is_found_under_its_feed_format_and_revision_only(documents: StoredDocuments) -> None:
    documents.keep(SITE, KIND, "r1", b"packed", NOW)
    assert documents.find(SITE, KIND, "r1") == b"packed"
    assert documents.find(SITE, ATOM.rendering_key(site()), "r1") is None
    assert documents.find(SITE, KIND, "r2") is None
    assert documents.find(section_feed("world"), KIND, "r1") is None


def test_a_document_of_another_version_or_another_site_is_not_found(documents: StoredDocuments) -> None:
    documents.keep(SITE, KIND, "r1", b"packed", NOW)
    assert documents.find(SITE, RSS.rendering_key(site(title="Another")), "r1") is None
    assert documents.find(SITE, replace(RSS, version=RSS.version + 1).rendering_key(site()), "r1") is None


@pytest.mark.parametrize("change", [{"packed": b"pack"}, {"packed": "text"}, {"packed": b""}, {"digest": "0"}, {"digest": None}])
def test_a_document_that_is_not_whole_is_as_good_as_absent(
    documents: StoredDocuments, table: Table, change: dict[str, object]
) -> None:
    documents.keep(SITE, KIND, "r1", b"packed", NOW)
    table.put({**stored(table), **change})
    assert documents.find(SITE, KIND, "r1") is None


def test_a_document_too_large_for_an_item_is_not_stored(documents: StoredDocuments, table: Table) -> None:
    documents.keep(SITE, KIND, "r1", b"x" * (LARGEST + 1), NOW)
    assert list(table.query("DOCUMENT#site")) == []
    documents.keep(SITE, KIND, "r1", b"x" * LARGEST, NOW)
    assert documents.find(SITE, KIND, "r1") == b"x" * LARGEST


def test_a_document_expires(documents: StoredDocuments, table: Table) -> None:
    documents.keep(SITE, KIND, "r1", b"packed", NOW)
    assert stored(table)["expires_at"] == int((NOW + LIFETIME).timestamp())
    assert timedelta(days=1) < LIFETIME
