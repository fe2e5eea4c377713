"""Which feeds there are and what is said of them."""

import pytest

from byline.model.feed import SITE, author_feed, feeds_of, profiles_of, section_feed
from tests.support.factories import article, author, correction, feed, image, section, site


def test_an_article_is_in_the_feeds_of_the_site_its_sections_and_its_authors() -> None:
    both = article(sections=("world", "politics"), authors=("jane-doe", "john-roe"))
    names = [str(key) for key in feeds_of(both)]
    assert names == ["site", "sections/world", "sections/politics", "authors/jane-doe", "authors/john-roe"]
    assert feeds_of(both) == (SITE, *profiles_of(both))


def test_a_feeds_path_comes_before_the_name_of_its_documents() -> None:
    assert (SITE.path, section_feed("world").path, author_feed("jane").path) == ("", "/sections/world", "/authors/jane")


def test_a_feeds_id_does_not_depend_on_where_it_is_served() -> None:
    here = feed(key=section_feed("world"))
    there = feed(key=section_feed("world"), site=site(feeds_url="https://elsewhere.example", url="https://new.example"))
    assert here.id == there.id == "tag:example.com,2026:sections/world"


def test_a_section_describes_its_feed() -> None:
    about = section(description="Far away.", url="https://www.example.com/world", image=image())
    world = feed(key=section_feed("world"), profile=about)
    assert (world.title, world.description) == ("World – The Gazette", "Far away.")
    assert (world.home_page_url, world.picture) == ("https://www.example.com/world", image().url)


def test_an_authors_bio_describes_their_feed() -> None:
    jane = feed(key=author_feed("jane-doe"), profile=author(bio="Jane writes."))
    assert (jane.title, jane.description) == ("Jane Doe – The Gazette", "Jane writes.")


def test_the_site_describes_its_own_feed() -> None:
    assert (feed().title, feed().description, feed().picture) == ("The Gazette", "News of the world.", None)


def test_a_feed_without_a_picture_of_its_own_shows_the_sites_logo() -> None:
    logo = "https://img.example.com/logo.png"
    assert feed(site=site(logo=logo)).picture == logo
    assert feed(site=site(logo=logo), profile=section(image=image())).picture == image().url


def test_a_correction_is_visible_text_at_the_end_of_the_content() -> None:
    corrected = article(corrections=(correction(note="Not 1 < 2 & 3."),))
    assert feed(corrected).content_of(corrected) == (
        '<p>Content 1.</p><p><time datetime="2026-03-14T12:00:00+00:00">2026-03-14</time>: Not 1 &lt; 2 &amp; 3.</p>'
    )
    assert feed(corrected).summary_of(corrected) == "Summary 1."


@pytest.mark.parametrize(
    ("language", "content", "shown"),
    [
        ("ar", "<p>سفن</p>", '<div dir="rtl"><p>سفن</p></div>'),
        ("he-IL", "<p>ים</p>", '<div dir="rtl"><p>ים</p></div>'),
        ("ar", '<p dir="auto">سفن</p>', '<p dir="auto">سفن</p>'),
        ("de", "<p>Meer</p>", "<p>Meer</p>"),
        ("ar", "", ""),
    ],
)
def test_what_is_written_from_right_to_left_keeps_its_direction(language: str, content: str, shown: str) -> None:
    story = article(language=language, content=content)
    assert feed(story).content_of(story) == shown


@pytest.mark.parametrize("where", ["site", "section"])
def test_behind_a_paywall_only_summaries_are_shown_and_corrections_with_them(where: str) -> None:
    story = article(corrections=(correction(),))
    paywalled = (
        feed(story, site=site(summaries_only=True))
        if where == "site"
        else feed(story, sections={"world": section(summaries_only=True)})
    )
    assert paywalled.content_of(story) == ""
    assert paywalled.summary_of(story) == "Summary 1. 2026-03-14: The ship was longer than we said."


def test_what_describes_itself_in_no_words_is_described_by_its_title() -> None:
    silent = feed(key=section_feed("world"), profile=section(description=""))
    assert silent.description == "World – The Gazette"
    assert feed(site=site(description="")).description == "The Gazette"


def test_a_profile_without_a_page_leads_to_the_site() -> None:
    assert feed(key=section_feed("world"), profile=section()).home_page_url == "https://www.example.com"


def test_sections_and_authors_come_in_the_articles_order_without_unknown_ones() -> None:
    story = article(sections=("b", "a", "gone"), authors=("z", "y"))
    shown = feed(story, sections={"a": section("a"), "b": section("b")}, authors={"y": author("y"), "z": author("z")})
    assert [each.slug for each in shown.sections_of(story)] == ["b", "a"]
    assert [each.slug for each in shown.authors_of(story)] == ["z", "y"]
