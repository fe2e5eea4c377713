"""Finding text: words without regard to case and accents, and the ids that come closest to one that was typed wrongly."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

CLOSE = 0.65
"""How similar an id must be to one that was typed, from 0 to 1."""

MOST_COMPARED = 60
"""The most characters of an id that are compared: the time for a comparison grows with their square."""

_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?[^/:?#]*(?::[0-9]+)?(?=/)")
_NAMESPACE = re.compile(r"[^:/]+:(?:[^:/]+:)?")


def folded(text: str) -> str:
    """`text` in lower case and without accents. Vowel signs, which are no accents, stay."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(each for each in decomposed if not unicodedata.combining(each))


def nearest(typed: str, existing: Iterable[str], most: int) -> list[str]:
    """At most `most` of the `existing` ids, or addresses, that are similar to `typed`, the closest first.

    Those that have the same authority or host come before all others, however similar these are.
    """
    sought = typed.lower()
    scored = [(_authority(sought) == _authority(each.lower()), _similarity(sought, each.lower()), each) for each in existing]
    close = [found for found in scored if found[1] >= CLOSE]
    return [each for *_, each in sorted(close, key=lambda found: found[:2], reverse=True)[:most]]


def _similarity(typed: str, existing: str) -> float:
    """How much of the two is alike after their authorities, and the last separator that they share; 1 if one ends the other.

    Two that differ in one character are CLOSE, however short they are.
    """
    if len(typed) > 2 and (existing.endswith(_with_separator(typed)) or typed.endswith(_with_separator(existing))):
        return 1
    one, other = (each.removeprefix(_authority(each)) for each in (typed, existing))
    start = _shared(one, other)
    one, other = one[start:], other[start:]
    return max(_ratio(one, other), CLOSE if _differ_in_one(one, other) else 0)


def _differ_in_one(one: str, other: str) -> bool:
    """Whether one of several characters is another one."""
    return len(one) == len(other) > 1 and sum(a != b for a, b in zip(one, other, strict=True)) <= 1


def _authority(text: str) -> str:
    """The beginning of an id or an address that names who gives it: the host, or `tag:example.com,2026:`."""
    found = _HOST.match(text) or _NAMESPACE.match(text)
    return found[0] if found else ""


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
