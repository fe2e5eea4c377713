"""The posts of an export of Ghost become articles."""

import json
from typing import Any

import pytest

from byline_tools.importers.choices import Choices, sections_of, url_pattern
from byline_tools.importers.ghost.names import NO_SECTION
from byline_tools.importers.ghost.tables import is_export
from byline_tools.importers.records import FileRefused
from byline_tools.importers.report import counted
from tests.support.ghost import URL, export, post, read, read_json, tag, tagged, user, written

LEXICAL_LINK = {"type": "paragraph", "children": [{"text": "One "}, {"type": "link", "children": [{"text": "& two."}]}]}
MOBILEDOC_LIST = [3, "ul", [[[0, [], 0, "Three."]]]]
COAST = tag("coast", "Coast", description="From the fjords.", feature_image=f"{URL}/content/coast.jpg")


def test_a_post_becomes_an_article() -> None:
    found = read(post())
    assert found.only == {
        "type": "article",
        "guid": "64f0c2b7a9d1e80000000001",
        "url": "https://www.example.com/headline-1/",
        "title": "Headline 1",
        "status": "published",
        "published": "2026-03-01T08:00:00+00:00",
        "summary": None,
        "content": "<p>Text 1.</p>",
        "sections": [],
        "authors": ["jane"],
        "tags": [],
        "image": None,
    }
    assert found.authors == [{"type": "author", "slug": "jane", "name": "Jane Doe", "bio": ""}]


@pytest.mark.parametrize("form", ["db", "data"])
def test_both_forms_of_exports_are_recognised_and_read(form: str) -> None:
    (inner,) = export(post())["db"]
    whole = {"db": [inner]} if form == "db" else inner
    assert is_export(json.dumps(whole, indent=1).encode())
    assert len(read_json(whole).articles) == 1


@pytest.mark.parametrize("text", ['{"type": "article", "db": []}', '{"dbs": []}', "[]", "<rss>", '{"data": "db"}'])
def test_nothing_else_is_recognised(text: str) -> None:
    assert not is_export(text.encode())


@pytest.mark.parametrize("value", [{"db": []}, {"db": [7]}, {"db": [{"data": {}}]}, {"data": {"posts": "none"}}], ids=str)
def test_an_export_without_posts_is_refused(value: Any) -> None:
    with pytest.raises(FileRefused, match="export of Ghost without posts"):
        read_json(value)


def test_authors_are_in_their_order() -> None:
    users = [user("jane", "Jane Doe"), user("sam", "Sam Low")]
    assert read(post(), users=users, posts_authors=written(1, ["sam", "jane"])).only["authors"] == ["sam", "jane"]


def test_an_author_has_a_profile_without_the_mail_address() -> None:
    users = [user("jane", "Jane Doe", bio="Covers ports.", website="https://jane.example", profile_image=f"{URL}/jane.jpg")]
    found = read(post(), users=users)
    (author,) = found.authors
    assert "secret" not in str(found)
    assert (author["bio"], author["url"]) == ("Covers ports.", "https://jane.example")
    assert author["image"] == {"url": "https://www.example.com/jane.jpg"}


def test_what_is_no_address_keeps_no_author_from_being_stored() -> None:
    found = read(post(), users=[user("jane", "Jane Doe", website="jane.example", profile_image="C:\\jane.jpg")])
    assert not {"url", "image"} & found.authors[0].keys()
    assert {what for _, what, _ in found.noted} == {"no address"}


def test_tags_stay_tags_and_that_is_reported() -> None:
    found = read(post(), tags=[COAST, tag("council", "Council")], posts_tags=tagged(1, ["council", "coast"]))
    assert (found.only["sections"], found.only["tags"], found.sections) == ([], ["Council", "Coast"], [])
    assert {(NO_SECTION, "coast", 1), (NO_SECTION, "council", 1)} <= found.noted


def test_a_tag_becomes_a_section_by_choice() -> None:
    choices = Choices(sections=sections_of(["sea=tag:coast"]))
    found = read(post(), tags=[COAST, tag("council", "Council")], posts_tags=tagged(1, ["council", "coast"]), choices=choices)
    assert (found.only["sections"], found.only["tags"]) == (["sea"], ["Council"])
    image = {"url": "https://www.example.com/content/coast.jpg"}
    assert found.sections == [
        {"type": "section", "slug": "sea", "title": "Coast", "description": "From the fjords.", "image": image}
    ]


@pytest.mark.parametrize("internal", [tag("hash-a", "#a"), tag("a", "A", visibility="internal")], ids=["name", "visibility"])
def test_internal_tags_are_left_out_and_counted(internal: dict[str, Any]) -> None:
    choices = Choices(sections=sections_of([f"a=tag:{internal['slug']}"]))
    found = read(post(), tags=[internal], posts_tags=tagged(1, [internal["slug"]]), choices=choices)
    assert (found.only["tags"], found.sections) == ([], [])
    assert ("internal tags left out", internal["name"], 1) in found.noted


def test_pages_are_left_out_and_counted_unless_asked_for() -> None:
    posts = [post(1), post(2, type="page")]
    found = read(*posts)
    assert (len(found.articles), counted(found.report.notes())["left out"]) == (1, {"page": 1})
    assert len(read(*posts, choices=Choices(types=("post", "page"))).articles) == 2


