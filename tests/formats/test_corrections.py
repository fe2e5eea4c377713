"""A correction is labelled in the language of the article, and keeps its direction."""

import re

import pytest

from byline.formats.corrections import LABELS, begins_right_to_left, label_in
from byline.formats.entries import entries
from byline.formats.registry import FORMATS, Format
from byline.model.article import Article
from byline.model.values import title
from tests.support.factories import article, correction, feed, site

MOST_USED = "en de fr es pt it nl sv da nb no fi pl cs ro hu el tr ru uk ar he fa hi bn ur id ms vi th ja ko zh"
"""The languages of most newspapers."""


def corrected(language: str | None, content: str = "<p>a</p>", note: str = "b") -> Article:
    return article(language=language, content=content, corrections=(correction(note=note),))


def content(story: Article, **settings: str) -> str:
    (entry,) = entries(feed(story, site=site(**settings)))
    return entry.content


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("en", "Correction"),
        ("de", "Berichtigung"),
        ("de-AT", "Berichtigung"),
        ("FR-ca", "Rectificatif"),
        ("pt-BR", "Correção"),
        ("nb", "Rettelse"),
        ("nn-NO", "Retting"),
        ("zh-Hans-CN", "更正"),
        ("zh-Hant-TW", "更正"),
        ("yue-Hant", "更正"),
        ("sr", "Исправка"),
        ("sr-Cyrl-RS", "Исправка"),
        ("sr-Latn-RS", "Ispravka"),
        ("iw", "תיקון טעות"),
        ("heb", "תיקון טעות"),
        ("deu-CH", "Berichtigung"),
        ("prs", "اصلاحیه"),
        ("hi-Latn", "Correction"),
        ("vi-Latn", "Đính chính"),
        ("sw", "Correction"),
        ("frr", "Correction"),
        ("ru-Latn", "Correction"),
    ],
)
def test_a_language_has_its_own_word_for_a_correction(language: str, label: str) -> None:
    assert label_in(language) == label


def test_the_languages_of_most_newspapers_have_a_label_and_every_label_is_a_line_of_text() -> None:
    assert set(MOST_USED.split()) <= set(LABELS)
    assert [title(label) for label in LABELS.values()] == list(LABELS.values())


@pytest.mark.parametrize(
    ("site_language", "language", "label"),
    [("de", None, "Berichtigung"), ("de", "fr", "Rectificatif"), ("sw", None, "Correction")],
)
@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
@pytest.mark.parametrize("text", ["<p>a</p>", ""])
@pytest.mark.parametrize("summaries_only", [False, True])
def test_every_format_labels_a_correction_in_the_articles_language_or_else_the_sites(
    format_: Format, site_language: str, language: str | None, label: str, text: str, summaries_only: bool
) -> None:
    served = site(language=site_language, summaries_only=summaries_only)
    document = format_.write(feed(corrected(language, text), site=served)).decode()
    assert re.search(f"{label}.{{,80}}2026-03-14.{{,20}}: b", document)


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
def test_the_site_may_give_all_corrections_another_label(format_: Format) -> None:
    document = format_.write(feed(corrected("de"), site=site(correction_label="Put right"))).decode()
    assert ("Put right" in document, "Berichtigung" in document) == (True, False)


def test_a_label_of_the_site_is_plain_text() -> None:
    assert "<strong>Q&amp;A &lt;b&gt;</strong>" in content(corrected("en"), correction_label="Q&A <b>")


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
def test_a_document_without_corrections_is_the_same_whatever_their_label(format_: Format) -> None:
    assert format_.write(feed(article(), site=site(correction_label="Put right"))) == format_.write(feed(article()))


DATE = '<time datetime="2026-03-14T12:00:00+00:00">\u200e2026-03-14</time>'


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ar", "<p>سفن</p>", f'<div dir="rtl"><p>سفن</p><p dir="rtl"><strong>تصحيح</strong> ({DATE}): b</p></div>'),
        (
            "ar",
            '<p dir="rtl">سفن</p>',
            f'<div dir="rtl"><p dir="rtl">سفن</p><p dir="rtl"><strong>تصحيح</strong> ({DATE}): b</p></div>',
        ),
        ("iw", "<p>ים</p>", f'<div dir="rtl"><p>ים</p><p dir="rtl"><strong>תיקון טעות</strong> ({DATE}): b</p></div>'),
        ("fa", "", f'<div dir="rtl"><p dir="rtl"><strong>اصلاحیه</strong> ({DATE}): b</p></div>'),
    ],
)
def test_a_correction_written_from_right_to_left_keeps_its_direction(language: str, text: str, expected: str) -> None:
    """The date keeps its own, even where a reader drops all attributes."""
    assert content(corrected(language, text)) == expected


def test_a_note_about_direction_does_not_decide_the_direction_of_the_content() -> None:
    assert content(corrected("ar", note="كتبنا dir=ltr")).startswith('<div dir="rtl"><p>a</p>')


def test_a_label_from_left_to_right_needs_no_mark_before_the_date() -> None:
    assert '<p dir="rtl"><strong>Put right</strong> (<time datetime="2026-03-14T12:00:00+00:00">2026' in content(
        corrected("ar"), correction_label="Put right"
    )


@pytest.mark.parametrize(
    ("text", "expected"), [("a", False), ("1 ا", True), ("ת", True), ("更正", False), ("", False), ("7", False)]
)
def test_the_first_letter_decides_the_direction_of_a_text(text: str, expected: bool) -> None:
    assert begins_right_to_left(text) is expected
