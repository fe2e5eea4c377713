"""Profiles are created, changed, renamed and retired, and every feed that shows one changes with it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from byline.desk.profile_edits import PutProfile
from byline.desk.profiles import Profiles
from byline.desk.publisher import Publisher
from byline.edit_errors import NameTaken, PreconditionFailed, RetiredProfile
from byline.errors import Refused, UnknownFeed
from byline.model.article import MOST_SECTIONS
from byline.model.feed import MOST_ARTICLES
from byline.model.feed_key import SITE, FeedKey, author_feed, section_feed
from byline.storage import item_keys, items, profile_usage
from byline.storage.desk_reader import DeskReader
from byline.storage.dynamodb import Table
from byline.storage.editing import Editor, Outcome
from byline.storage.feed_lookup import find_served
from byline.storage.feed_reader import FeedReader
from byline.storage.head_writes import changed_head
from byline.storage.profile_edits import AT_ONCE
from byline.storage.profile_usage import FoundFeeds, UsageSearch
from byline.storage.writes import Write, put
from tests.support.factories import Clock, article, author, counter, image, section
from tests.support.preconditions import at_revision
from tests.support.renaming import rename

WORLD, GLOBAL, SEA, JANE = section_feed("world"), section_feed("global"), section_feed("sea"), author_feed("jane-doe")
FEW = 5
"""A smaller AT_ONCE, so that a few feeds take two transactions."""

MANY = FEW + 4

ALL_AT_ONCE = 100
"""TransactWriteItems' limit of writes."""


@pytest.fixture
def profiles(publisher: Publisher) -> Profiles:
    """Two sections, two authors, and an article in one section by one author."""
    for thing in (section("world"), section("sea"), author("jane-doe"), author("john-roe"), article()):
        publisher.put(thing)
    return publisher.profiles


def revisions(table: Table, *keys: FeedKey) -> list[str]:
    found = {item["pk"]: str(item["revision"]) for item in table.get_many([item_keys.head_key(key) for key in keys])}
    return [found[item_keys.feed_pk(key)] for key in keys]


def changed(table: Table, before: Sequence[str], *keys: FeedKey) -> list[bool]:
    return [new != old for new, old in zip(revisions(table, *keys), before, strict=True)]


@pytest.mark.plain_moto_too
@pytest.mark.parametrize(
    ("profile", "own", "others"),
    [
        (author("jane-doe", bio="Writes no more."), JANE, True),
        (author("jane-doe", name="Jane Roe"), JANE, True),
        (section("world", title="Globe"), WORLD, True),
        (section("world", url="https://www.example.com/w"), WORLD, True),
        (section("world", summaries_only=True), WORLD, True),
        (section("world", description="Other."), WORLD, False),
    ],
)
def test_a_changed_profile_changes_its_feed_and_all_that_show_it(
    profiles: Profiles, table: Table, profile: Any, own: FeedKey, others: bool
) -> None:
    rest = [key for key in (SITE, WORLD, JANE) if key != own]
    before = revisions(table, own, *rest, SEA)
    assert profiles.edit(PutProfile(profile)).outcome is Outcome.CHANGED
    assert changed(table, before, own, *rest, SEA) == [True, others, others, False]


def test_a_profile_that_is_new_changes_no_other_feed(profiles: Profiles, table: Table) -> None:
    before = revisions(table, SITE, WORLD)
    assert profiles.edit(PutProfile(section("news"))).outcome is Outcome.NEW
    assert changed(table, before, SITE, WORLD) == [False, False]


def test_a_rename_keeps_the_first_name_in_the_table_and_lists_the_new_one(profiles: Profiles, table: Table) -> None:
    assert rename(profiles, WORLD, "global").outcome is Outcome.CHANGED
    assert [find_served(table, name).key for name in (WORLD, GLOBAL)] == [WORLD, WORLD]
    assert find_served(table, WORLD).head.slug == "global"
    assert (GLOBAL, "World") in FeedReader(table).directory()
    assert (WORLD, "World") not in FeedReader(table).directory()