def test_the_placeholder_of_the_address_is_resolved() -> None:
    content = f'<p><a href="{URL}/b/">b</a></p><img srcset="{URL}/a.jpg 1x, {URL}/b.jpg 2x" src="{URL}/a.jpg">'
    found = read(post(html=content, feature_image=f"{URL}/c.jpg"))
    assert URL not in str(found.articles)
    assert found.only["content"].count("https://www.example.com/") == 4


@pytest.mark.parametrize(
    ("settings", "site"),
    [([], "https://www.example.com"), ([{"key": "url", "value": "https://old.example/"}], "https://old.example")],
)
def test_articles_are_on_the_site_that_the_export_states_or_else_the_publisher_s(settings: Any, site: str) -> None:
    found = read(post(), settings=settings)
    assert found.only["url"] == f"{site}/headline-1/"
    assert any("address of the site" in note.kind and note.what == site for note in found.report.others)


def test_the_picture_has_its_texts() -> None:
    meta = {"post_id": post()["id"], "feature_image_alt": "A ferry", "feature_image_caption": "<i>Rogaland</i>"}
    found = read(post(feature_image=f"{URL}/a.jpg"), posts_meta=[meta])
    assert found.only["image"] == {"url": "https://www.example.com/a.jpg", "alt": "A ferry", "caption": "<i>Rogaland</i>"}


def test_a_stated_excerpt_is_the_summary() -> None:
    assert read(post(custom_excerpt="One goat.")).only["summary"] == "One goat."


def test_a_canonical_address_elsewhere_is_reported_and_the_article_stays_where_it_is() -> None:
    found = read(post(canonical_url="https://coast.example/old"))
    assert found.only["url"] == "https://www.example.com/headline-1/"
    assert ("canonical addresses left out", "coast.example", 1) in found.noted


def test_fractions_of_seconds_are_left_out_as_in_the_feed_of_ghost() -> None:
    assert read(post(published_at="2026-03-01T08:00:00.700Z")).only["published"] == "2026-03-01T08:00:00+00:00"


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("/{year}/{month}/{day}/{slug}/", "/2026/03/02/a/"),
        ("/{primary_tag}/{slug}/", "/coast/a/"),
        ("/{primary_author}/{id}", f"/jane/{post()['id']}"),
    ],
)
def test_addresses_follow_the_routes_of_the_site_and_its_time_zone(pattern: str, path: str) -> None:
    settings = [{"key": "timezone", "value": "Pacific/Auckland"}]
    one = post(slug="a", published_at="2026-03-01T20:00:00.000Z")
    choices = Choices(url_pattern=url_pattern(pattern))
    found = read(one, tags=[COAST], posts_tags=tagged(1, ["coast"]), settings=settings, choices=choices)
    assert found.only["url"] == f"https://www.example.com{path}"


def test_pages_are_at_their_slugs_whatever_the_routes() -> None:
    choices = Choices(types=("page",), url_pattern="/{year}/{slug}/")
    assert read(post(type="page"), choices=choices).only["url"] == "https://www.example.com/headline-1/"


@pytest.mark.parametrize("pattern", ["{slug}", "/{year}/", "/{name}/{slug}/", "/{slug/", "/}{slug}"])
def test_a_wrong_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"such as|no others"):
        url_pattern(pattern)


@pytest.mark.parametrize(
    "stored",
    [
        {"plaintext": "One & two.\n\nThree."},
        {"lexical": json.dumps({"root": {"children": [LEXICAL_LINK, {"type": "paragraph", "children": [{"text": "Three."}]}]}})},
        {"mobiledoc": json.dumps({"sections": [[1, "p", [[0, [], 0, "One & two."]]], [10, 0], MOBILEDOC_LIST]})},
    ],
    ids=lambda stored: next(iter(stored)),
)
def test_a_post_without_html_is_a_draft_with_its_text(stored: dict[str, str]) -> None:
    found = read(post(html=None, **stored))
    assert (found.only["status"], found.only["content"]) == ("draft", "<p>One &amp; two.</p>\n<p>Three.</p>")
    assert ("drafts", "no HTML in the export, only text without links and pictures", 1) in found.noted


def test_a_second_post_with_an_id_is_refused_and_keeps_nothing_else_out() -> None:
    found = read(post(1), post(2, id=post(1)["id"]), post(3))
    assert [each["title"] for each in found.articles] == ["Headline 1", "Headline 3"]
    (refused,) = found.report.refusals()
    assert str(refused) == "ghost.json:2: has the id of post 1"


def test_members_and_newsletters_are_left_out_and_counted() -> None:
    found = read(post(), members=[{"email": "secret@example.com"}], newsletters=[{}, {}])
    assert counted(found.report.notes())["left out"] == {"newsletters": 2, "members": 1}
    assert "secret" not in str(found)


@pytest.mark.parametrize("wrong", [None, 7, [], {}, "x", True])
@pytest.mark.parametrize(
    "column", ["id", "slug", "title", "html", "type", "status", "visibility", "published_at", "feature_image", "author_id"]
)
def test_any_value_in_any_column_is_read_or_refused(column: str, wrong: Any) -> None:
    found = read(post(**{column: wrong}))
    assert len(found.articles) <= 1


def test_any_value_in_place_of_a_table_or_a_row_is_none() -> None:
    anything: list[Any] = [None, 7, "x", {}, [None], [[]], [{"id": []}]]
    for wrong in anything:
        tables = ("tags", "users", "posts_tags", "posts_authors", "posts_meta", "settings", "members")
        assert len(read(post(), **dict.fromkeys(tables, wrong)).articles) == 1
