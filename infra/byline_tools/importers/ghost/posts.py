"""The posts of an export as articles of a newsroom file, each after the sections and authors that it names.

Sections and authors that only drafts name have no record, since each stored section and author is public.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from byline.intake.addresses import relative_address
from byline.intake.json_text import NoJson, decode, parse
from byline.model.redirect import Redirect
from byline_tools.importers.choices import Choices
from byline_tools.importers.exported import has_readers, lifecycle_of
from byline_tools.importers.ghost.addresses import Addresses
from byline_tools.importers.ghost.cards import with_plain_cards
from byline_tools.importers.ghost.editor_text import text_of
from byline_tools.importers.ghost.names import Names, is_internal
from byline_tools.importers.ghost.tables import Row, Tables
from byline_tools.importers.ghost.visibility import PRIVATE, SENT, preview_of, why_draft, without_blocks_for_members
from byline_tools.importers.notes import Note, summed
from byline_tools.importers.records import FileRefused, LineProblem, Record
from byline_tools.importers.report import Report

LEFT_OUT = "left out"
_NO_POSTS = "is an export of Ghost without posts: export the content under Settings, Import/Export"
_NO_ROW = Row({})


def records_of(
    path: Path,
    content: bytes,
    choices: Choices,
    now: datetime,
    report: Report,
    redirects: list[Redirect],
    site_url: str,
) -> Iterator[Record]:
    """The sections, authors and articles in an export with this `content`.

    `report` gets what is left out of it, and `redirects` those from its feeds.

    The line of a record is the number of its post. The posts are on the site that the export states, or else on `site_url`.
    Raises FileRefused if the export is no JSON, or has no posts.
    """
    try:
        tables = Tables(parse(decode(content)))
    except NoJson as error:
        raise FileRefused(str(path), [LineProblem(error.line, f"is not JSON: column {error.column}: {error.why}")]) from error
    if not tables.has_posts:
        raise FileRefused(str(path), [LineProblem(1, _NO_POSTS)])
    report.others += [Note(LEFT_OUT, what, number) for what, number in tables.left_out().items()]
    report.others += _notes_on_site(tables, site_url)
    posts = _Posts(tables, choices, now, tables.site or site_url)
    for number, post in enumerate(tables.posts, start=1):
        if problem := posts.problem(post, number):
            report.refuse(str(path), [problem])
        elif record := posts.record(post, number):
            yield from posts.names.records.pop(public=has_readers(record, now))
            yield record
    report.others += [Note(LEFT_OUT, what, number) for what, number in posts.left_out.items()]
    redirects += posts.names.records.redirects


def _notes_on_site(tables: Tables, site_url: str) -> list[Note]:
    if not tables.site:
        return [Note("exports without the address of the site: articles are on that of --site-url", site_url)]
    differs = tables.site != site_url.rstrip("/")
    return [Note("exports with another address of the site, on which the articles are", tables.site)] if differs else []


class _Posts:
    """Makes articles of the posts of an export, and counts those `left_out`."""

    def __init__(self, tables: Tables, choices: Choices, now: datetime, site: str) -> None:
        self._tables = tables
        self._choices = choices
        self._now = now
        self._addresses = Addresses(site, tables, choices)
        self._numbers: dict[str, int] = {}
        self.names = Names(tables, choices, self._addresses)
        self.left_out: Counter[str] = Counter()

    def problem(self, post: Row, number: int) -> LineProblem | None:
        """Why a post cannot be an article."""
        if not (post["slug"] or post["id"]):
            return LineProblem(number, "has neither slug nor id", "have neither slug nor id")
        earlier = self._numbers.setdefault(post["id"], number) if post["id"] else number
        return None if earlier == number else LineProblem(number, f"has the id of post {earlier}", "have the id of another post")

    def record(self, post: Row, number: int) -> Record | None:
        """The article that a post becomes; None if it is left out."""
        kind, status = post["type"] or "post", post["status"]
        if ("sent" if status == "sent" else kind) not in self._choices.types:
            self.left_out[f"{kind} ({SENT})" if status == "sent" else kind] += 1
            return None
        notes: list[Note] = []
        article = self._article(post, self._tables.metas.get(post["id"], _NO_ROW), number, notes)
        return Record(number, article, notes=summed(notes), exported=True, lapses=article["status"] == "scheduled")

    def _article(self, post: Row, meta: Row, number: int, notes: list[Note]) -> dict[str, Any]:
        tags, authors = self._tables.tags_of(post), self._tables.author_ids_of(post)
        sections, names = self.names.sections_and_tags(tags, number, notes)
        slugs = self.names.authors(authors, number, notes)
        html, lifecycle = self._content(post, meta, tags, notes)
        primary = next((each["slug"] for each in tags[:1] if not is_internal(each)), "")
        _note_left_out(post, notes)
        return {
            "type": "article",
            **({"guid": post["id"]} if post["id"] else {}),
            "url": self._addresses.of(post, primary, slugs[0] if slugs else ""),
            "title": post["title"] or "(Untitled)",
            **lifecycle,
            "summary": post["custom_excerpt"] or None,
            "content": with_plain_cards(without_blocks_for_members(self._addresses.resolved(html), notes), notes),
            "sections": sections,
            "authors": slugs,
            "tags": names,
            "image": self._image(post, meta, notes),
        }

    def _content(self, post: Row, meta: Row, tags: list[Row], notes: list[Note]) -> tuple[str, dict[str, Any]]:
        """The HTML of a post, and its lifecycle: of what is for members, what everybody could read, or else a draft."""
        preview = preview_of(post) if self._choices.previews and post["visibility"] != "public" else ""
        reasons = [PRIVATE] if self._tables.is_private else []
        reasons += why_draft(post, meta, tags, self._choices.members_only or (), preview=bool(preview))
        html = post["html"] or text_of(post)
        if html and not post["html"]:
            reasons.append("no HTML in the export, only text without links and pictures")
        if preview and not reasons:
            notes.append(Note("articles for members of which only the preview is imported", post["visibility"]))
            html = preview
        published, modified = post.time("published_at"), post.time("updated_at")
        is_published = post["status"] == "published"
        return html, lifecycle_of(reasons, published, modified, self._now, notes, is_published=is_published)

    def _image(self, post: Row, meta: Row, notes: list[Note]) -> dict[str, str] | None:
        if not (written := self._addresses.resolved(post["feature_image"])):
            return None
        try:
            url = relative_address(written)
        except ValueError:
            notes.append(Note("feature images left out", "no address"))
            return None
        texts = {"alt": meta["feature_image_alt"], "caption": meta["feature_image_caption"]}
        return {"url": url, **{name: text for name, text in texts.items() if text}}


def _note_left_out(post: Row, notes: list[Note]) -> None:
    """Note what a post has that an article cannot have."""
    if post["canonical_url"]:
        notes.append(Note("canonical addresses left out", _host(post["canonical_url"])))
    if post["codeinjection_head"] or post["codeinjection_foot"]:
        notes.append(Note(LEFT_OUT, "code injection"))
    if post.is_true("featured"):
        notes.append(Note(LEFT_OUT, "that posts are featured"))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address
