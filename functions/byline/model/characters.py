"""Where a character, as people see it, begins: most are one code point, but a flag is two and a family may be seven."""

import unicodedata

_JOINER = "\u200d"
_VIRAMA = 9
"""The combining class of marks that join the letters before and after them in scripts of India."""


def character_start(text: str, at: int) -> int:
    """The last place up to `at` where no character is cut: no accent from its letter, and no flag, family or syllable in two.

    A subset of the rules for extended grapheme clusters (Unicode Standard Annex 29, section 3.1.1).
    """
    while 0 < at < len(text) and _is_one(text, at):
        at -= 1
    return at


def _is_one(text: str, at: int) -> bool:
    """Whether the code points before and at `at` belong to one character."""
    before, after = text[at - 1], text[at]
    if before.isascii() and after.isascii():
        return False
    return (
        _extends(after)
        or before == _JOINER
        or unicodedata.combining(before) == _VIRAMA
        or (_is_flag_letter(after) and _flag_letters_before(text, at) % 2 == 1)
        or _is_jamo(before, after)
    )


def _extends(character: str) -> bool:
    """Whether it never begins a character: a mark, a joiner, a skin colour, part of a regional flag, a Thai or Lao vowel."""
    return (
        unicodedata.category(character).startswith("M")
        or character in "\u200c\u200d\u0e33\u0eb3\uff9e\uff9f"
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_letters_before(text: str, at: int) -> int:
    return at - len(text[:at].rstrip("".join(map(chr, range(0x1F1E6, 0x1F200)))))


def _is_jamo(before: str, after: str) -> bool:
    """Whether `after` goes on with the Korean syllable of `before`: a vowel or final does, and what follows an initial."""
    return "\u1160" <= after <= "\u11ff" or (
        "\u1100" <= before <= "\u115f" and ("\u1100" <= after <= "\u115f" or "\uac00" <= after <= "\ud7a3")
    )
