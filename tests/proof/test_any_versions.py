"""Whatever is done to an article: its versions are what it was, and going back makes it that again."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from byline.desk.desk import Desk
from byline.desk.inputs import DeskArticle
from byline.desk.publisher import Publisher
from byline.edit_errors import AlreadySeen, UnknownVersion, Withdrawn
from byline.errors import Refused, StoreUnavailable
from byline.intake.inputs import Origin
from byline.model.lifecycle import Status, StoredArticle
from byline.storage.desk_reader import DeskReader
from byline.storage.dynamodb import Table
from byline.storage.editing import EditResult, Outcome
from tests.support.desks import story
from tests.support.factories import Clock

NUMBERS = count(1)
LIMITS = settings(
    max_examples=20,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
Action = tuple[str, Any]

ACTIONS = st.one_of(
    st.tuples(st.just("patch"), st.fixed_dictionaries({"title": st.sampled_from(["One", "Two"])})),
    st.tuples(st.just("patch"), st.fixed_dictionaries({"content": st.sampled_from(["<p>a</p>", "<p>b</p>"])})),
    st.tuples(st.just("patch"), st.fixed_dictionaries({"tags": st.sampled_from([[], ["a"], ["a", "b"]])})),
    st.tuples(st.just("patch"), st.fixed_dictionaries({"status": st.sampled_from(["draft", "published"])})),
    st.tuples(st.just("patch"), st.just({"withdrawal": None})),
    st.tuples(st.just("schedule"), st.sampled_from([1, 60])),
    st.tuples(st.just("correct"), st.sampled_from(["x", "y"])),
    st.tuples(st.just("withdraw"), st.sampled_from([None, "", "Gone."])),
    st.tuples(st.just("back"), st.integers(1, 8)),
    st.tuples(st.just("undo"), st.none()),
    st.tuples(st.just("wait"), st.sampled_from([1, 60, 3600])),
)


class Edited:
    """An article, the `history` of its versions, and the edits of a test."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        self.desk, self.clock = desk, clock
        self.id = f"tag:example.com,2026:{next(NUMBERS)}"
        self.history: list[StoredArticle] = []
        self.revisions: list[str] = []

    def note(self, result: EditResult[StoredArticle]) -> None:
        if result.outcome is not Outcome.UNCHANGED:
            self.history.append(result.thing)
            self.revisions.append(result.revision)
        assert result.thing == self.history[-1]

    def make(self, action: Action) -> None:
        kind, value = action
        with suppress(AlreadySeen, Refused, UnknownVersion, Withdrawn):
            getattr(self, kind)(value)

    def put(self, draft: bool) -> None:
        own = {"url": f"https://www.example.com/{self.id}", **({"draft": True} if draft else {})}
        self.note(self.desk.put_article(self.id, DeskArticle(**story(**own))))

    def patch(self, changes: dict[str, Any]) -> None:
        self.note(self.desk.patch_article(self.id, changes))

    def schedule(self, minutes: int) -> None:
        time = self.clock() + timedelta(minutes=minutes)
        self.patch({"published": time.isoformat(), "status": "scheduled"})

    def correct(self, note: str) -> None:
        old = [{"note": each.note, "at": each.at.isoformat()} for each in self.history[-1].article.corrections]
        self.patch({"corrections": [*old, {"note": note, "at": self.clock().isoformat()}]})

    def withdraw(self, notice: str | None) -> None:
        self.note(self.desk.withdraw(self.id, notice))

    def undo(self, _: None) -> None:
        self.back(len(self.history) - 1)

    def back(self, number: int) -> None:
        before, now = self.history[-1], self.clock()
        result = self.desk.go_back(self.id, number)
        self.note(result)
        assert without_dates(result.thing) == without_dates(self.history[number - 1])
        if before.has_been_seen(now):
            assert result.thing.has_been_seen(now)
            assert result.thing.status(now) in {Status.PUBLISHED, Status.WITHDRAWN}
            assert result.thing.article.updated >= before.article.updated
        else:
            assert result.thing.status(now) is not Status.PUBLISHED

    def wait(self, seconds: int) -> None:
        self.clock.advance(seconds=seconds)


def without_dates(stored_article: StoredArticle) -> tuple[Any, ...]:
    """What going back restores; `updated`, `edited` and the time of a withdrawal are those of what readers have seen."""
    article, withdrawal = stored_article.article, stored_article.withdrawal
    undated = replace(article, updated=article.published, edited=None, corrections=())
    return undated, article.corrections, stored_article.draft, withdrawal and withdrawal.notice


@LIMITS
@given(st.booleans(), st.lists(ACTIONS, max_size=15))
def test_versions_replayed_are_the_history_of_the_article(
    table: Table, publisher: Publisher, clock: Clock, draft: bool, actions: list[Action]
) -> None:
    desk = Desk(publisher.signed("jane"), DeskReader(table), Origin("https://www.example.com", "example.com,2026"), clock)
    edited = Edited(desk, clock)
    edited.put(draft)
    for action in actions:
        edited.make(action)
        clock.advance(seconds=1)
    versions = desk.reader.versions.versions(edited.id, None, 100)[::-1]
    assert [each.number for each in versions] == list(range(1, len(edited.history) + 1))
    assert [each.revision for each in versions] == edited.revisions
    assert [each.replaced for each in versions] == [None, *edited.revisions[:-1]]
    assert {each.by for each in versions} == {"jane"}
    assert [desk.version(edited.id, each.number).stored_article for each in versions] == edited.history


class Failing(Table):
    """A table in which the answer to the next transaction is lost, after it was made or before it."""

    made: bool | None = None

    def transact(self, *arguments: Any) -> None:
        made, self.made = self.made, None
        if made is not False:
            super().transact(*arguments)
        if made is not None:
            raise StoreUnavailable("TransactWriteItems", self.name)


@LIMITS
@given(st.lists(st.tuples(st.sampled_from(["One", "Two", "Three"]), st.sampled_from([None, None, True, False])), max_size=10))
def test_an_edit_whose_answer_is_lost_has_its_version_or_none(
    table: Table, clock: Clock, edits: list[tuple[str, bool | None]]
) -> None:
    failing = Failing(table._client, table.name, sleep=lambda _: None)
    desk = Desk(Publisher(failing, clock), DeskReader(table), Origin("https://www.example.com", "example.com,2026"), clock)
    article_id, titles = f"tag:example.com,2026:{next(NUMBERS)}", ["A ship leaves"]
    desk.put_article(article_id, DeskArticle(**story(url=f"https://www.example.com/{article_id}")))
    for title, made in edits:
        failing.made = made if title != titles[-1] else None
        with suppress(StoreUnavailable):
            desk.patch_article(article_id, {"title": title})
        if made is not False and title != titles[-1]:
            titles.append(title)
    numbers = [each.number for each in desk.reader.versions.versions(article_id, None, 100)][::-1]
    assert [desk.version(article_id, number).stored_article.article.title for number in numbers] == titles
