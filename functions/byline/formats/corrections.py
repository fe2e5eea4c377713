"""Corrections as every format shows them: labelled in the language of the article, with their dates."""

from functools import lru_cache
from html import escape
from unicodedata import bidirectional

from byline.formats.languages import primary, script
from byline.model.article import Article, Correction
from byline.model.site import Site

ENGLISH = "Correction"
LABELS = {
    "ar": "تصحيح",
    "bg": "Поправка",
    "bn": "সংশোধনী",
    "bs": "Ispravka",
    "ca": "Fe d’errors",
    "cs": "Oprava",
    "da": "Rettelse",
    "de": "Berichtigung",
    "el": "Διόρθωση",
    "en": ENGLISH,
    "es": "Corrección",
    "et": "Parandus",
    "fa": "اصلاحیه",
    "fi": "Oikaisu",
    "fr": "Rectificatif",
    "he": "תיקון טעות",
    "hi": "भूल सुधार",
    "hr": "Ispravak",
    "hu": "Helyesbítés",
    "id": "Ralat",
    "is": "Leiðrétting",
    "it": "Errata corrige",
    "ja": "訂正",
    "ko": "바로잡습니다",
    "lv": "Labojums",
    "ms": "Pembetulan",
    "nb": "Rettelse",
    "nl": "Correctie",
    "nn": "Retting",
    "no": "Rettelse",
    "pl": "Sprostowanie",
    "pt": "Correção",
    "ro": "Erată",
    "ru": "Исправление",
    "sk": "Oprava",
    "sl": "Popravek",
    "sr": "Исправка",
    "sr-latn": "Ispravka",
    "sv": "Rättelse",
    "th": "แก้ไขข้อผิดพลาด",
    "tr": "Düzeltme",
    "uk": "Виправлення",
    "ur": "تصحیح",
    "vi": "Đính chính",
    "zh": "更正",
}
"""What newspapers of a language call the correction of an article, by the language's primary subtag (RFC 5646, 2.2.1).

Chinese has the same word in both scripts. `sr-latn` is Serbian in Latin script, which other languages need not name.
"""

LEFT_TO_RIGHT_MARK = "\u200e"


@lru_cache(maxsize=64)  # a feed has few languages and many entries
def label_in(language: str) -> str:
    """The label of a correction in `language`, a BCP 47 tag; in English if LABELS has no word in its language and script."""
    spoken = primary(language)
    if script(language) != "latn":
        return LABELS.get(spoken, ENGLISH)
    label = LABELS.get(f"{spoken}-latn", LABELS.get(spoken, ENGLISH))
    return label if label < "\u0250" else ENGLISH  # where Unicode's letters for European languages in Latin script end


def corrections_html(article: Article, site: Site, *, right_to_left: bool) -> str:
    """The article's corrections, a paragraph for each."""
    label = _label(article, site)
    direction = ' dir="rtl"' if right_to_left else ""
    return "".join(
        f"<p{direction}><strong>{escape(label, quote=False)}</strong> "
        f'(<time datetime="{each.at.isoformat()}">{_date(each, label)}</time>): {escape(each.note, quote=False)}</p>'
        for each in article.corrections
    )


def corrections_text(article: Article, site: Site) -> list[str]:
    """The article's corrections as plain text."""
    label = _label(article, site)
    return [f"{label} ({_date(each, label)}): {each.note}" for each in article.corrections]


def begins_right_to_left(text: str) -> bool:
    """Whether the first letter of `text` is one that is written from right to left (Unicode Standard Annex 9, rule P2)."""
    kinds = (bidirectional(character) for character in text)
    return next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L"


def _label(article: Article, site: Site) -> str:
    return site.correction_label or label_in(article.language or site.language)


def _date(correction: Correction, label: str) -> str:
    # After Arabic letters, 2026-03-14 would be displayed as 14-03-2026 (Unicode Standard Annex 9, rule W2).
    mark = LEFT_TO_RIGHT_MARK if begins_right_to_left(label) else ""
    return f"{mark}{correction.at:%Y-%m-%d}"
