"""One word for one idea: retired words are not used in code, logs and documents."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.support.wording import Wording, of_page, of_python, wordings

NOTHING = r"(?!)"


@dataclass(frozen=True)
class Retired:
    """A word, what to say instead, and how it is recognised: by `code` among identifiers, by `prose` in text."""

    word: str
    instead: str
    code: str = NOTHING
    prose: str = NOTHING

    def found_in(self, wording: Wording) -> list[str]:
        """Where the word is left, as `path:line: the line`."""
        pairs = enumerate(zip(wording.code, wording.prose, strict=True), start=1)
        return [
            f"{wording.path}:{number}: {(prose if re.search(self.prose, prose) else code).strip()}"
            for number, (code, prose) in pairs
            if re.search(self.code, code) or re.search(self.prose, prose)
        ]


RETIRED = [
    Retired("pressroom", "document cache", r"(?i)pressroom", r"(?i)pressroom"),
    Retired("newsstand", "feed service", r"(?i)newsstand", r"(?i)newsstand"),
    Retired("printed", "rendered, document", r"\b_?Printed\b|\b_printed\b|\bprinted\(", r"(?i)\bprinted (?:document|feed)"),
    Retired("filed", "stored", r"(?i)\b_?filed\b", r"(?i)\bfiled\b"),
    Retired("kept", "edit result", r"\bKept\b|\b_?kept\(|\bkept\.(?:thing|revision|outcome)\b"),
    Retired("known", "stored, existing; StoredFeeds", r"\bKnown\b|\bdef _?known\b"),
    Retired("told", "reported, notified", r"(?i)(?:\b|_)told(?:\b|_)", r"(?i)\btold\b(?! apart)"),
    Retired("tell", "report, say, notify, log", r"(?i)(?:\b|_)tell(?:s|ing)?(?:\b|_)", r"(?i)\btell(?:s|ing)?\b(?! apart)"),
    Retired(
        "life",
        "article lifecycle",
        r"(?:\b|_)(?:life|lives|Lives)\b|[a-z]Lives\b",
        r"(?i)\b(?:life|lives) of\b|\brandom lives\b|(?:article's|its|their) li(?:fe|ves)\b",
    ),
    Retired(
        "place",
        "feed entry",
        r"(?:\b|_)places(?:\b|_)|\bplace\[",
        r"(?i)(?<!\bboth )(?<!\bmany )(?<!\bseveral )\bplaces\b|\bplace in (?:a|the|each|every|its) feed|\bfor a place\b",
    ),
    Retired("stands in", "is in, has an entry in", prose=r"(?i)\bstands? in\b"),
    Retired("showing", "feeds that use a profile", code=r"(?:\b|_)showing\b"),
    Retired("mend", "repair", r"\b_?[Mm]end(?:s|ed|er|ing)?\b|[a-z]Mend|_mend", r"(?i)\bmend(?:s|ed|er|ing)?\b"),
    Retired("unheard", "hubs that failed", r"(?i)unheard", r"(?i)unheard"),
    Retired(
        "the world", "readers, hubs", prose=r"(?i)\b(?:tell(?:s|ing)?|told|show) the world\b|\bthe world (?:is|was|has|told)\b"
    ),
    Retired("room", "document cache, wing, file", code=r"(?:\b|_)rooms?\b"),
    Retired("line in the directory", "directory entry", prose=r"(?i)\blines? (?:in|of) the directory\b|\bdirectory lines?\b"),
    Retired("so that ... may", "may, because", prose=r"(?i)\bso that\b[^.;:]*\bmay\b"),
    Retired("by and by", "gradually", prose=r"(?i)\bby and by\b"),
    Retired("Answer", "Response", code=r"\bAnswer\b"),
    Retired("Archive, Store, Documents", "DeskReader, FeedReader, StoredDocuments", code=r"\b(?:Archive|Store|Documents)\b"),
    Retired("Listed", "FeedSummary", code=r"\bListed\b"),
    Retired("read_time", "parse_time", code=r"\bread_time\b"),
]


@cache
def everything() -> Sequence[Wording]:
    """All files except this one, which must contain the words."""
    return [wording for wording in wordings() if wording.path.name != Path(__file__).name]


@pytest.mark.parametrize("retired", RETIRED, ids=lambda retired: retired.word)
def test_a_retired_word_is_left_nowhere(retired: Retired) -> None:
    found = [place for wording in everything() for place in retired.found_in(wording)]
    assert found == [], f"say {retired.instead}"


def words_in(wording: Wording) -> list[str]:
    return [retired.word for retired in RETIRED if retired.found_in(wording)]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("self._told = result", ["told"]),
        ("def _tell_all(hub): ...", ["tell"]),
        ("kept.revision", ["kept"]),
        ("places_of(before)", ["place"]),
        ("class FeedMender: ...", ["mend"]),
        ("unheard = []", ["unheard"]),
        ('"""The article as it is filed."""', ["filed"]),
        ("x = 1  # what is told of it", ["told"]),
        ('f"{name} was told"', ["told"]),
    ],
)
def test_a_retired_word_is_found_in_code_docstrings_comments_and_messages(code: str, words: list[str]) -> None:
    assert words_in(of_python(Path("example.py"), code)) == words


@pytest.mark.parametrize(
    "honest",
    [
        '"""Logs are kept for 30 days in place of the default."""',
        'description = "News of the world. She lives near it, and left the room."',
        'say("Recommended and amended: profiles, newsroom, newspaper, foretold")',
        '"""An item in both places; how to tell apart what was told apart before."""',
        "self._kept[key] = value",
        "newsroom.profiles.recommended(printed)",
        "known = StoredFeeds(keys, heads)",
    ],
)
def test_honest_english_is_left_alone(honest: str) -> None:
    assert words_in(of_python(Path("example.py"), honest)) == []


def test_pages_are_read_as_prose_and_their_inline_code_as_code() -> None:
    assert words_in(of_page(Path("page.md"), "See `places_of`.\nIt was told.")) == ["told", "place"]
