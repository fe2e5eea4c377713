"""Finding text: words without regard to case and accents, and the ids that come closest to one that was typed wrongly."""

import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

CLOSE = 0.65
"""How similar an id must be to one that was typed, from 0 to 1. Two that share only their authority are less similar."""

MOST_COMPARED = 60
"""The most characters of an id that are compared: the time for a comparison grows with their square."""


def folded(text: str) -> str:
    """`text` in lower case and without accents. Vowel signs, which are no accents, stay."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in decomposed if not unicodedata.combining(each))


def nearest(typed: str, existing: Iterable[str], most: int) -> list[str]:
    """At most `most` of the `existing` ids, or addresses, that are similar to `typed`, the closest first.

    Of the similar ones, those that have the same authority or host are closer.
    """
    scored = [(_similarity(typed.lower(), each.lower()), each) for each in existing]
    close = [(score == 1, _ratio(typed.lower(), each.lower()), each) for score, each in scored if score >= CLOSE]
    return [each for *_, each in sorted(close, key=lambda found: found[:2], reverse=True)[:most]]


def _similarity(typed: str, existing: str) -> float:
    """How much of the two is alike after the last separator that they share; 1 if one is the end of the other."""
    if len(typed) > 2 and (existing.endswith(_with_separator(typed)) or typed.endswith(_with_separator(existing))):
        return 1
    start = _shared(typed, existing)
    return _ratio(typed[start:], existing[start:])


def _ratio(one: str, other: str) -> float:
    """How much of the ends of both texts is alike; 0 if less than CLOSE."""
    matcher = SequenceMatcher(None, one[-MOST_COMPARED:], other[-MOST_COMPARED:], autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= CLOSE and matcher.quick_ratio() >= CLOSE else 0


def _with_separator(text: str) -> tuple[str, ...]:
    return tuple(f"{separator}{text}" for separator in ":/,#=")


def _shared(one: str, other: str) -> int:
    """The length of the beginning that both texts share, up to and including its last separator."""
    same = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other)))
    return max(one.rfind(separator, 0, same) for separator in ":/") + 1
