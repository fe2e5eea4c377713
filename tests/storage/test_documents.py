"""byline.documents: what is stored is found again, and what is not whole is as good as absent."""

from dataclasses import replace
from datetime import timedelta

import pytest

from byline.documents import LARGEST, LIFETIME, Documents
from byline.dynamodb import Table
from byline.feeds import SITE, section_feed
from byline.formats import ATOM, RSS
from tests.factories import NOW, site


@pytest.fixture
def documents(table: Table) -> Documents:
    return Documents(table, site())


def stored(table: Table) -> dict[str, object]:
    (item,) = table.query("FEED#site")
    return item


def test_a_document_is_found_under_its_feed_format_and_revision_only(documents: Documents) -> None:
    documents.keep(SITE, RSS, "r1", b"packed", NOW)
    assert documents.find(SITE, RSS, "r1") == b"packed"
    assert documents.find(SITE, ATOM, "r1") is None
    assert documents.find(SITE, RSS, "r2") is None
    assert documents.find(section_feed("world"), RSS, "r1") is None


def test_a_document_of_another_version_or_another_site_is_not_found(documents: Documents, table: Table) -> None:
    documents.keep(SITE, RSS, "r1", b"packed", NOW)
    assert Documents(table, site(title="Another")).find(SITE, RSS, "r1") is None
    assert documents.find(SITE, replace(RSS, version=RSS.version + 1), "r1") is None


@pytest.mark.parametrize("change", [{"packed": b"pack"}, {"packed": "text"}, {"packed": b""}, {"digest": "0"}, {"digest": None}])
def test_a_document_that_is_not_whole_is_as_good_as_absent(documents: Documents, table: Table, change: dict[str, object]) -> None:
    documents.keep(SITE, RSS, "r1", b"packed", NOW)
    table.put({**stored(table), **change})
    assert documents.find(SITE, RSS, "r1") is None


def test_a_document_too_large_for_an_item_is_not_stored(documents: Documents, table: Table) -> None:
    documents.keep(SITE, RSS, "r1", b"x" * (LARGEST + 1), NOW)
    assert list(table.query("FEED#site")) == []
    documents.keep(SITE, RSS, "r1", b"x" * LARGEST, NOW)
    assert documents.find(SITE, RSS, "r1") == b"x" * LARGEST


def test_a_document_expires(documents: Documents, table: Table) -> None:
    documents.keep(SITE, RSS, "r1", b"packed", NOW)
    assert stored(table)["expires_at"] == int((NOW + LIFETIME).timestamp())
    assert timedelta(days=1) < LIFETIME
