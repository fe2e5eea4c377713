"""Random lifecycles of articles, sections and authors."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from random import Random
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from byline.desk.article_edits import PutArticle
from byline.desk.lifecycle_edits import StatedLifecycle
from byline.desk.profile_edits import PutProfile
from byline.model.article import MOST_CORRECTIONS
from byline.model.feed_key import FeedKey, author_feed, section_feed
from byline.model.lifecycle import Status
from byline.storage.editing import Source
from tests.proof.comparison import COUNTED, GUIDS, SLUGS, Comparison
from tests.proof.edits import BEFORE, put, story
from tests.proof.faults import Fault, Moment
from tests.proof.newsroom import Edit, an_empty_table
from tests.support.factories import article, author, correction, section

NUMBERS = st.integers(1, 8)
UNSEEN = st.integers(5, 8)
"""Of articles that are not published from the beginning."""

SOME_SLUGS = st.lists(st.sampled_from([*SLUGS[:2], *SLUGS[:3]]), max_size=2, unique=True).map(tuple)
A_NAME = st.builds(lambda feed, slug: feed(slug), st.sampled_from([section_feed, author_feed]), st.sampled_from(SLUGS))
WORDS = st.sampled_from(["One", "Two", "Three"])
OFFSETS = st.sampled_from([-86_400, -3_600, -60, -1, 0, 0, 1, 15, 60, 3_600, 86_400])
NOTICES = st.sampled_from(["", "Taken back.", "It was not so."])
TAGS = st.sampled_from([(), ("sea",), ("sea", "ships")])
LIFECYCLES = st.builds(
    StatedLifecycle,
    status=st.none() | st.none() | st.sampled_from(Status),
    draft=st.sampled_from([None, None, None, False, True]),
    restores=st.sampled_from([False, False, True]),
    aware=st.booleans(),
    lifts=st.sampled_from([False, False, False, True]),
    undated=st.sampled_from([False, False, False, True]),
)
IMPORTS = st.sampled_from(
    [
        Source(imports=True, overwrites=overwrites, republishes=republishes, moves_addresses=moves)
        for overwrites, republishes, moves in product([False, True], repeat=3)
    ]
)
WAITS = st.sampled_from([1, 1, 59, 60, 3_599, 3_600, 86_400, 20 * 86_400, 31 * 86_400])


class Lifecycles(RuleBasedStateMachine):
    """The desk makes random edits in random order, and time passes."""

    def __init__(self) -> None:
        super().__init__()
        self.table = an_empty_table()
        self.table.__enter__()
        self.both = Comparison()
        self.last: Edit | None = None
        for edit in (*BEFORE[:4], *map(put, map(story, range(1, 5)))):
            self.both.make(edit)

    def make(self, edit: Edit) -> None:
        self.last = edit
        self.both.make(edit)

    @rule(number=NUMBERS, title=WORDS, sections=SOME_SLUGS, authors=SOME_SLUGS, offset=OFFSETS, draft=st.integers(0, 4))
    def put_article(self, number: int, title: str, sections: Any, authors: Any, offset: int, draft: int) -> None:
        published = self.both.clock() + timedelta(seconds=offset)
        known = self.both.model.stories.get(article(number).id)
        guid = known.article.guid if known else None
        story = article(number, guid=guid, title=title, sections=sections, authors=authors, published=published)
        self.make(lambda desk: desk.put(story, draft=draft == 0))

    @rule(
        number=NUMBERS,
        changes=st.fixed_dictionaries({}, optional={"title": WORDS, "sections": SOME_SLUGS, "authors": SOME_SLUGS}),
    )
    def correct_or_move(self, number: int, changes: dict[str, Any]) -> None:
        known = self.both.model.stories.get(article(number).id)
        if known:
            sections, authors = ([key.slug for key in known.keys if key.kind == kind] for kind in ("sections", "authors"))
            same = {"guid": known.article.guid, "title": known.article.title, "published": known.article.published}
            story = article(number, **{**same, "sections": tuple(sections), "authors": tuple(authors), **changes})
            self.make(lambda desk: desk.put(story))

    @rule(
        number=NUMBERS,
        stated=st.sets(st.sampled_from(["title", "tags", "sections", "authors", "published", "updated"])),
        values=st.fixed_dictionaries({"title": WORDS, "tags": TAGS, "sections": SOME_SLUGS, "authors": SOME_SLUGS}),
        lifecycle=LIFECYCLES,
        offset=OFFSETS,
        later=st.sampled_from([0, 1, 299, 301, 3_600]),
    )
    def state(self, number: int, stated: Any, values: Any, lifecycle: StatedLifecycle, offset: int, later: int) -> None:
        """An editor states some fields, and perhaps the lifecycle."""
        named = {name: value for name, value in values.items() if name in stated or name not in ("sections", "authors")}
        published = self.both.clock() + timedelta(seconds=offset)
        updated = published + timedelta(seconds=later)
        story = article(number, **{"sections": (), "authors": (), **named}, published=published, updated=updated)
        undated = lifecycle.undated and "published" not in stated
        self.make(lambda desk: desk.edit(PutArticle(story, stated, replace(lifecycle, undated=undated))))

    @rule(number=NUMBERS, note=WORDS, earlier=st.sampled_from([0, 0, 0, 1, 60, 3_600]))
    def correct(self, number: int, note: str, earlier: int) -> None:
        known = self.both.model.stories.get(article(number).id)
        new = correction(note=note, at=self.both.clock() - timedelta(seconds=earlier))
        if known and len(known.article.corrections) < MOST_CORRECTIONS and new not in known.article.corrections:
            corrections = (*known.article.corrections, new)
            story = article(number, corrections=corrections, sections=(), authors=())
            self.make(lambda desk: desk.edit(PutArticle(story, ("corrections",), StatedLifecycle(aware=True))))

    @rule(number=NUMBERS, often=st.integers(0, 3))
    def send_an_old_file_again(self, number: int, often: int) -> None:
        """A system sends at each save what it has, and knows nothing of the desk's edits."""
        story = article(number, published=self.both.clock() - timedelta(days=often))
        stated = {"url", "title", "content", "summary"}
        self.make(lambda desk: desk.edit(PutArticle(replace(story, sections=(), authors=()), stated)))

    @rule(number=NUMBERS, title=WORDS, offset=OFFSETS, source=IMPORTS)
    def import_again(self, number: int, title: str, offset: int, source: Source) -> None:
        published = self.both.clock() + timedelta(seconds=offset)
        story = article(number, title=title, published=published, sections=("a",), authors=())
        stated = {"url", "title", "content", "published", "sections"}
        edit = PutArticle(story, stated, StatedLifecycle(aware=True, restores=source.republishes), trusts_dates=True)
        self.make(lambda desk: desk.edit(edit, source))

    @rule(number=NUMBERS, notice=st.none() | NOTICES)
    def withdraw(self, number: int, notice: str | None) -> None:
        self.make(lambda desk: desk.withdraw(article(number).id, notice))

    @rule(number=NUMBERS, earlier=st.sampled_from([0, 1, 1, 1, 2, 3]))
    def go_back(self, number: int, earlier: int) -> None:
        article_id = article(number).id
        there = max(self.both.model.versions.get(article_id, [1])) - earlier
        self.make(lambda desk: desk.go_back(article_id, there))

    @rule(number=NUMBERS, often=st.integers(0, 2))
    def erase(self, number: int, often: int) -> None:
        if often == 0:
            self.make(lambda desk: desk.erase(article(number).id))

    @rule(number=NUMBERS, other=NUMBERS, moves=st.booleans())
    def change_the_address(self, number: int, other: int, moves: bool) -> None:
        story = article(number, url=article(other).url, sections=(), authors=())
        edit = PutArticle(story, ("url",), StatedLifecycle(aware=True))
        self.make(lambda desk: desk.edit(edit, Source(moves_addresses=moves)))

    @rule(number=NUMBERS, guid=st.none() | st.sampled_from(GUIDS), draft=st.sampled_from([None, None, True]))
    def state_the_guid(self, number: int, guid: str | None, draft: bool | None) -> None:
        story = article(number, guid=guid, sections=(), authors=())
        self.make(lambda desk: desk.edit(PutArticle(story, ("guid",), StatedLifecycle(draft=draft, aware=True))))

    @rule(number=UNSEEN, other=NUMBERS)
    def take_the_guid_of_another(self, number: int, other: int) -> None:
        known = self.both.model.stories.get(article(other).id)
        if known and other != number:
            story = article(number, guid=known.article.known_as, sections=(), authors=())
            self.make(lambda desk: desk.edit(PutArticle(story, ("guid",), StatedLifecycle(draft=True, aware=True))))

    @rule(name=A_NAME, word=WORDS)
    def put_profile(self, name: FeedKey, word: str) -> None:
        profile = section(name.slug, title=word) if name.kind == "sections" else author(name.slug, name=word)
        self.make(lambda desk: desk.put(profile))

    @rule(name=A_NAME, word=WORDS)
    def describe_section(self, name: FeedKey, word: str) -> None:
        known = self.both.model.profiles.get(section_feed(name.slug))
        if known:
            self.make(lambda desk: desk.put(section(known.slug, title=known.title, description=word)))  # type: ignore[union-attr]

    @rule(name=A_NAME, word=WORDS, named=st.booleans())
    def state_a_profile(self, name: FeedKey, word: str, named: bool) -> None:
        fields = {"sections": ("title", "description"), "authors": ("name", "bio")}[name.kind]
        stated = fields[0] if named else fields[1]
        profile = section(name.slug, **{stated: word}) if name.kind == "sections" else author(name.slug, **{stated: word})
        self.make(lambda desk: desk.edit_profile(PutProfile(profile, (stated,))))

    @rule(name=A_NAME, slug=st.sampled_from(SLUGS))
    def rename(self, name: FeedKey, slug: str) -> None:
        self.make(lambda desk: desk.rename(name, slug))

    @rule(name=A_NAME, often=st.integers(0, 5))
    def retire(self, name: FeedKey, often: int) -> None:
        if often == 0:
            self.make(lambda desk: desk.retire(name))

    @rule(name=A_NAME)
    def revive(self, name: FeedKey) -> None:
        self.make(lambda desk: desk.revive(name))

    @rule(slug=st.sampled_from(SLUGS), often=st.integers(0, 3))
    def erase_author(self, slug: str, often: int) -> None:
        if often == 0:
            self.make(lambda desk: desk.erase_author(author_feed(slug)))

    @rule()
    def repeat(self) -> None:
        if self.last:
            self.make(self.last)

    @rule(seconds=WAITS)
    def wait(self, seconds: int) -> None:
        self.both.wait(seconds)

    def teardown(self) -> None:
        try:
            self.both.compare_entries()
            self.both.compare_documents()
        finally:
            COUNTED["lifecycles"] += 1
            self.table.__exit__(None, None, None)


MOMENTS = [
    *(Moment(earlier, "transact_write_items") for earlier in (0, 0, 0, 1, 2)),
    *(Moment(earlier) for earlier in range(6)),
]


class TroubledLifecycles(Lifecycles):
    """The same, with a failure of the table during nearly every edit."""

    chance = Random(0)

    @initialize(chance=st.randoms(use_true_random=True))
    def expect_trouble(self, chance: Random) -> None:
        self.chance = chance

    def make(self, edit: Edit) -> None:
        self.both.client.choose(self.chance.choice(list(Fault)), self.chance.choice(MOMENTS))
        super().make(edit)
