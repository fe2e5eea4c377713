"""Cleans text that people typed or pasted. Cleaning is idempotent."""

import html
import re
from html.entities import html5

from byline.model.characters import character_start
from byline.model.values import NOT_XML

_LINE_ENDS = re.compile("\r\n?|[\u0085\u2028\u2029]")
_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|nobr|q|rp|rt|ruby|s|samp|small|span|strike|"
    r"strong|sub|sup|time|tt|u|var|wbr)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_BLOCK_TAG = re.compile(
    r"</?(?:address|article|aside|audio|blockquote|br|button|caption|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|"
    r"figure|footer|form|h[1-6]|header|hgroup|hr|iframe|img|legend|li|main|menu|nav|noscript|ol|option|p|picture|pre|search|"
    r"section|source|summary|table|tbody|td|tfoot|th|thead|tr|ul|video)(?:\s[^<>]*)?/?>|<!--[^<>]*-->",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,10}|#[xX][0-9A-Fa-f]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});")
_SENTENCE_END = re.compile("(?<=[.!?…])[\"'”’»)]*\\s|(?<=[。！？؟۔])[」』）]*")

TEASER_LENGTH = 300
MOST_ESCAPES = 10


def carriable(text: str) -> str:
    """`text` without the characters that XML 1.0 excludes (section 2.2): control characters, lone surrogates, U+FFFE, U+FFFF.

    All line ends become `\\n`, as an XML parser normalises them (section 2.11).
    """
    return re.sub(NOT_XML, "", _LINE_ENDS.sub("\n", text))


def plain(text: str) -> str:
    """`text` as plain text on one line: tags removed, character references resolved however often they were escaped.

    Where a block or a line ends, words stay apart. A `<` that does not begin a tag of HTML stays, since a headline may contain
    `x < y`. Text that still changes after ten passes loses every `<` and `&`, which makes it plain text.
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
    return text[: character_start(text, cut if cut > 0 else longest - 1)].rstrip(" ,;:–—-") + "…"


def resolved(text: str) -> str:
    """`text` with each character reference resolved once. Each ends with a semicolon: an address may contain `&section=`."""
    return carriable(_REFERENCE.sub(lambda found: html.unescape(found[0]) if is_reference(found[0]) else found[0], text))


def is_reference(text: str) -> bool:
    """Whether `text` is one character reference of HTML, with its semicolon."""
    return _REFERENCE.fullmatch(text) is not None and (text[1] == "#" or text[1:] in html5)


def _simpler(text: str) -> str:
    return resolved(_INLINE_TAG.sub("", _BLOCK_TAG.sub(" ", text)))
