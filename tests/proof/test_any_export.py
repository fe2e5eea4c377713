"""Whatever newsroom is exported: importing the file changes nothing, and an empty table that it fills exports the same bytes.

An export for WordPress gives the same articles.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from byline.desk.article_edits import WithdrawArticle
from byline.desk.lifecycle_edits import StatedLifecycle
from byline.desk.publisher import Publisher
from byline.errors import BylineError, Refused
from byline.model.article import Article
from byline.model.lifecycle import Status
from byline.storage.dynamodb import Table
from tests.proof.test_any_article import MOMENTS, OPTIONAL, REQUIRED, TEXT
from tests.support.exports import ORIGIN, empty, everything, exported, exported_for_wordpress, imported, stored_articles
from tests.support.factories import NOW, Clock

LINE = TEXT.map(lambda text: f"a {text[:900]}")
"""Text that is never empty, so that few articles are refused."""

OWN: dict[str, st.SearchStrategy[Any]] = {
    "title": LINE,
    "published": st.integers(-2_000, 2_000).map(lambda hours: (NOW + timedelta(hours=hours)).isoformat()),
}
OFTEN: dict[str, st.SearchStrategy[Any]] = {
    "tags": st.lists(LINE, max_size=3),
    "corrections": st.lists(st.fixed_dictionaries({"note": LINE, "at": MOMENTS.map(datetime.isoformat)}), max_size=2),
}
LIFECYCLES = st.sampled_from([{}, {}, {}, {"status": "draft"}, {"draft": True}])
OTHERS = {name: each for name, each in OPTIONAL.items() if name not in ("id", "status", "draft")}
ARTICLES = st.builds(
    lambda article, lifecycle: {**article, **lifecycle},
    st.fixed_dictionaries({**REQUIRED, **OWN}, optional={**OTHERS, **OFTEN}),
    LIFECYCLES,
)
PICTURE = st.fixed_dictionaries({"url": st.just("/p.png"), "alt": TEXT})
PROFILES = st.one_of(
    st.fixed_dictionaries(
        {"type": st.just("section"), "slug": st.sampled_from(["a", "world"]), "title": TEXT},
        optional={"description": TEXT, "image": PICTURE, "summaries_only": st.booleans()},
    ),
    st.fixed_dictionaries(
        {"type": st.just("author"), "slug": st.sampled_from(["a", "b-2"]), "name": TEXT},
        optional={"bio": TEXT, "image": PICTURE, "email": st.just("a@example.com"), "url": st.just("https://www.example.com/a")},
    ),
)
ALWAYS = [
    {"type": kind, "slug": slug, name: slug}
    for kind, name in (("section", "title"), ("author", "name"))
    for slug in ("a", "b-2", "world")
]
LOST = {"enclosures": None, "draft": False, "status": None}
"""What WordPress has no place for, such as titles of attached media, and what drafts lose."""

EDITS = st.lists(st.tuples(st.sampled_from(["withdraw", "erase", "again"]), st.integers(0, 5)), max_size=4)


LIMITS = settings(
    max_examples=25,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@LIMITS
@given(st.lists(PROFILES, max_size=3), st.lists(ARTICLES, min_size=2, max_size=6), EDITS)
def test_an_export_is_what_an_import_of_it_exports(
    table: Table,
    publisher: Publisher,
    clock: Clock,
    tmp_path: Path,
    profiles: list[Any],
    articles: list[Any],
    edits: list[tuple[str, int]],
) -> None:
    clock.now = NOW
    empty()
    fill(publisher, clock, [*ALWAYS, *profiles], articles, edits)
    before, content = everything(), exported(table, clock)[0]
    outcomes = imported(publisher, tmp_path, content)
    assert {outcome for outcome, _ in outcomes} <= {"unchanged", "left alone"}
    assert everything() == before
    empty()
    outcomes = imported(publisher, tmp_path, content)
    assert {outcome for outcome, _ in outcomes} <= {"new"}
    assert exported(table, clock)[0] == content


@LIMITS
@given(st.lists(ARTICLES, min_size=2, max_size=4))
def test_an_export_for_wordpress_gives_the_same_articles(
    table: Table, publisher: Publisher, clock: Clock, tmp_path: Path, articles: list[Any]
) -> None:
    clock.now = NOW
    empty()
    fill(publisher, clock, ALWAYS, [{**each, **LOST} for each in articles], [])
    before, content = stored_articles(table, clock), exported_for_wordpress(table, clock)[0]
    empty()
    imported(publisher, tmp_path, content)
    assert stored_articles(table, clock) == before


def fill(publisher: Publisher, clock: Clock, profiles: list[Any], articles: list[Any], edits: list[tuple[str, int]]) -> None:
    stored: list[Article] = []
    for profile in profiles:
        with suppress(Refused):
            publisher.put(ORIGIN.admit(profile))
    for number, each in enumerate(articles):
        with suppress(BylineError):
            story = ORIGIN.admit({**each, "id": f"urn:{number}", "url": f"https://www.example.com/{number}"})
            assert isinstance(story, Article)
            status = each.get("status") and Status(each["status"])
            publisher.put(story, frozenset(each), lifecycle=StatedLifecycle(status, each.get("draft")))
            stored.append(story)
    for what, number in edits:
        clock.advance(seconds=90)
        for story in stored[number : number + 1]:
            with suppress(BylineError):
                edit(publisher, story, what)


def edit(publisher: Publisher, story: Article, what: str) -> None:
    match what:
        case "withdraw":
            publisher.articles.edit(WithdrawArticle(story.id, "Gone."))
        case "erase":
            publisher.eraser.article(story.id, "asked", ORIGIN.site_url)
        case _:
            publisher.put(story)
