"""A language tag says in which direction its text is written."""

import pytest

from byline.formats.languages import is_right_to_left, primary, script


@pytest.mark.parametrize(
    "language",
    "ar he-IL iw ji heb ara fas per urd AR-eg arz ckb ks sd dv yi-US az-Arab pa-Arab-PK az-IR pa-pk ku-IQ uz-AF en-Hebr ff-Adlm "
    "fr-nkoo zh-cmn-Arab ur-Aran".split(),
)
def test_these_are_written_from_right_to_left(language: str) -> None:
    assert is_right_to_left(language)


@pytest.mark.parametrize(
    "language",
    (
        "en de-AT ur-Latn fa-Cyrl sd-Deva sd-IN ks-Deva-IN he-Latn-IL az az-AZ pa pa-IN ku-TR uz zh-Hant ar-Latn-x-arab en-x-hebr"
    ).split(),
)
def test_these_are_written_from_left_to_right(language: str) -> None:
    assert not is_right_to_left(language)


def test_what_follows_a_single_letter_is_no_script() -> None:
    assert [script(each) for each in ("fa-Arab-IR", "en-u-arab", "sl-1994-latn", "de")] == ["arab", None, "latn", None]


@pytest.mark.parametrize(("language", "code"), [("IW", "he"), ("deu-CH", "de"), ("in", "id"), ("tlh", "tlh"), ("en", "en")])
def test_every_code_of_a_language_leads_to_one(language: str, code: str) -> None:
    assert primary(language) == code
