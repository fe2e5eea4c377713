"""Cleans text that people typed or pasted. Cleaning is idempotent."""

import html
import re
import unicodedata

from byline.model.values import NOT_XML

_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|p|q|rp|rt|ruby|s|samp|small|span|strong|sub|sup|"
    r"time|u|var|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SENTENCE_END = re.compile("(?<=[.!?…])[\"'”’»)]*\\s|(?<=[。！？؟۔])[」』）]*")

TEASER_LENGTH = 300
MOST_ESCAPES = 10


def carriable(text: str) -> str:
    """`text` without the characters that XML 1.0 excludes (section 2.2): control characters, lone surrogates, U+FFFE, U+FFFF.

    All line ends become `\\n`, as an XML parser normalises them (section 2.11).
    """
    return re.sub(NOT_XML, "", _LINE_ENDS.sub("\n", text))


def plain(text: str) -> str:
    """`text` as plain text on one line: inline tags removed, character references resolved however often they were escaped.

    A `<` that does not begin an inline HTML tag stays, since a headline may contain `x < y`. Text that still changes after ten
    passes loses every `<` and `&`, which makes it plain text.
    """
    for _ in range(MOST_ESCAPES):
        simpler = _simpler(text)
        if simpler == text:
            return " ".join(text.split())
        text = simpler
    return " ".join(text.replace("<", "").replace("&", "").split())


def teaser(text: str, longest: int = TEASER_LENGTH) -> str:
    """The first sentences of plain `text`, at most `longest` characters; if the first is longer, it is cut at a word with `…`."""
    if len(text) <= longest:
        return text
    sentences = [text[: match.end()].strip() for match in _SENTENCE_END.finditer(text, 0, longest + 1)]
    if fitting := [sentence for sentence in sentences if len(sentence) <= longest]:
        return fitting[-1]
    cut = text.rfind(" ", longest // 2, longest)
    return text[: cut if cut > 0 else _character_start(text, longest - 1)].rstrip(" ,;:–—-") + "…"


def _simpler(text: str) -> str:
    return carriable(html.unescape(_INLINE_TAG.sub("", _LINE_BREAK.sub(" ", text))))


def _character_start(text: str, at: int) -> int:
    """The start of the character at `at`: a cut there does not separate an accent or vowel sign from its letter."""
    while at > 0 and unicodedata.category(text[at]).startswith("M"):
        at -= 1
    return at
