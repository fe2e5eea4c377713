"""Lost or wrong derived items are restored from articles and profiles, and feeds are the same as before."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from byline.desk.article_edits import PutArticle, WithdrawArticle
from byline.desk.publisher import Publisher
from byline.edit_errors import AddressTaken
from byline.errors import StoreUnavailable, UnknownFeed
from byline.formats.registry import FORMATS
from byline.model.feed_key import SITE, FeedKey, author_feed, section_feed
from byline.model.lifecycle import StoredArticle
from byline.model.times import format_time
from byline.serving.feed_service import FeedService
from byline.serving.responses import Request
from byline.storage import item_keys
from byline.storage.article_edits import ArticleEdits
from byline.storage.document_keys import DOCUMENT
from byline.storage.dynamodb import Table, connect
from byline.storage.editing import Editor
from byline.storage.heads import release_name
from byline_tools.local.embedded_dynamodb import fast_transactions
from byline_tools.local.stack import TABLE_NAME, Stack
from byline_tools.rebuild.rebuilder import Rebuilder, RepairResult
from tests.support.dates import dynamodb_at
from tests.support.factories import DRAFT, NOW, Clock, article, author, counter, section, site
from tests.support.renaming import rename
from tests.support.stacks import PARAMETERS

FeedServiceOf = Callable[..., FeedService]
Break = Callable[[Table], None]

SCHEMA_1 = Path(__file__).parents[1] / "support" / "stored" / "schema_1.ndjson"
WORLD, SEA, OLD = section_feed("world"), section_feed("sea"), section_feed("old")
JANE, JOHN = author_feed("jane-doe"), author_feed("john-roe")
FEEDS = (SITE, WORLD, SEA, JANE, JOHN)


@pytest.fixture(scope="module")
def stored() -> list[Any]:
    """Articles of every status: published, scheduled, draft, withdrawn; in a renamed and in a retired section."""
    with mock_aws(), fast_transactions(), dynamodb_at(Clock()):
        boto3.client("dynamodb").create_table(**Stack(PARAMETERS).table())
        publish(Publisher(Table(connect(), TABLE_NAME), Clock(), counter()))
        raw: list[Any] = boto3.client("dynamodb").scan(TableName=TABLE_NAME)["Items"]
        return raw


def publish(publisher: Publisher) -> None:
    world = section("world", url="https://www.example.com/world")
    for profile in (world, section("sea"), section("old"), author("jane-doe"), author("john-roe")):
        publisher.put(profile)
    for number in range(1, 6):
        publisher.put(article(number, sections=("world", "sea") if number % 2 else ("world", "old")))
    publisher.put(article(20, published=NOW + timedelta(hours=1)))
    publisher.articles.edit(PutArticle(article(21), lifecycle=DRAFT))
    publisher.put(article(22, sections=("sea",), published=article(1).published))
    publisher.articles.edit(WithdrawArticle(article(22).id, notice="It was another ship."))
    rename(publisher.profiles, SEA, "ocean")
    publisher.profiles.retire(OLD)


@pytest.fixture
def newsroom(stored: list[Any], table: Table, clock: Clock) -> Publisher:
    """The table with all of it, and its publisher."""
    put_raw(table, stored)
    return Publisher(table, clock, counter("edited-"))


def put_raw(table: Table, raw: list[Any]) -> None:
    for start in range(0, len(raw), 25):
        puts: Any = [{"PutRequest": {"Item": item}} for item in raw[start : start + 25]]
        table._client.batch_write_item(RequestItems={TABLE_NAME: puts})


def everything(table: Table) -> list[Any]:
    return sorted(table.scan(), key=lambda item: (item["pk"], item["sk"]))


def derived(table: Table) -> list[Any]:
    """All items except documents, without revisions, because every repair makes a new revision."""
    lasting = [item for item in everything(table) if not item["sk"].startswith(DOCUMENT)]
    return [{name: value for name, value in item.items() if name != "revision"} for item in lasting]


def rebuild(table: Table, clock: Clock) -> RepairResult:
    rebuilder = Rebuilder(Editor(table, clock, counter("rebuilt-")))
    return rebuilder.repair(rebuilder.survey(table.scan()))


def shown(feed_service: FeedService) -> list[bytes]:
    """Every feed in every format, and the directory."""
    renamed = FeedKey(SEA.kind, "ocean")
    keys = [renamed if key == SEA else key for key in FEEDS]
    feeds = [feed_service.feed(key, format_, Request("GET")).body for key in keys for format_ in FORMATS]
    return [*feeds, feed_service.directory(Request("GET")).body]


def keys(table: Table, *, pk: str = "", sk: str = "") -> list[Any]:
    found = [item for item in everything(table) if item["pk"].startswith(pk) and item["sk"].startswith(sk)]
    return [{"pk": item["pk"], "sk": item["sk"]} for item in found]


def without(**prefixes: str) -> Break:
    def apply(table: Table) -> None:
        for key in keys(table, **prefixes):
            head = table.get(key)
            if head and (head.get("retired") or head.get("alias_of")):
                continue  # retirement and aliases cannot be derived
            table.delete(key)

    return apply


def changed(pk: str, sk: str, **changes: Any) -> Break:
    def apply(table: Table) -> None:
        (key,) = keys(table, pk=pk, sk=sk)
        damaged = {**(table.get(key) or {}), **changes}
        table.put({name: value for name, value in damaged.items() if value is not None})

    return apply


def added(pk: str, sk: str, **attributes: Any) -> Break:
    return lambda table: table.put({"pk": pk, "sk": sk, **attributes})


FIRST, LATER = format_time(article(1).published), format_time(NOW + timedelta(hours=1))
BREAKS: dict[str, tuple[Break, dict[str, int]]] = {
    "no heads": (without(pk="FEED#", sk="HEAD"), {"head made": 5, "head put right": 4}),
    "no entries": (without(pk="FEED#", sk="ENTRY#"), {"place made": 23}),
    "no directory": (without(pk="DIRECTORY"), {"directory made": 4}),
    "no schedule": (without(pk="SCHEDULE"), {"schedule made": 1}),
    "no tombstones": (without(pk="FEED#", sk="TOMBSTONE#"), {"tombstone made": 3}),
    "no present name": (lambda table: table.delete(item_keys.head_key(section_feed("ocean"))), {"name made": 1}),
    "an entry of nothing": (
        added("FEED#site", f"ENTRY#{FIRST}#tag:example.com,2026:none", article="tag:example.com,2026:none"),
        {"place removed": 1},
    ),
    "an entry of a draft": (
        added("FEED#site", f"ENTRY#{format_time(article(21).published)}#{article(21).id}", article=article(21).id),
        {"place removed": 1},
    ),
    "an entry that names nothing": (changed("FEED#sections/world", f"ENTRY#{FIRST}", article=None), {"place put right": 1}),
    "an entry of another": (changed("FEED#sections/world", f"ENTRY#{FIRST}", article=article(21).id), {"place put right": 1}),
    "an entry at a wrong time": (
        added("FEED#site", f"ENTRY#2026-03-01T00:00:00Z#{article(1).id}", article=article(1).id),
        {"place removed": 1},
    ),
    "wrong feeds": (changed("FEED#site", f"ENTRY#{FIRST}", feeds="sections/sea"), {"place put right": 1}),
    "a tombstone of nothing": (
        added("FEED#site", "TOMBSTONE#2026-03-14T12:00:00Z#tag:x:y", article="tag:x:y"),
        {"tombstone removed": 1},
    ),
    "a wrong notice": (changed("FEED#site", "TOMBSTONE#", notice="Nonsense."), {"tombstone put right": 1}),
    "a schedule of nothing": (
        added("SCHEDULE", "2027-01-01T00:00:00Z#tag:x:y", article="tag:x:y", feeds=""),
        {"schedule removed": 1},
    ),
    "a directory entry of nothing": (added("DIRECTORY", "sections/nowhere", title="Nowhere"), {"directory removed": 1}),
    "a directory entry of what is retired": (added("DIRECTORY", "sections/old", title="Old"), {"directory removed": 1}),
    "a wrong directory entry": (changed("DIRECTORY", "sections/world", title="Wrold"), {"directory put right": 1}),
    "no releases": (changed("FEED#site", "HEAD", **{release_name(article(20).id): None}), {"head put right": 1}),
    "a wrong page": (changed("FEED#sections/world", "HEAD", home_page_url="https://elsewhere.example"), {"head put right": 1}),
    "a wrong name": (changed("FEED#sections/sea", "HEAD", slug="lake"), {"head put right": 1}),
    "a release of nothing": (changed("FEED#site", "HEAD", **{release_name("none"): LATER}), {"head put right": 1}),
    "an older form": (
        changed("FEED#site", "HEAD", **{release_name(article(20).id): None}, releases={LATER}),
        {"head put right": 1},
    ),
    "no lists": (without(pk="LIST#"), {"list made": 8}),
    "a list of nothing": (added("LIST#draft", f"{FIRST}#tag:x:y", title="None", url="https://x.example"), {"list removed": 1}),
    "a wrong headline in a list": (changed("LIST#draft", "", title="Nonsense"), {"list put right": 1}),
    "no addresses": (without(pk="ADDRESS#"), {"address made": 8}),
    "an address of nothing": (added("ADDRESS#www.example.com/x", "ADDRESS", article="tag:x:y"), {"address removed": 1}),
    "an address that its article no longer has": (
        added("ADDRESS#www.example.com/x", "ADDRESS", article=article(1).id),
        {"address removed": 1},
    ),
    "an address of no article": (added("ADDRESS#www.example.com/x", "ADDRESS"), {"address removed": 1}),
    "the address of another": (
        changed("ADDRESS#www.example.com/world/1", "ADDRESS", article=article(2).id),
        {"address put right": 1},
    ),
    "an old form": (changed("FEED#site", "HEAD", schema=1), {"head put right": 1}),
}


@pytest.mark.parametrize(("break_", "expected"), BREAKS.values(), ids=BREAKS.keys())
def test_what_is_broken_is_repaired_and_counted(
    newsroom: Publisher, table: Table, clock: Clock, break_: Break, expected: dict[str, int]
) -> None:
    before = derived(table)
    break_(table)
    assert derived(table) != before
    assert rebuild(table, clock) == RepairResult(expected)  # type: ignore[arg-type]
    assert derived(table) == before
    assert rebuild(table, clock) == RepairResult()


def test_nothing_is_done_to_a_table_in_which_all_is_right(newsroom: Publisher, table: Table, clock: Clock) -> None:
    before = everything(table)
    assert rebuild(table, clock) == RepairResult()
    assert everything(table) == before


def test_the_older_of_two_articles_with_one_address_gets_it_and_the_other_is_named_once(
    newsroom: Publisher, table: Table, clock: Clock
) -> None:
    key = item_keys.article_key(article(2).id)
    table.put({**(table.get(key) or {}), "url": article(1).url, "published": format_time(NOW - timedelta(days=1))})
    without(pk="ADDRESS#")(table)
    name, result = "ADDRESS#www.example.com/world/1", rebuild(table, clock)
    assert result.left[name] == str(AddressTaken(article(1).id, f"https://{name.removeprefix('ADDRESS#')}", article(2).id))
    assert newsroom.holders([article(1).url]) == {article(1).url: article(2).id}
    assert rebuild(table, clock) == RepairResult()


def test_feeds_of_a_kind_that_only_a_later_release_has_are_left_alone(newsroom: Publisher, table: Table, clock: Clock) -> None:
    entry = f"ENTRY#{format_time(NOW)}#{article(1).id}"
    later = [
        {"pk": "DIRECTORY", "sk": "tags/floods", "title": "Floods"},
        *({"pk": "FEED#tags/floods", "sk": sk} for sk in ("HEAD", "PROFILE", entry)),
    ]
    for item in later:
        table.put(item)
    result = rebuild(table, clock)
    assert (result.counts, result.left) == ({}, {})
    assert [table.get({"pk": item["pk"], "sk": item["sk"]}) for item in later] == later


def test_nothing_is_done_to_an_empty_table(table: Table, clock: Clock) -> None:
    assert rebuild(table, clock) == RepairResult()
    assert everything(table) == []


def test_everything_derived_at_once_comes_back(
    newsroom: Publisher, table: Table, clock: Clock, feed_service_of: FeedServiceOf
) -> None:
    before, seen = derived(table), shown(feed_service_of(site()))
    for prefixes in ({"pk": "FEED#", "sk": "ENTRY#"}, {"pk": "FEED#", "sk": "HEAD"}, {"sk": "TOMBSTONE#"}, {"pk": "DIRECTORY"}):
        without(**prefixes)(table)
    rebuild(table, clock)
    assert (derived(table), shown(feed_service_of(site()))) == (before, seen)


def test_a_repaired_feed_is_in_a_new_state_and_the_others_are_not(newsroom: Publisher, table: Table, clock: Clock) -> None:
    def revisions() -> dict[str, str]:
        return {item["pk"]: item["revision"] for item in everything(table) if item["sk"] == "HEAD" and "revision" in item}

    before = revisions()
    table.delete({"pk": "FEED#authors/jane-doe", "sk": f"ENTRY#{FIRST}#{article(1).id}"})
    rebuild(table, clock)
    after = revisions()
    assert {pk for pk in after if after[pk] != before[pk]} == {"FEED#authors/jane-doe"}


def test_what_has_come_due_is_left_to_be_announced(newsroom: Publisher, table: Table, clock: Clock) -> None:
    clock.advance(hours=2)
    rebuild(table, clock)
    assert len(keys(table, pk="SCHEDULE")) == 1


def test_an_article_that_cannot_be_read_is_named_and_keeps_nothing_else_from_being_repaired(
    newsroom: Publisher, table: Table, clock: Clock
) -> None:
    table.put({**(table.get(item_keys.article_key(article(1).id)) or {}), "title": 7})
    table.delete({"pk": "DIRECTORY", "sk": "sections/world"})
    entries = len(keys(table, pk="FEED#", sk="ENTRY#"))
    result = rebuild(table, clock)
    assert "title" in result.left[f"ARTICLE#{article(1).id}"]
    assert result.counts == {"directory made": 1}
    assert len(keys(table, pk="FEED#", sk="ENTRY#")) == entries


def test_a_section_that_is_lost_is_named(newsroom: Publisher, table: Table, clock: Clock) -> None:
    table.delete(item_keys.profile_key(WORLD))
    result = rebuild(table, clock)
    assert result.left == {"FEED#sections/world": str(UnknownFeed("sections/world"))}


def test_an_unfinished_edit_is_finished(newsroom: Publisher, table: Table, clock: Clock) -> None:
    table.put({**(table.get(item_keys.profile_key(JANE)) or {}), "pending": ["sections/world"]})
    assert rebuild(table, clock) == RepairResult({"profile put right": 1})  # type: ignore[arg-type]
    assert (table.get(item_keys.profile_key(JANE)) or {}).get("pending") is None


def test_an_article_keeps_its_entries_in_feeds_that_do_not_follow_from_what_it_names(
    newsroom: Publisher, table: Table, clock: Clock
) -> None:
    selected = StoredArticle(article(1), feeds=(SITE, WORLD, JANE, JOHN))
    edits = ArticleEdits(Editor(table, clock, counter("selected-")))
    edits.write(edits.read(article(1).id, ()), selected, clock())
    before = derived(table)
    assert rebuild(table, clock) == RepairResult()
    table.delete(item_keys.entry_key(JOHN, article(1).published, article(1).id))
    assert rebuild(table, clock) == RepairResult({"place made": 1})  # type: ignore[arg-type]
    assert derived(table) == before


def test_a_head_that_cannot_be_read_is_named_and_keeps_nothing_else_from_being_repaired(
    newsroom: Publisher, table: Table, clock: Clock
) -> None:
    changed("FEED#authors/john-roe", "HEAD", changed_at="soon")(table)
    table.delete(item_keys.directory_key(WORLD))
    result = rebuild(table, clock)
    assert (result.counts, list(result.left)) == ({"directory made": 1}, ["FEED#authors/john-roe"])
    assert "the head of authors/john-roe cannot be read" in result.left["FEED#authors/john-roe"]


class Dying(Table):
    """A table that is unavailable after a number of transactions."""

    left = 0

    def transact(self, writes: Any, *in_time: Any) -> None:
        if self.left == 0:
            raise StoreUnavailable("transact", self.name)
        self.left -= 1
        super().transact(writes, *in_time)


def test_killed_at_any_moment_it_goes_on_with_what_is_left(newsroom: Publisher, table: Table, clock: Clock) -> None:
    before = derived(table)
    for prefixes in ({"pk": "FEED#", "sk": "ENTRY#"}, {"pk": "FEED#", "sk": "HEAD"}, {"pk": "DIRECTORY"}):
        without(**prefixes)(table)
    dying = Dying(connect(), TABLE_NAME)
    for _ in range(100):
        dying.left = 5
        try:
            if rebuild(dying, clock) == RepairResult():
                break
        except StoreUnavailable:
            continue
    assert derived(table) == before


def test_a_table_of_the_first_schema_becomes_one_of_the_second(
    table: Table, clock: Clock, feed_service_of: FeedServiceOf
) -> None:
    put_raw(table, [json.loads(line) for line in SCHEMA_1.read_text(encoding="utf-8").splitlines()])
    renamed = [feed_service_of(site()).feed(key, format_, Request("GET")).body for key in FEEDS for format_ in FORMATS]
    rebuild(table, clock)
    stored = [item for item in everything(table) if not item["sk"].startswith(DOCUMENT)]
    assert {item["schema"] for item in stored} == {item_keys.SCHEMA}
    assert all("feeds" in item for item in stored if item["sk"].startswith(item_keys.ENTRY))
    assert all("revision" in item for item in stored if item["sk"] == "PROFILE")
    assert keys(table, pk="SCHEDULE")
    assert [feed_service_of(site()).feed(key, format_, Request("GET")).body for key in FEEDS for format_ in FORMATS] == renamed
    assert rebuild(table, clock) == RepairResult()
    Publisher(table, clock).put(section("world", title="Repaired"))


def test_very_many_lost_releases_come_back_in_writes_of_limited_length(newsroom: Publisher, table: Table, clock: Clock) -> None:
    later = [article(100 + number, sections=(), authors=(), published=NOW + timedelta(hours=1)) for number in range(90)]
    for each in later:
        newsroom.put(each)
    before, head = derived(table), table.get(item_keys.head_key(SITE)) or {}
    table.put({name: value for name, value in head.items() if not name.startswith("release_")})
    lengths: list[int] = []

    def measure(params: dict[str, Any], **_: Any) -> None:
        lengths.extend(len(write["Update"]["UpdateExpression"]) for write in params["TransactItems"] if "Update" in write)

    table._client.meta.events.register("provide-client-params.dynamodb.TransactWriteItems", measure)
    rebuild(table, clock)
    assert derived(table) == before
    assert 0 < max(lengths) <= 4_096