def test_a_rename_changes_the_feeds_that_show_the_section(profiles: Profiles, table: Table) -> None:
    before = revisions(table, WORLD, SITE, JANE, SEA)
    rename(profiles, WORLD, "global")
    assert changed(table, before, WORLD, SITE, JANE, SEA) == [True, True, True, False]


def test_a_rename_made_again_changes_nothing(profiles: Profiles, table: Table) -> None:
    rename(profiles, WORLD, "global")
    before = revisions(table, WORLD, SITE)
    for name in (WORLD, GLOBAL):
        assert rename(profiles, name, "global").outcome is Outcome.UNCHANGED
    assert changed(table, before, WORLD, SITE) == [False, False]


@pytest.mark.plain_moto_too
def test_a_section_may_get_its_first_name_back_or_any_it_had(profiles: Profiles, table: Table) -> None:
    for slug in ("global", "planet", "global", "world"):
        assert rename(profiles, WORLD, slug).outcome is Outcome.CHANGED
        assert find_served(table, section_feed("planet" if slug == "planet" else "global")).head.slug == slug


@pytest.mark.plain_moto_too
@pytest.mark.parametrize("taken", ["sea", "ocean"])
def test_a_name_that_is_or_was_anothers_is_taken(profiles: Profiles, taken: str) -> None:
    rename(profiles, SEA, "ocean")
    with pytest.raises(NameTaken, match=f"sections/world cannot be renamed to {taken}") as caught:
        rename(profiles, WORLD, taken)
    assert (caught.value.feed, caught.value.slug) == ("sections/world", taken)


def test_the_name_of_a_retired_section_stays_taken(profiles: Profiles) -> None:
    profiles.retire(SEA)
    with pytest.raises(NameTaken):
        rename(profiles, WORLD, "sea")


def test_a_section_and_an_author_may_have_the_same_name(profiles: Profiles) -> None:
    assert rename(profiles, JANE, "world").outcome is Outcome.CHANGED


def test_a_name_has_to_be_one(profiles: Profiles) -> None:
    with pytest.raises(Refused, match="slug"):
        rename(profiles, WORLD, "No Slug")


def test_a_section_stored_under_a_former_name_keeps_its_present_one(profiles: Profiles) -> None:
    rename(profiles, WORLD, "global")
    result = profiles.edit(PutProfile(section("world", title="Globe")))
    assert (result.outcome, result.thing.slug) == (Outcome.CHANGED, "global")
    again = profiles.edit(PutProfile(section("global", title="Globe", description="All about world.")))
    assert again.outcome is Outcome.UNCHANGED


@pytest.mark.parametrize("name", [SITE, section_feed("nowhere")])
def test_what_does_not_exist_cannot_be_retired(profiles: Profiles, name: FeedKey) -> None:
    with pytest.raises(UnknownFeed):
        profiles.retire(name)


def test_what_does_not_exist_cannot_be_renamed(profiles: Profiles) -> None:
    with pytest.raises(UnknownFeed):
        profiles.edit(PutProfile(section("nowhere"), new_slug="global"))


@pytest.mark.plain_moto_too
def test_a_retired_section_is_neither_listed_nor_renamed(profiles: Profiles, table: Table) -> None:
    assert [profiles.retire(WORLD) for _ in range(2)] == [Outcome.CHANGED, Outcome.UNCHANGED]
    assert WORLD not in dict(FeedReader(table).directory())
    assert find_served(table, WORLD).head.retired
    with pytest.raises(RetiredProfile, match="sections/world"):
        rename(profiles, WORLD, "global")
    assert profiles.edit(PutProfile(section())).outcome is Outcome.UNCHANGED


