"""The HTML of a post, without the comments of blocks and with HTML in place of shortcodes and embedded addresses."""

import re
from html import unescape

from byline_tools.importers.notes import Note
from byline_tools.importers.wordpress.media import Media, link
from byline_tools.importers.wordpress.paragraphs import with_paragraphs
from byline_tools.importers.wordpress.raw_text import split_raw
from byline_tools.importers.wordpress.shortcodes import expand
from byline_tools.importers.wordpress.survey import Survey

_BLOCK = "<!-- wp:"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_WITHOUT_TEXT = re.compile(r"<!-- wp:([\w/-]+)[^>]*/-->\Z")
_REUSED = re.compile(r"<!-- wp:block \{[^>]*\"ref\":(\d+)[^>]*/-->\Z")
_RAW = ("pre", "code", "textarea", "script", "style")
_ON_ITS_OWN = re.compile(
    r"^[ \t]*(?:<p>[ \t]*)?(https?://[^\s<>\"'\[\]]+)[ \t]*(?:</p>[ \t]*)?$|<p>\s*(https?://[^\s<>\"'\[\]]+)\s*</p>", re.MULTILINE
)


def content_of(html: str, post_id: str, survey: Survey, notes: list[Note]) -> str:
    """The HTML of the post with the number `post_id`, whose text is `html`. What changes is added to `notes`."""
    has_blocks = _BLOCK in html
    html = _without_comments(html, notes)
    html = expand(html, Media(survey, post_id, notes).render)
    html = _with_links(html, notes)
    return html if has_blocks else with_paragraphs(html)


def plain_of(html: str) -> str:
    """The text of an excerpt, without comments and shortcodes, as HTML."""
    return expand(_COMMENT.sub("", html), lambda shortcode: shortcode.inner or "").strip()


def with_reused(html: str, survey: Survey, notes: list[Note]) -> str:
    """`html` with the text of reused blocks that are public, which the export has as items of their own."""

    def reused(comment: re.Match[str]) -> str:
        found = _REUSED.match(comment.group())
        if not found:
            return comment.group()
        if found[1] not in survey.blocks:
            notes.append(Note("reused blocks that the export does not have", "left out"))
        return survey.blocks.get(found[1], "")

    return _COMMENT.sub(reused, _ended(html))


def _without_comments(html: str, notes: list[Note]) -> str:
    def removed(comment: re.Match[str]) -> str:
        found = _WITHOUT_TEXT.match(comment.group())
        if found and found[1] != "block":
            notes.append(Note("blocks without text left out", found[1]))
        return ""

    return _COMMENT.sub(removed, _ended(html))


def _ended(html: str) -> str:
    """`html` in which the last comment is ended, so that each can be found in the time that it is long."""
    begins = html.rfind("<!--")
    return html if begins < 0 or html.find("-->", begins) >= 0 else f"{html}-->"


def _with_links(html: str, notes: list[Note]) -> str:
    """`html` with a link for each address that has a line or paragraph of its own, which WordPress shows as what is there."""

    def linked(found: re.Match[str]) -> str:
        notes.append(Note("embeds that became links", "address on a line of its own"))
        return f"\n\n{link(unescape(found[1] or found[2]))}\n\n"

    return "".join(part if raw else _ON_ITS_OWN.sub(linked, part) for part, raw in split_raw(html, _RAW))
