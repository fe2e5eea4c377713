"""A real newsroom on moto, with desks that edit it and readers that poll it."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.dynamodb.models import dynamodb_backends

from byline.desk.article_edits import PutArticle, WithdrawArticle
from byline.desk.finding import Filters, Finder
from byline.desk.profile_edits import PutProfile
from byline.desk.publisher import Publisher
from byline.desk.undoing import ReturnArticle
from byline.errors import BylineError, StoreUnavailable
from byline.formats.json_feed import write_json_feed
from byline.formats.registry import JSON_FEED
from byline.model.article import Article
from byline.model.feed_key import FeedKey
from byline.model.lifecycle import StoredArticle
from byline.model.profiles import Profile
from byline.model.times import parse_time
from byline.serving.feed_service import FeedService
from byline.serving.responses import Request
from byline.storage import item_keys
from byline.storage.desk_reader import DeskReader
from byline.storage.dynamodb import Table
from byline.storage.editing import DESK, Outcome, Source
from byline.storage.feed_lookup import find_served
from byline.storage.feed_reader import FeedReader
from byline.storage.versions import VersionReader
from byline_tools.local.embedded_dynamodb import fast_transactions
from byline_tools.local.stack import TABLE_NAME, Stack
from tests.proof.finding import in_pages
from tests.proof.model import everything
from tests.support.factories import Clock, counter, site
from tests.support.renaming import rename
from tests.support.stacks import PARAMETERS

NEWEST, AT_ONCE = 4, 2
"""Limits of articles in a feed and of feeds changed in one transaction, so low that a short lifecycle reaches both."""

SITE_TITLE = site().title


class Desk:
    """The publisher, with the methods of the model."""

    def __init__(self, table: Table, clock: Clock, new_revision: Callable[[], str]) -> None:
        self._publisher = Publisher(table, clock, new_revision)
        self._versions = VersionReader(table)
        self._table = table

    def put(self, thing: Article | Profile, *, draft: bool = False) -> Outcome:
        if isinstance(thing, Article):
            return self.edit(everything(thing, draft=draft))
        return self.edit_profile(PutProfile(thing))

    def edit(self, edit: PutArticle, source: Source = DESK) -> Outcome:
        return self._publisher.articles.edit(edit, source=source).outcome

    def edit_profile(self, edit: PutProfile) -> Outcome:
        return self._finished(edit.name, self._publisher.profiles.edit(edit).outcome)

    def withdraw(self, article_id: str, notice: str | None) -> Outcome:
        return self._publisher.articles.edit(WithdrawArticle(article_id, notice=notice)).outcome

    def go_back(self, article_id: str, number: int) -> Outcome:
        then = self._versions.version(article_id, number).stored_article
        return self._publisher.articles.edit(ReturnArticle(then)).outcome

    def erase(self, article_id: str) -> Outcome:
        return self._publisher.eraser.article(article_id, "A court", site().url).result.outcome

    def rename(self, name: FeedKey, slug: str) -> Outcome:
        return self._finished(name, rename(self._publisher.profiles, name, slug).outcome)

    def _finished(self, name: FeedKey, outcome: Outcome) -> Outcome:
        """Finish the edit, as the stream does."""
        self._publisher.profiles.finish(find_served(self._table, name, consistent=True).key)
        return outcome

    def retire(self, name: FeedKey) -> Outcome:
        return self._publisher.profiles.retire(name)

    def revive(self, name: FeedKey) -> Outcome:
        return self._publisher.profiles.revive(name)

    def erase_author(self, name: FeedKey) -> Outcome:
        return self._publisher.author_eraser.author(name, "A court").outcome


Edit = Callable[[Any], Outcome]
"""An edit of a Desk or of a Model."""


@dataclass(frozen=True)
class Refusal:
    """The outcome of a refused edit: the name of the error, and the id of the article that it says is in the way."""

    error: str
    article_id: str | None = None


def outcome_of(edit: Edit, desk: Any) -> Outcome | Refusal:
    """The outcome of an edit. Raises StoreUnavailable, which is not an outcome."""
    try:
        return edit(desk)
    except StoreUnavailable:
        raise
    except BylineError as error:
        return Refusal(type(error).__name__, getattr(error, "article_id", None))


class Newsroom:
    """The stored items, and the feeds at the time of `clock`."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self.clock = clock
        self.table = table
        self.new_revision = counter()
        self._client = boto3.client("dynamodb")  # It has longer timeouts than ours, for whole tables.
        self._reader = FeedReader(table)
        self._archive = DeskReader(table)
        self._finder = Finder(self._archive, clock)
        self.forget()

    def forget(self) -> None:
        """Start a new container, without a memo."""
        self._feed_service = FeedService(self.table, site(), 0, 60, self.clock)

    def response(self, name: FeedKey) -> Any:
        """The response to a request for the feed called `name`; see `expected.shown_to_reader`."""
        answer = self._feed_service.feed(name, JSON_FEED, Request("GET"))
        if answer.status == 404:
            return 404
        if answer.status == 301:
            return 301, answer.headers["Location"].removeprefix(f"{site().feeds_url}/").removesuffix("/feed.json")
        document = json.loads(answer.body)
        if answer.status == 410:
            return 410 if document["expired"] else document
        gone = document.get("_byline", {}).get("deleted", ())
        deleted = [(each["id"], parse_time(each["date"]), each.get("notice", "")) for each in gone]
        return answer.status, document["title"], list(map(_item, document["items"])), deleted

    def is_fresh(self, name: FeedKey) -> bool:
        """Whether the served document is the same as one rendered from the table now."""
        found = find_served(self.table, name)
        feed, _ = self._reader.feed(found.key, site(), found.head.at(self.clock()))
        return self._feed_service.feed(name, JSON_FEED, Request("GET")).body == write_json_feed(feed)

    def listed(self) -> tuple[list[tuple[FeedKey, str]], list[tuple[str, datetime, datetime | None]]]:
        """Names and titles of all feeds, and their revisions and last and next changes."""
        listed = self._archive.feeds(self.clock())
        states = [(each.state.revision, each.state.changed_at, each.state.next_release_at) for each in listed]
        return [(each.name, each.title) for each in listed], states

    def found(self, filters: Filters, limit: int) -> list[tuple[str, str]]:
        """The ids and statuses of the articles that pass `filters`, from pages of at most `limit`."""
        return [(each["id"], each["status"]) for each in in_pages(self._finder, filters, limit)]

    def named(self, name: str) -> str | None:
        """The article with this id, guid or address."""
        return next((str(each["id"]) for each in self._finder.named(name)["articles"]), None)

    def versions(self, article_id: str) -> list[tuple[int, datetime | None, StoredArticle]]:
        """The versions of an article, newest first: see `expected.versions`."""
        read = self._archive.versions
        records = [read.version(article_id, each.number) for each in read.versions(article_id, None, 1_000)]
        return [(each.version.number, each.version.at, replace(each.stored_article, erasure=None)) for each in records]

    def entries(self) -> Counter[tuple[str, str]]:
        """The number of entries of each article in each feed, including articles under embargo."""
        pages = self._client.get_paginator("scan").paginate(TableName=TABLE_NAME, ConsistentRead=True)
        found = [item for page in pages for item in page["Items"] if str(item["sk"]["S"]).startswith(item_keys.ENTRY)]
        return Counter((str(item["pk"]["S"]).removeprefix("FEED#"), str(item["article"]["S"])) for item in found)

    def scheduled(self) -> list[tuple[datetime, str]]:
        """The articles under embargo."""
        found = [(each.published, each.article_id) for each in self._archive.scheduled()]
        return [each for each in found if each[0] > self.clock()]


