"""The content of an article that all formats share."""

from dataclasses import replace

import pytest

from byline.formats.entries import Entry, Person, author_of, entries
from byline.model.feed import Feed
from byline.model.feed_key import author_feed, section_feed
from byline.model.kinds import feed_about
from byline.model.profiles import Profile
from tests.support.factories import article, author, correction, feed, image, section, site


def shown(shown_in: Feed) -> Entry:
    (entry,) = entries(shown_in)
    return entry


def test_a_correction_is_visible_text_at_the_end_of_the_content() -> None:
    corrected = article(corrections=(correction(note="Not 1 < 2 & 3."),))
    assert shown(feed(corrected)).content == (
        "<p>Content 1.</p>"
        '<p><strong>Correction</strong> (<time datetime="2026-03-14T12:00:00+00:00">2026-03-14</time>): Not 1 &lt; 2 &amp; 3.</p>'
    )
    assert shown(feed(corrected)).summary == "Summary 1."


@pytest.mark.parametrize(
    ("language", "content", "expected"),
    [
        ("ar", "<p>سفن</p>", '<div dir="rtl"><p>سفن</p></div>'),
        ("he-IL", "<p>ים</p>", '<div dir="rtl"><p>ים</p></div>'),
        ("ar", '<p dir="auto">سفن</p>', '<div dir="rtl"><p dir="auto">سفن</p></div>'),
        ("ar", '<p>سفن</p><q dir="ltr" lang="en">Ship</q>', '<div dir="rtl"><p>سفن</p><q dir="ltr" lang="en">Ship</q></div>'),
        ("fa", "<p>ناو</p><code>ls dir=x</code>", '<div dir="rtl"><p>ناو</p><code>ls dir=x</code></div>'),
        ("ar-Latn", "<p>sufun</p>", "<p>sufun</p>"),
        ("de", "<p>Meer</p>", "<p>Meer</p>"),
        ("ar", "", ""),
    ],
)
def test_what_is_written_from_right_to_left_keeps_its_direction(language: str, content: str, expected: str) -> None:
    story = article(language=language, content=content)
    assert shown(feed(story)).content == expected


@pytest.mark.parametrize("where", ["site", "section"])
def test_behind_a_paywall_only_summaries_are_shown_and_corrections_with_them(where: str) -> None:
    story = article(corrections=(correction(),))
    paywalled = (
        feed(story, site=site(summaries_only=True)) if where == "site" else feed(story, profiles=[section(summaries_only=True)])
    )
    assert shown(paywalled).content == ""
    assert shown(paywalled).summary == "Summary 1. Correction (2026-03-14): The ship was longer than we said."


@pytest.mark.parametrize(("summary", "content"), [("", "<p>Content.</p>"), ("", ""), ("Summary.", "")])
def test_behind_a_paywall_a_correction_is_shown_whatever_else_there_is(summary: str, content: str) -> None:
    paywalled = feed(article(summary=summary, content=content, corrections=(correction(),)), site=site(summaries_only=True))
    shown_text = "Correction (2026-03-14): The ship was longer than we said."
    assert shown(paywalled).summary == f"{summary} {shown_text}".strip()


def test_sections_and_authors_come_in_the_articles_order_without_unknown_ones() -> None:
    story = article(sections=("b", "a", "gone"), authors=("z", "y"))
    stored: list[Profile] = [section("a"), section("b"), author("y"), author("z")]
    entry = shown(replace(feed(story), profiles={feed_about(each): each for each in stored}))
    assert [each.slug for each in entry.sections] == ["b", "a"]
    assert [each.slug for each in entry.authors] == ["z", "y"]
    assert [each.name for each in entry.people] == ["Z", "Y"]


def test_the_categories_are_the_sections_and_the_tags_each_once() -> None:
    story = article(sections=("world", "sea"), tags=("ships", "World"))
    assert shown(feed(story)).categories == ("World", "Sea", "ships")


def test_an_entry_without_a_summary_is_summed_up_by_its_title() -> None:
    entry = shown(feed(article(summary="")))
    assert (entry.summary, entry.teaser) == ("", "Headline 1")


@pytest.mark.parametrize(("language", "stated"), [(None, None), ("en", None), ("de", "de")])
def test_a_language_is_named_only_where_it_is_not_the_sites(language: str | None, stated: str | None) -> None:
    assert shown(feed(article(language=language))).language == stated


def test_an_authors_feed_is_by_the_author_and_any_other_by_the_publication() -> None:
    jane = author(email="jane@example.com", url="https://www.example.com/jane", image=image())
    by_jane = author_of(feed(key=author_feed("jane-doe"), profile=jane))
    assert by_jane == Person("Jane Doe", "https://www.example.com/jane", "jane@example.com", image().url)
    assert author_of(feed()) == author_of(feed(key=section_feed("world"), profile=section())) == Person("The Gazette")
