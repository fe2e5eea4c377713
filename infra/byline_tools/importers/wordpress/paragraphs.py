"""Makes paragraphs of the text of posts without blocks, which WordPress stores with empty lines between them."""

import re
from collections import Counter

from byline_tools.importers.wordpress.raw_text import split_raw

_RAW = ("pre", "script", "style", "textarea", "svg", "math")
_BLOCKS = (
    "address article aside blockquote center dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hgroup hr legend li main menu nav ol p section summary table caption col colgroup tbody td tfoot th thead tr ul"
).split()
_CLOSED = frozenset("address dl figure form h1 h2 h3 h4 h5 h6 menu ol table ul".split())
"""Elements whose text gets no paragraphs."""

_BLOCK_TAG = re.compile(rf"(<(/?)({'|'.join(_BLOCKS)})\b[^<>]*>)", re.IGNORECASE)
_EMPTY_LINES = re.compile(r"\n[ \t\n]*\n")
_MARK = "\x00{}\x00"
_MARKED = re.compile("\x00(\\d+)\x00")


def with_paragraphs(html: str) -> str:
    """`html`, in which empty lines separate paragraphs and a single line end is a line break, as HTML that says so.

    The text of `pre` and scripts stays, and so does that of lists, tables, headings and figures.
    """
    parts = list(split_raw(html.replace("\x00", ""), _RAW))
    text = "".join(f"\n\n{_MARK.format(number)}\n\n" if raw else part for number, (part, raw) in enumerate(parts))
    return _MARKED.sub(lambda mark: parts[int(mark[1])][0], "\n".join(filter(None, _parts(text))))


def _parts(html: str) -> list[str]:
    """The tags of block elements, and the text between them in paragraphs."""
    parts: list[str] = []
    inside: Counter[str] = Counter()
    at, in_paragraph = 0, False
    for tag in _BLOCK_TAG.finditer(html):
        parts += _text(html[at : tag.start()], inside, in_paragraph=in_paragraph)
        parts.append(tag[1])
        at, name, ends = tag.end(), tag[3].lower(), tag[2] == "/"
        in_paragraph = name == "p" and not ends
        if name in _CLOSED:
            inside[name] = max(0, inside[name] - 1) if ends else inside[name] + 1
    return [*parts, *_text(html[at:], inside, in_paragraph=in_paragraph)]


def _text(text: str, inside: Counter[str], *, in_paragraph: bool) -> list[str]:
    if any(inside.values()):
        return [text.strip()]
    texts = [each.strip() for each in _EMPTY_LINES.split(text)]
    return [_paragraph(each, bare=in_paragraph and number == 0) for number, each in enumerate(texts) if each]


def _paragraph(text: str, *, bare: bool) -> str:
    if _MARKED.fullmatch(text):
        return text
    broken = "<br>\n".join(line.strip() for line in text.split("\n"))
    return broken if bare else f"<p>{broken}</p>"
