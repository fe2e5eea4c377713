"""The posts of an export of WordPress become articles."""

import pytest

from byline_tools.importers.choices import Choices, sections_of
from byline_tools.importers.report import counted
from tests.support.wordpress import NO_TIME, author, category, draft, element, item, picture, read, read_text, term, wxr


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_a_post_is_read_whatever_the_version_of_the_export(version: str) -> None:
    article = read_text(wxr(item(), version=version)).only
    assert article == {
        "type": "article",
        "guid": "https://www.example.com/?p=1",
        "url": "https://www.example.com/world/1/",
        "title": "Headline 1",
        "status": "published",
        "published": "2026-03-01T08:00:00+00:00",
        "summary": None,
        "content": "<p>Text 1.</p>",
        "sections": [],
        "authors": ["jane"],
        "tags": [],
        "image": None,
        "enclosures": [],
    }


def test_the_usual_prefixes_are_not_needed() -> None:
    text = wxr(item()).replace("xmlns:wp=", "xmlns:p=").replace("<wp:", "<p:").replace("</wp:", "</p:")
    assert read_text(text).only["status"] == "published"


@pytest.mark.parametrize("guid", ["4711", "1234 at https://old.example", "https://old.example/é?p=1&a=%c3", "urn:x"])
def test_a_guid_is_kept_to_the_byte(guid: str) -> None:
    assert read(item(guid=guid)).only["guid"] == guid


def test_of_posts_with_one_guid_the_first_that_readers_saw_keeps_it() -> None:
    found = read(*(item(number, guid="same", status=status) for number, status in ((1, "draft"), (2, "publish"), (3, "publish"))))
    assert [each.get("guid") for each in found.articles] == [None, "same", None]
    assert len([kind for kind, _, _ in found.noted if kind.startswith("guids that another post has")]) == 1


def test_posts_alone_are_read_and_the_others_are_counted() -> None:
    found = read(item(1), item(2, post_type="page"), item(3, post_type="nav_menu_item"), item(4, post_type="revision"))
    assert len(found.articles) == 1
    assert counted(found.report.notes())["left out"] == {"page": 1, "nav_menu_item": 1, "revision": 1}


def test_other_types_are_read_by_choice() -> None:
    found = read(item(1), item(2, post_type="page"), item(3, post_type="news"), types=("page", "news"))
    assert [each["title"] for each in found.articles] == ["Headline 2", "Headline 3"]


@pytest.mark.parametrize("status", ["trash", "auto-draft", "inherit"])
def test_what_was_thrown_away_is_left_out_and_counted(status: str) -> None:
    found = read(item(status=status))
    assert found.articles == []
    assert counted(found.report.notes())["left out"] == {f"post ({status})": 1}


def test_comments_are_left_out_and_counted() -> None:
    comment = f"<wp:comment>{element('wp:comment_author_email', 'secret@example.com')}</wp:comment>"
    found = read(item(1, comment, comment))
    assert "secret" not in str(found.articles)
    assert counted(found.report.notes())["left out"] == {"comments": 2}


def test_the_time_of_a_post_is_that_in_utc() -> None:
    assert read(item(post_date="2026-03-01 23:00:00")).only["published"] == "2026-03-01T08:00:00+00:00"


def test_without_a_time_in_utc_the_time_of_the_feed_is_taken() -> None:
    more = "<pubDate>Sun, 01 Mar 2026 08:00:00 +0000</pubDate>"
    assert read(item(1, more, post_date_gmt=NO_TIME)).only["published"] == "2026-03-01T08:00:00+00:00"


def test_without_either_the_local_time_is_taken_if_the_offset_of_the_site_is_known() -> None:
    found = read(item(1), item(2, post_date_gmt=NO_TIME))
    assert found.articles[1]["published"] == "2026-03-02T08:00:00+00:00"


def test_without_a_known_offset_a_post_has_no_time() -> None:
    found = read(item(1), item(2, post_date="2026-03-02 10:00:00"), item(3, post_date_gmt=NO_TIME))
    assert "published" not in found.articles[2]


def test_a_draft_has_no_time() -> None:
    article = read(item(2), draft(1)).articles[1]
    assert (article["status"], "published" in article) == ("draft", False)