@pytest.mark.plain_moto_too
def test_a_retired_author_changes_in_the_feeds_of_others_and_stays_retired(profiles: Profiles, table: Table) -> None:
    profiles.retire(JANE)
    before = revisions(table, JANE, SITE, WORLD, SEA)
    changes = author(name="Jane Roe", bio="New.", url="https://www.example.com/jane", email="j@example.com", image=image())
    assert [profiles.edit(PutProfile(changes)).outcome for _ in range(2)] == [Outcome.CHANGED, Outcome.UNCHANGED]
    assert changed(table, before, JANE, SITE, WORLD, SEA) == [False, True, True, False]
    assert JANE not in dict(FeedReader(table).directory())
    head = find_served(table, JANE).head
    assert (head.retired, head.home_page_url) == (True, "https://www.example.com/jane")
    assert DeskReader(table).profile(JANE).profile == changes


@pytest.mark.plain_moto_too
def test_a_revived_section_is_served_and_listed_under_its_names_again(profiles: Profiles, table: Table) -> None:
    rename(profiles, WORLD, "global")
    profiles.retire(WORLD)
    profiles.edit(PutProfile(section(title="Globe")))
    before = revisions(table, WORLD)
    assert [profiles.revive(WORLD) for _ in range(2)] == [Outcome.CHANGED, Outcome.UNCHANGED]
    assert changed(table, before, WORLD) == [True]
    assert (GLOBAL, "Globe") in FeedReader(table).directory()
    assert [find_served(table, name).key for name in (WORLD, GLOBAL)] == [WORLD, WORLD]
    head = find_served(table, WORLD).head
    assert (head.retired, head.slug) == (False, "global")
    assert rename(profiles, WORLD, "planet").outcome is Outcome.CHANGED


def test_nobody_takes_a_name_that_a_retired_section_has_or_had_so_it_can_always_be_revived(profiles: Profiles) -> None:
    rename(profiles, WORLD, "global")
    profiles.retire(WORLD)
    for name in ("world", "global"):
        with pytest.raises(NameTaken):
            rename(profiles, SEA, name)
        assert profiles.edit(PutProfile(section(name, title="New"))).outcome is not Outcome.NEW
    assert profiles.revive(GLOBAL) is Outcome.CHANGED


@pytest.mark.parametrize("name", [SITE, section_feed("nowhere")])
def test_what_does_not_exist_cannot_be_revived(profiles: Profiles, name: FeedKey) -> None:
    with pytest.raises(UnknownFeed):
        profiles.revive(name)


def test_what_is_damaged_or_has_changed_is_not_revived(profiles: Profiles, table: Table) -> None:
    assert profiles.revive(WORLD, at_revision("other")) is Outcome.UNCHANGED
    profiles.retire(WORLD)
    with pytest.raises(PreconditionFailed):
        profiles.revive(WORLD, at_revision("other"))
    table.put({**(table.get(item_keys.profile_key(WORLD)) or {}), "title": 7})
    with pytest.raises(Refused):
        profiles.revive(WORLD)
    assert find_served(table, WORLD).head.retired


@pytest.mark.plain_moto_too
def test_an_edit_may_depend_on_what_the_editor_has_read(profiles: Profiles) -> None:
    first = profiles.edit(PutProfile(section(title="Globe")))
    assert profiles.edit(PutProfile(section(title="Planet")), at_revision(first.revision)).outcome is Outcome.CHANGED
    for edit in (PutProfile(section(title="Earth")), PutProfile(section(), new_slug="global")):
        with pytest.raises(PreconditionFailed):
            profiles.edit(edit, at_revision(first.revision))
    with pytest.raises(PreconditionFailed):
        profiles.retire(WORLD, at_revision(first.revision))


def test_a_section_whose_profile_is_damaged_can_be_retired(profiles: Profiles, table: Table) -> None:
    table.put({**(table.get(item_keys.profile_key(WORLD)) or {}), "title": 7})
    assert profiles.retire(WORLD) is Outcome.CHANGED
    assert find_served(table, WORLD).head.retired


