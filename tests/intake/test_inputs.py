"""Input becomes values of the model, or is refused with every wrong field."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byline.errors import Refused
from byline.intake.inputs import Origin
from byline.model import values
from byline.model.article import Article
from byline.model.media import Image
from byline.model.profiles import Author, Profile, Section
from tests.support.factories import moment

ORIGIN = Origin("https://www.example.com", "example.com,2026")
URL = "https://www.example.com/world/1"

HOSTILE = st.one_of(
    st.text(st.characters(codec=None), max_size=40),
    st.sampled_from(
        [
            "",
            "\x00",
            "\ud800",
            "\ufffe",
            "\u202eאב",
            "👩‍🚀",
            "&" + "amp;" * 40,
            "<b><script>x</script>",
            "e\u0301" * 800,
            "x" * 310_000,
        ]
    ),
)
ADDRESSES = (
    st.sampled_from(
        [URL, "/a.jpg", "//[", "http://[::1", "https://ü.example/é", "https://[v1.ü]/", "mailto:a@b.example", "////[x"]
    )
    | HOSTILE
)
TIMES = st.sampled_from(["2026-03-14T06:30:00Z", "2026-03-14", "9999-12-31T23:59:59.5Z", "0001-01-01T00:00:00+05:00"]) | HOSTILE
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | HOSTILE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(HOSTILE, inner, max_size=3),
    max_leaves=8,
)
NUMBERS = st.sampled_from([0, 1600, -1, 2**60, 10**5000, 1.5, True])
IMAGES = st.fixed_dictionaries(
    {}, optional={"url": ADDRESSES, "alt": HOSTILE, "caption": HOSTILE, "width": NUMBERS, "media_type": HOSTILE}
)
ENCLOSURES = st.fixed_dictionaries(
    {"url": ADDRESSES, "media_type": st.just("audio/mpeg"), "length": NUMBERS}, optional={"title": HOSTILE}
)
ARTICLES = st.fixed_dictionaries(
    {
        "type": st.just("article"),
        "url": st.just(URL) | ADDRESSES,
        "title": st.just("Title") | HOSTILE,
        "published": st.just("2026-03-14T06:30:00Z") | TIMES,
        "content": HOSTILE | ANYTHING,
    },
    optional={
        "id": HOSTILE,
        "updated": TIMES,
        "summary": HOSTILE,
        "sections": st.lists(st.sampled_from(["world", "sport", "World"]), max_size=12),
        "tags": st.lists(HOSTILE, max_size=4),
        "image": IMAGES | ANYTHING,
        "enclosures": st.lists(ENCLOSURES, max_size=3),
    },
)
TEXT_ONLY = st.fixed_dictionaries(
    {
        "type": st.just("article"),
        "url": st.just(URL),
        "title": HOSTILE.map("A title {}".format),
        "published": st.just("2026-03-14T06:30:00Z"),
        "content": HOSTILE,
        "summary": HOSTILE,
        "tags": st.lists(HOSTILE.map("A tag {}".format), max_size=4),
        "image": st.fixed_dictionaries({"alt": HOSTILE, "caption": HOSTILE, "credit": HOSTILE}),
    }
)


def sent(**changes: Any) -> dict[str, Any]:
    return {
        "type": "article",
        "url": URL,
        "title": "Title",
        "published": "2026-03-14T06:30:00Z",
        "content": "<p>Content.</p>",
        **changes,
    }


def admit(**changes: Any) -> Article:
    article = ORIGIN.admit(sent(**changes))
    assert isinstance(article, Article)
    return article


def admitted_or_refused(thing: dict[str, Any]) -> Article | Profile | Refused:
    try:
        return ORIGIN.admit(thing)
    except Refused as error:
        return error


def refusal(thing: dict[str, Any]) -> Refused:
    with pytest.raises(Refused) as caught:
        ORIGIN.admit(thing)
    return caught.value


def refused_fields(**changes: Any) -> list[str]:
    return [problem.field for problem in refusal(sent(**changes)).problems]


def test_an_article_enters() -> None:
    article = admit(sections=["world"], authors=["jane-doe"], tags=["Ships"], language="en-GB")
    assert (article.title, article.content, article.language) == ("Title", "<p>Content.</p>", "en-GB")
    assert (article.sections, article.authors, article.tags) == (("world",), ("jane-doe",), ("Ships",))


def test_a_section_enters() -> None:
    assert ORIGIN.admit({"type": "section", "slug": "world", "title": "World"}) == Section(slug="world", title="World")


def test_an_author_enters() -> None:
    assert ORIGIN.admit({"type": "author", "slug": "jane-doe", "name": "Jane Doe"}) == Author(slug="jane-doe", name="Jane Doe")


def test_every_wrong_field_is_named_at_once_with_its_path() -> None:
    wrong = {
        "url": "/relative",
        "title": "",
        "published": "yesterday",
        "sections": ["world", "World"],
        "image": {"url": "mailto:a@example.com", "width": -1},
        "enclosures": [
            {"url": "/a.mp3", "media_type": "audio/mpeg", "length": 1},
            {"url": "//[", "media_type": "mp3", "length": "1"},
        ],
    }
    assert refused_fields(**wrong) == [
        "url",
        "title",
        "published",
        "sections.1",
        "image.url",
        "image.width",
        "enclosures.1.url",
        "enclosures.1.media_type",
        "enclosures.1.length",
    ]


@pytest.mark.parametrize("missing", ["url", "title", "published", "content"])
def test_a_missing_field_is_named(missing: str) -> None:
    thing = sent()
    del thing[missing]
    assert [problem.field for problem in refusal(thing).problems] == [missing]


@pytest.mark.parametrize("field", ["titel", "body", "article", "section"])
def test_an_unknown_field_is_refused_by_name(field: str) -> None:
    assert refused_fields(**{field: "x"}) == [field]


def test_an_unknown_field_inside_is_refused_by_name() -> None:
    assert refused_fields(image={"article": "x"}) == ["image.article"]


@pytest.mark.parametrize("thing", [{}, {"type": "story"}, {"type": None}, {"type": ["article"]}, {"type": "\ud800"}, {1: 2}])
def test_a_thing_of_an_unknown_type_is_refused_for_its_type(thing: dict[str, Any]) -> None:
    assert [problem.field for problem in refusal(thing).problems] == ["type"]


@pytest.mark.parametrize(
    ("thing", "subject"),
    [
        (sent(id="tag:example.com,2026:1", title=""), "article tag:example.com,2026:1"),
        (sent(title=""), f"article {URL}"),
        ({"type": "section", "slug": "World", "title": "World"}, "section World"),
        ({}, "thing without a name"),
        ({"type": "\ud800", "title": "\x00x"}, " x"),
    ],
)
def test_a_refusal_names_its_subject(thing: dict[str, Any], subject: str) -> None:
    assert refusal(thing).subject == subject


def test_the_same_address_mints_the_same_id() -> None:
    assert admit().id == admit(title="Another title", content="").id == "tag:example.com,2026:7aniyaycno3mhhm3"


def test_two_ways_to_write_an_address_mint_the_same_id() -> None:
    assert admit(url="https://www.example.com/größe").id == admit(url=" HTTPS://www.example.com/gr%C3%B6%C3%9Fe ").id


@pytest.mark.parametrize("written", ["https://WWW.Example.com/world/1", "https://www.example.com:443/world/%31", f"{URL}/../1"])
def test_equal_addresses_mint_the_same_id(written: str) -> None:
    assert admit(url=written).id == admit().id


def test_different_addresses_mint_different_ids() -> None:
    assert admit().id != admit(url=f"{URL}0").id


def test_a_given_id_stays() -> None:
    assert admit(id="https://old.example.com/?p=1").id == "https://old.example.com/?p=1"


def test_a_fraction_of_a_second_rounds_up() -> None:
    assert admit(published="2026-03-14T06:30:00.001Z").published == moment("2026-03-14T06:30:01")


def test_a_time_with_an_offset_becomes_utc() -> None:
    assert admit(published="2026-03-14T06:30:00+01:00").published == moment("2026-03-14T05:30:00")


@pytest.mark.parametrize("published", ["2026-03-14T06:30:00", 1773470000, "1773470000", "9999-12-31T23:59:59.5Z"])
def test_a_time_that_could_be_misread_is_refused(published: object) -> None:
    assert refused_fields(published=published) == ["published"]


@pytest.mark.parametrize("updated", [None, "2026-03-14T06:29:59Z"])
def test_an_update_before_publication_becomes_publication(updated: str | None) -> None:
    assert admit(updated=updated).updated == moment("2026-03-14T06:30:00")


def test_an_update_after_publication_stays() -> None:
    assert admit(updated="2026-03-14T07:00:00Z").updated == moment("2026-03-14T07:00:00")


def test_what_is_named_twice_is_taken_once_in_order() -> None:
    article = admit(sections=["world", "sport", "world"], authors=["b", "a", "b"], tags=["Sea", " Sea ", "sea"])
    assert (article.sections, article.authors, article.tags) == (("world", "sport"), ("b", "a"), ("Sea", "sea"))


def test_an_iri_becomes_a_uri() -> None:
    assert admit(url="https://zürich.example/straße").url == "https://xn--zrich-kva.example/stra%C3%9Fe"


def test_a_summary_is_made_from_the_content() -> None:
    assert admit(content="<figure><figcaption>x</figcaption></figure><p>One &amp; two.</p>").summary == "One & two."


def test_a_given_summary_stays() -> None:
    assert admit(summary="Given.").summary == "Given."


def test_content_is_sanitised_against_its_page() -> None:
    assert admit(content="<script>x</script><a href='2'>a</a>").content == '<a href="https://www.example.com/world/2">a</a>'


@pytest.mark.parametrize("unit", ["<div></x>", "<ul><li></x></x>"])
@pytest.mark.parametrize("count", [300, 27_000])
def test_content_that_is_nested_too_deep_is_refused(unit: str, count: int) -> None:
    assert refused_fields(content=unit * count) == ["content"]


def test_content_that_is_too_large_is_refused() -> None:
    assert refused_fields(content="é" * (values.LARGEST_CONTENT // 2 + 1)) == ["content"]


def test_relative_media_is_resolved_against_the_page() -> None:
    article = admit(image={"url": "/a.jpg"}, enclosures=[{"url": "b.mp3", "media_type": "audio/mpeg", "length": 1}])
    assert article.image == Image(url="https://www.example.com/a.jpg")
    assert article.enclosures[0].url == "https://www.example.com/world/b.mp3"


@pytest.mark.parametrize(
    ("page", "url"), [("https://world.example/", "https://world.example/a.jpg"), (None, "https://www.example.com/a.jpg")]
)
def test_the_picture_of_a_profile_is_resolved_against_its_page_or_the_site(page: str | None, url: str) -> None:
    section = ORIGIN.admit({"type": "section", "slug": "world", "title": "World", "url": page, "image": {"url": "/a.jpg"}})
    assert section.image == Image(url=url)


@settings(deadline=None)
@given(
    ARTICLES
    | st.dictionaries(st.sampled_from(["type", "slug", "title", "image"]), ANYTHING)
    | st.dictionaries(HOSTILE, ANYTHING, max_size=4)
)
def test_any_dict_becomes_a_thing_or_a_refusal_that_can_be_printed(thing: dict[str, Any]) -> None:
    outcome = admitted_or_refused(thing)
    assert isinstance(outcome, Article | Profile) or (outcome.problems and str(outcome).encode())


@settings(deadline=None)
@given(TEXT_ONLY)
def test_whatever_is_admitted_can_be_carried_by_xml(thing: dict[str, Any]) -> None:
    try:
        article = admit(**thing)
    except Refused:
        return
    image = article.image or Image()
    for text in (article.id, article.url, article.title, article.summary, *article.tags, image.alt, image.caption, image.credit):
        assert values.text(text) == text
    assert values.content(article.content) == article.content


@settings(deadline=None)
@given(TEXT_ONLY)
def test_what_was_admitted_is_admitted_unchanged_again(thing: dict[str, Any]) -> None:
    try:
        first = admit(**thing)
    except Refused:
        return
    again = admit(title=first.title, summary=first.summary, content=first.content, tags=list(first.tags))
    assert (again.title, again.content, again.tags) == (first.title, first.content, first.tags)


@pytest.mark.parametrize("stated", [{"status": "draft"}, {"draft": True}, {"status": "draft", "draft": True}], ids=str)
def test_a_draft_may_leave_out_its_time_of_publication(stated: dict[str, Any]) -> None:
    thing = {name: value for name, value in sent().items() if name != "published"}
    assert isinstance(ORIGIN.admit({**thing, **stated}), Article)
    assert isinstance(ORIGIN.admit({**thing, **stated, "published": None}), Article)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"published": None}, "published"),
        ({"published": None, "status": "published"}, "published"),
        ({"published": None, "draft": False}, "published"),
        ({"draft": True, "status": "published"}, "draft"),
        ({"draft": True, "status": "scheduled"}, "draft"),
        ({"draft": False, "status": "draft"}, "draft"),
        ({"status": "withdrawn"}, "status"),
        ({"draft": "yes"}, "draft"),
    ],
    ids=str,
)
def test_a_status_that_contradicts_what_else_is_stated_is_refused(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        ORIGIN.admit(sent(**changes))
    assert [each.field for each in refused.value.problems] == [field]


def test_a_contradiction_is_reported_with_the_other_wrong_fields() -> None:
    with pytest.raises(Refused) as refused:
        ORIGIN.admit(sent(draft=True, status="published", titel="x"))
    assert [each.field for each in refused.value.problems] == ["titel", "draft"]
