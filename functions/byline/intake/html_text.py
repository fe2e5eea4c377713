"""The running text of an article, from which its summary is made."""

import re

from byline.model.text import resolved

_INNER_FIGURE = re.compile(r"<figure\b[^>]*>(?:(?!<figure\b).)*?</figure>", re.DOTALL)
_PLAYER = re.compile(r"<(video|audio)\b[^>]*>.*?</\1>", re.DOTALL)
_FRAME = re.compile(r'<a href="https?://([^/?#"]++)[^"]*+"(?: title="\1">[^<]*|>Video: \1)</a>')
_SUPERSCRIPT = re.compile(r"<sup\b[^>]*>(.*?)</sup>", re.DOTALL)
_LINK_INTO_PAGE = re.compile(r'<a\b[^>]*\bhref="[^"#]*+#')
_NOTE_MARK = re.compile(
    r'<a\b[^>]*\bhref="[^"#]*+#[^"]*+"[^>]*+>(?:</?(?:sup|small|span|b|i|em|strong)\b[^>]*>|[\s\[\]()\d*†‡§¶↩↑⤴^\ufe0e\ufe0f])*+</a>'
)
_BLOCK_TAG = re.compile(
    r"</?(?:article|aside|audio|blockquote|br|caption|dd|details|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|img|li|main|"
    r"ol|p|picture|pre|section|source|summary|table|tbody|td|tfoot|th|thead|tr|ul|video)\b[^>]*>"
)
_TAG = re.compile(r"</?[a-z][^>]*>")

_MEDIA_SHORTCODE = re.compile(
    r"\[(caption|wp_caption|embed|audio|video|gallery|playlist)\b[^\[\]]{0,1000}\].{0,1000}?\[/\1\]", re.DOTALL
)
_SHORTCODE = re.compile(r"\[[a-z][a-z0-9_-]*+\s[^\[\]=]{0,100}=[^\[\]]{0,1000}\]|\[/[a-z][a-z0-9_-]*+\]")
_FIRST_SHORTCODES = re.compile(r"\s*+(?:\[[a-z][a-z0-9_-]*+\]\s*+)+")


def readable(html: str) -> str:
    """The running text of sanitised `html` on one line, its character references resolved once.

    It is without tags, and without what is not running text: figures and their captions, what players say to browsers that cannot
    play, links that stand for frames, marks of footnotes, shortcodes.
    """
    while (less := _INNER_FIGURE.sub(" ", html)) != html:
        html = less
    html = _FRAME.sub(" ", _PLAYER.sub(" ", html))
    html = _NOTE_MARK.sub("", _SUPERSCRIPT.sub(_without_note, html))
    text = resolved(_TAG.sub("", _BLOCK_TAG.sub(" ", html)))
    return " ".join(_without_shortcodes(text).split())


def _without_note(superscript: re.Match[str]) -> str:
    return "" if _LINK_INTO_PAGE.search(superscript[1]) else superscript[0]


def _without_shortcodes(text: str) -> str:
    """`text` without codes of WordPress: those with attributes, those that end what another begins, and those it begins with."""
    if "[" not in text:
        return text
    return _FIRST_SHORTCODES.sub("", _SHORTCODE.sub("", _MEDIA_SHORTCODE.sub(" ", text)), count=1)