def test_a_later_edit_is_the_time_at_which_the_article_was_updated() -> None:
    assert read(item(post_modified_gmt="2026-03-05 08:00:00")).only["updated"] == "2026-03-05T08:00:00+00:00"
    assert "updated" not in read(item(post_modified_gmt="2026-02-05 08:00:00")).only


def test_a_post_without_a_title_is_called_by_its_text() -> None:
    found = read(item(title=" ", content="<b>Fog</b> again."))
    assert found.only["title"] == "Fog again."
    assert ("titles", "missing: the beginning of the text instead", 1) in found.noted


def test_a_post_without_title_and_text_is_untitled() -> None:
    assert read(item(title="", content="")).only["title"] == "Untitled"


def test_an_address_that_is_not_that_of_the_page_is_noted() -> None:
    found = read(draft())
    assert found.only["url"] == "https://www.example.com/?p=1"
    assert ("addresses", "not that of the page (?p=)", 1) in found.noted


def test_a_post_without_an_address_has_that_in_its_guid() -> None:
    found = read(item(link=""))
    assert found.only["url"] == "https://www.example.com/?p=1"
    assert ("addresses", "missing: the guid instead", 1) in found.noted


def test_an_excerpt_is_the_summary_without_shortcodes() -> None:
    assert read(item(excerpt="[ad]Fog & more<!--more-->")).only["summary"] == "Fog & more"


def test_the_featured_image_has_its_texts() -> None:
    sizes = 'a:5:{s:5:"width";i:1600;s:6:"height";i:900;s:4:"file";s:5:"a.jpg";}'
    pictures = picture(7, _media_credit="Ann Photo", _wp_attachment_metadata=sizes)
    assert read(item(meta={"_thumbnail_id": "7"}), pictures).only["image"] == {
        "url": "https://www.example.com/uploads/7.jpg",
        "alt": "Alt 7",
        "caption": "Caption 7.",
        "credit": "Ann Photo",
        "width": 1600,
        "height": 900,
    }


def test_a_featured_image_that_the_export_does_not_have_is_noted() -> None:
    found = read(item(meta={"_thumbnail_id": "7"}))
    assert found.only["image"] is None
    assert ("featured images that the export does not have", "left out", 1) in found.noted


@pytest.mark.parametrize(
    ("stored", "enclosure"),
    [
        ("https://m.example/a.mp3\n1234\naudio/mpeg\n", {"media_type": "audio/mpeg", "length": 1234}),
        ("https://m.example/a.mp3\r\n\r\n", {"media_type": "audio/mpeg", "length": 0}),
        ("https://m.example/a.mp3\nlong\n", {"media_type": "audio/mpeg", "length": 0}),
        (
            'https://m.example/a.mp3\n9\naudio/mpeg\na:1:{s:8:"duration";s:8:"00:12:34";}',
            {"media_type": "audio/mpeg", "length": 9, "duration": 754},
        ),
    ],
    ids=["whole", "without length", "wrong length", "duration"],
)
def test_attached_media_are_enclosures(stored: str, enclosure: dict[str, object]) -> None:
    assert read(item(meta={"enclosure": stored})).only["enclosures"] == [{"url": "https://m.example/a.mp3", **enclosure}]


def test_attached_media_without_a_length_or_a_type_are_noted() -> None:
    assert ("attached media", "without a length", 1) in read(item(meta={"enclosure": "https://m.example/a.mp3"})).noted
    found = read(item(meta={"enclosure": "https://m.example/a"}))
    assert found.only["enclosures"] == []
    assert ("attached media left out", "without a type", 1) in found.noted


def test_categories_are_sections_and_tags_are_tags() -> None:
    terms = (term("category", "world", "World"), term("post_tag", "fog", "Fog"), term("category", "sea", "The Sea"))
    found = read(category("world", "World", "All of it."), item(1, *terms))
    assert (found.only["sections"], found.only["tags"]) == (["world", "sea"], ["Fog"])
    assert found.sections == [
        {"type": "section", "slug": "world", "title": "World", "description": "All of it."},
        {"type": "section", "slug": "sea", "title": "The Sea"},
    ]


def test_a_category_that_no_post_has_is_no_section() -> None:
    assert read(category("world", "World"), item()).sections == []