class Recording(Table):
    """A table that records the size of each transaction."""

    def __init__(self, table: Table) -> None:
        super().__init__(table._client, table.name, sleep=lambda _: None)
        self.sizes: list[int] = []

    def transact(self, writes: Sequence[Write], *in_time: Any) -> None:
        super().transact(writes, *in_time)
        self.sizes.append(len(writes))


@pytest.fixture
def sections(publisher: Publisher, table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> list[FeedKey]:
    """More sections than fit into one transaction, each with an article by the same author."""
    monkeypatch.setattr("byline.storage.profile_edits.AT_ONCE", FEW)
    editor, keys = Editor(table, clock, counter("s")), [section_feed(f"s{number}") for number in range(MANY)]
    publisher.put(author())
    for start in range(0, MANY, ALL_AT_ONCE):
        some = keys[start : start + ALL_AT_ONCE]
        table.transact([put(items.profile_item(key, section(key.slug), "r")) for key in some])
        table.transact([changed_head(key, None, revision=editor.new_revision(), now=clock()) for key in some])
    for start in range(0, MANY, MOST_SECTIONS):
        publisher.put(article(start + 1, sections=tuple(key.slug for key in keys[start : start + MOST_SECTIONS])))
    return keys


def pending(table: Table) -> list[str]:
    return list((table.get(item_keys.profile_key(JANE), consistent=True) or {}).get("pending", ()))


def is_finished(table: Table) -> bool:
    return not items.unfinished_from(table.get(item_keys.profile_key(JANE), consistent=True) or {})


RENAMED = author(name="Jane Roe")


def test_the_feeds_that_change_at_once_fit_a_transaction_with_what_changes_with_them() -> None:
    profile, directory_entry, own_head, alias = 1, 1, 1, 1
    assert profile + directory_entry + own_head + alias + AT_ONCE <= ALL_AT_ONCE


@pytest.mark.plain_moto_too
def test_an_author_shown_in_very_many_feeds_changes_all_of_them_once(
    table: Table, clock: Clock, publisher: Publisher, sections: list[FeedKey]
) -> None:
    before, whole = revisions(table, SITE, *sections), Recording(table)
    desk = Publisher(whole, clock, counter("x"))
    assert desk.put(RENAMED) is Outcome.CHANGED
    assert (whole.sizes, len(pending(table))) == ([1 + 1 + 1 + FEW], MANY + 1 - FEW)
    desk.profiles.finish(JANE)
    after = revisions(table, SITE, *sections)
    assert all(changed(table, before, SITE, *sections))
    assert (whole.sizes, is_finished(table)) == ([1 + 1 + 1 + FEW, 1 + MANY + 1 - FEW], True)
    publisher.profiles.finish(JANE)
    assert not any(changed(table, after, SITE, *sections))


@pytest.mark.plain_moto_too
@pytest.mark.parametrize("again", ["repeated", "finished", "changed further"])
def test_an_edit_of_very_many_feeds_goes_on_where_it_was_interrupted(
    table: Table, clock: Clock, publisher: Publisher, sections: list[FeedKey], again: str
) -> None:
    before = revisions(table, SITE, *sections)
    publisher.put(RENAMED)
    assert (sum(changed(table, before, SITE, *sections)), len(pending(table))) == (FEW, MANY + 1 - FEW)
    if again == "repeated":
        assert publisher.put(RENAMED) is Outcome.UNCHANGED
    elif again == "finished":
        publisher.profiles.finish(JANE)
    else:
        publisher.put(author(name="Jane Roe", bio="New."))
        publisher.profiles.finish(JANE)
    assert all(changed(table, before, SITE, *sections))
    assert is_finished(table)


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step of an edit looks at two entries, and at one that adds feeds."""
    for name, limit in (("PAGE", 2), ("MOST_PAGES", 1), ("MOST_CHECKED", 1)):
        monkeypatch.setattr(profile_usage, name, limit)


def scattered(publisher: Publisher, table: Table) -> list[FeedKey]:
    """Sections with one article each, by the same author. Another article by her is too old for its section."""
    keys = [section_feed(f"s{number}") for number in range(6)]
    publisher.put(author())
    for slug in ("old", *(key.slug for key in keys)):
        publisher.put(section(slug))
    for number, key in enumerate(keys, start=1):
        publisher.put(article(number, sections=(key.slug,)))
    publisher.put(article(99, sections=("old",)))
    for number in range(10, 10 + MOST_ARTICLES):
        publisher.put(article(number, sections=("old",), authors=()))
    return keys


def test_the_rest_of_an_edit_is_done_step_by_step_and_each_feed_changes_once(
    publisher: Publisher, table: Table, small_steps: None
) -> None:
    keys, old = scattered(publisher, table), section_feed("old")
    before, counts = revisions(table, old, SITE, *keys), []
    publisher.put(RENAMED)
    while not is_finished(table):
        seen = revisions(table, old, SITE, *keys)
        publisher.profiles.finish(JANE, enough=lambda: True)
        counts.append(sum(changed(table, seen, old, SITE, *keys)))
    assert changed(table, before, old, SITE, *keys) == [False, *[True] * 7]
    assert sum(counts) == len(keys) - 1
    assert max(counts) == 1


def test_a_second_edit_changes_all_feeds_again_even_if_the_first_is_unfinished(
    publisher: Publisher, table: Table, small_steps: None
) -> None:
    keys = scattered(publisher, table)
    publisher.put(RENAMED)
    publisher.profiles.finish(JANE, enough=lambda: True)
    between = revisions(table, SITE, *keys)
    publisher.put(author(name="Jane Poe"))
    publisher.profiles.finish(JANE)
    assert all(changed(table, between, SITE, *keys))
    assert is_finished(table)


@pytest.mark.parametrize("edit", ["retire", "describe"])
def test_an_edit_that_other_feeds_do_not_show_leaves_an_unfinished_one_to_be_finished(
    publisher: Publisher, table: Table, small_steps: None, edit: str
) -> None:
    keys = scattered(publisher, table)
    publisher.put(section("all"))
    for number, key in enumerate(keys, start=1):
        publisher.put(article(number, sections=(key.slug, "all"), authors=()))
    before = revisions(table, SITE, *keys)
    publisher.put(section("all", title="Everything"))
    if edit == "retire":
        publisher.profiles.retire(section_feed("all"))
    else:
        publisher.put(section("all", title="Everything", description="New."))
    assert not all(changed(table, before, SITE, *keys))
    publisher.profiles.finish(section_feed("all"))
    assert all(changed(table, before, SITE, *keys))


def test_a_feed_whose_head_is_damaged_stops_no_other(publisher: Publisher, table: Table, small_steps: None) -> None:
    keys = scattered(publisher, table)
    before, damaged = revisions(table, SITE, *keys), keys[3]
    table.put({**(table.get(item_keys.head_key(damaged)) or {}), "changed_at": "soon"})
    publisher.put(RENAMED)
    publisher.profiles.finish(JANE)
    assert changed(table, before, SITE, *keys) == [True, True, True, True, False, True, True]


def test_an_edit_whose_search_takes_longer_than_an_embargo_is_looked_ahead_begins_anew(
    publisher: Publisher, table: Table, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.put(section())
    publisher.put(author())
    publisher.put(article())
    delays = [60.0, 1.0]
    found = UsageSearch.first

    def slow(search: UsageSearch, now: datetime) -> FoundFeeds:
        clock.advance(seconds=delays.pop(0))
        return found(search, now)

    monkeypatch.setattr(UsageSearch, "first", slow)
    assert publisher.put(RENAMED) is Outcome.CHANGED
    assert delays == []