def _item(item: dict[str, Any]) -> tuple[Any, ...]:
    authors = [author["name"] for author in item.get("authors", ())]
    more = item.get("_byline", {})
    sections = [(each["slug"], each["title"]) for each in more.get("sections", ())]
    corrections = [(parse_time(each["date"]), each["note"]) for each in more.get("corrections", ())]
    edited = parse_time(more["edited"]) if "edited" in more else None
    updated = parse_time(item.get("date_modified", item["date_published"]))
    tags = [each for each in item["tags"] if each not in [title for _, title in sections]]  # Sections are tags, too.
    return item["id"], item["title"], authors, sections, updated, edited, tags, corrections


def stored() -> Any:
    """All items of the table, for `put_back`: moto has no faster way to reset a table."""
    return deepcopy(_moto_table().items)


def put_back(saved: Any) -> None:
    """Restore the items that `stored` returned."""
    _moto_table().items = saved


def _moto_table() -> Any:
    return dynamodb_backends["123456789012"]["eu-west-1"].get_table(TABLE_NAME)


@contextmanager
def an_empty_table() -> Iterator[None]:
    """The template's table on moto in this process, with limits that a short lifecycle reaches."""
    with mock_aws(), fast_transactions(), pytest.MonkeyPatch.context() as limits:
        limits.setattr("byline.storage.feed_reader.MOST_ARTICLES", NEWEST)
        limits.setattr("byline.storage.profile_usage.MOST_ARTICLES", NEWEST)
        limits.setattr("byline.storage.profile_edits.AT_ONCE", AT_ONCE)
        limits.setattr("byline.storage.profile_usage.MOST_CHECKED", AT_ONCE)
        limits.setattr("byline.storage.profile_usage.PAGE", AT_ONCE)
        boto3.client("dynamodb").create_table(**Stack(PARAMETERS).table())
        yield
