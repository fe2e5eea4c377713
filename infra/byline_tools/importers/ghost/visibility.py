"""Finds what readers of the old site could not see: a post that becomes a draft, or parts of its text, which are left out."""

import re
from collections.abc import Collection, Iterator, Sequence

from byline_tools.importers.choices import Term
from byline_tools.importers.ghost.tables import Row
from byline_tools.importers.notes import Note

PAYWALL = "<!--members-only-->"
"""Before it, everybody may read a post for members."""

SENT = "sent by mail only"
PRIVATE = "private site"

_BLOCK_BEGINS = re.compile(r"<!--\s*kg-gated-block:begin\b([^<>]*)-->")
_BLOCK_ENDS = re.compile(r"<!--\s*kg-gated-block:end\s*-->")
_FOR_EVERYBODY = re.compile(r"\bnonMember\s*:\s*true\b")


def preview_of(post: Row) -> str:
    """What everybody could read of a post for members; empty if that is nothing."""
    before, paywall, _ = post["html"].partition(PAYWALL)
    return before.strip() if paywall else ""


def why_draft(post: Row, meta: Row, tags: Sequence[Row], members_only: Collection[Term], *, preview: bool) -> Iterator[str]:
    """Why a post becomes a draft; nothing if it does not, as one for members does not of which only the `preview` is taken."""
    if post["status"] == "sent" or meta.is_true("email_only"):
        yield SENT
    elif post["status"] not in ("published", "scheduled"):
        yield "draft" if post["status"] == "draft" else f"status {post['status'] or 'missing'}"
    if post["visibility"] != "public" and not preview:
        yield f"members only ({post['visibility'] or 'visibility missing'})"
    yield from (f"members only (tag:{each['slug']})" for each in tags if ("tag", each["slug"]) in members_only)


def without_blocks_for_members(html: str, notes: list[Note]) -> str:
    """`html` without the blocks that only members could see, each of which is counted. One that does not end has all the rest."""
    parts, at = [], 0
    while begins := _BLOCK_BEGINS.search(html, at):
        ends = _BLOCK_ENDS.search(html, begins.end())
        inner = html[begins.end() : ends.start() if ends else len(html)]
        is_public = _FOR_EVERYBODY.search(begins[1]) is not None
        notes += [] if is_public else [Note("parts of public articles that only members could see", "left out")]
        parts += [html[at : begins.start()], inner if is_public else ""]
        at = ends.end() if ends else len(html)
    return "".join([*parts, html[at:]])