def test_a_name_in_another_script_becomes_a_slug_of_its_own() -> None:
    terms = [term("category", name, title) for name, title in (("%d0%bc%d0%b8%d1%80", "Мир"), ("a_b", "A B"), ("a-b", "AB"))]
    found = read(category("a-b", "AB"), item(1, *terms))
    assert found.only["sections"] == ["mir", "a-b-2", "a-b"]
    assert ("addresses of sections that changed", "a_b to a-b-2", 1) in found.noted


def test_categories_beyond_the_most_sections_are_tags() -> None:
    found = read(item(1, *(term("category", f"c{number}", f"C {number}") for number in range(12))))
    assert len(found.only["sections"]) == 10
    assert found.only["tags"] == ["C 10", "C 11"]


def test_the_category_of_posts_without_one_is_noted() -> None:
    found = read(item(1, term("category", "uncategorized", "Uncategorized")))
    assert [what for kind, what, _ in found.noted if "without one" in kind] == ["Uncategorized"]


def test_a_mapping_says_which_terms_are_sections() -> None:
    mapping = sections_of(["news=category:local", "news=category:world", "", "magazine=series:long"])
    terms = [term("category", "local", "Local"), term("category", "sport", "Sport"), term("series", "long", "Long reads")]
    found = read(category("local", "Local"), item(1, *terms), sections=mapping)
    assert (found.only["sections"], found.only["tags"]) == (["news", "magazine"], ["Sport"])
    assert [each["title"] for each in found.sections] == ["Local", "Long reads"]
    assert [what for kind, what, _ in found.noted if "no section is given" in kind] == ["sport"]


@pytest.mark.parametrize("line", ["news", "News=category:news", "news=", "news=category:", "news=:news"])
def test_what_is_no_mapping_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"is not a (mapping|slug|term)"):
        sections_of([line])


def test_a_term_of_another_taxonomy_is_noted() -> None:
    assert ("terms left out", "series", 1) in read(item(1, term("series", "a", "A"))).noted


def test_an_author_has_the_name_that_the_export_says_and_no_mail_address() -> None:
    found = read(author("jane", "Jane Doe"), item())
    assert found.authors == [{"type": "author", "slug": "jane", "name": "Jane Doe"}]
    assert "secret" not in str(found)


def test_co_authors_are_the_authors() -> None:
    terms = (term("author", "cap-jane", "jane"), term("author", "cap-mara-quist", "mara-quist"))
    guest = item(
        9,
        post_type="guest-author",
        title="Mara Quist",
        post_name="cap-mara-quist",
        meta={
            "cap-user_login": "mara-quist",
            "cap-display_name": "Mara Quist",
            "cap-description": "Ships.",
            "cap-user_email": "s",
        },
    )
    found = read(author("jane", "Jane Doe"), author("bot", "Bot"), guest, item(1, *terms, creator="bot"))
    assert found.only["authors"] == ["jane", "mara-quist"]
    assert found.authors[1] == {"type": "author", "slug": "mara-quist", "name": "Mara Quist", "bio": "Ships."}


def test_a_guest_who_is_linked_to_a_login_is_that_author() -> None:
    meta = {"cap-user_login": "mara-quist", "cap-display_name": "Mara Quist", "cap-linked_account": "mq"}
    found = read(author("mq", "mq"), item(9, post_type="guest-author", meta=meta), item(1, creator="mq"))
    assert found.only["authors"] == ["mara-quist"]


def test_a_login_that_is_a_mail_address_is_shown_nowhere() -> None:
    found = read(
        author("jane@example.com", "jane@example.com"), item(creator="jane@example.com"), item(2, creator="joe@example.com")
    )
    assert [each["slug"] for each in found.authors] == ["jane", "joe"]
    assert "@" not in str([found.articles, found.authors, found.notes])


def test_what_an_article_cannot_have_is_counted() -> None:
    found = read(item(1, term("post_format", "post-format-aside", "Aside"), is_sticky="1", meta={"mood": "x", "_edit_last": "1"}))
    assert {what for kind, what, _ in found.noted if kind == "left out"} == {
        "that posts are sticky",
        "post format post-format-aside",
        "fields of plugins",
    }


def test_nothing_is_chosen_by_default_but_posts() -> None:
    assert Choices() == Choices(("post",), None, None)
