"""The second pass over an export: its posts as articles of a newsroom file."""

from datetime import datetime
from typing import Any

from byline_tools.importers.choices import Choices
from byline_tools.importers.exported import lifecycle_of
from byline_tools.importers.notes import Note, summed
from byline_tools.importers.records import Record
from byline_tools.importers.titles import title_of
from byline_tools.importers.wordpress.content import content_of, plain_of, with_reused
from byline_tools.importers.wordpress.items import Item
from byline_tools.importers.wordpress.names import Names
from byline_tools.importers.wordpress.parts import enclosures_of, image_of
from byline_tools.importers.wordpress.survey import Survey
from byline_tools.importers.wordpress.times import published_at, time_of
from byline_tools.importers.wordpress.visibility import why_draft


class Posts:
    """Makes articles of the posts of an export."""

    def __init__(self, survey: Survey, choices: Choices, now: datetime) -> None:
        self._survey = survey
        self._members_only = choices.members_only or ()
        self._now = now

    def record(self, item: Item, names: Names) -> Record:
        """The article that a post becomes."""
        notes: list[Note] = []
        sections, tags = names.sections_and_tags(item, notes)
        html = with_reused(item["content:encoded"], self._survey, notes)
        content = content_of(html, item.id, self._survey, notes)
        lifecycle = self._lifecycle(item, html, notes)
        article = {
            "type": "article",
            **self._guid(item, notes),
            "url": self._url(item, notes),
            "title": title_of(item["title"], content, notes),
            **lifecycle,
            "summary": plain_of(item["excerpt:encoded"]) or None,
            "content": content,
            "sections": sections,
            "authors": names.authors(item, notes),
            "tags": tags,
            "image": image_of(item, self._survey, notes),
            "enclosures": enclosures_of(item, notes),
        }
        _note_left_out(item, notes)
        lapses = lifecycle["status"] == "scheduled"
        return Record(item.line, article, notes=summed(notes), exported=True, lapses=lapses)

    def _guid(self, item: Item, notes: list[Note]) -> dict[str, str]:
        if self._survey.keeps_guid(item):
            return {"guid": item["guid"]} if item["guid"] else {}
        notes.append(Note("guids that another post has: readers may see the story as a new one", item["guid"]))
        return {}

    def _url(self, item: Item, notes: list[Note]) -> str:
        if "?p=" in item["link"] or "&p=" in item["link"]:
            notes.append(Note("addresses", "not that of the page (?p=)"))
        elif not item["link"]:
            notes.append(Note("addresses", "missing: the guid instead"))
        return item["link"] or item["guid"]

    def _lifecycle(self, item: Item, html: str, notes: list[Note]) -> dict[str, Any]:
        """The status of a post, and its times."""
        reasons = list(why_draft(item, html, self._members_only))
        published = time_of(item["wp:post_date_gmt"]) if reasons else published_at(item, self._survey.offset)
        modified = time_of(item["wp:post_modified_gmt"])
        is_published = item["wp:status"] == "publish"
        return lifecycle_of(reasons, published, modified, self._now, notes, is_published=is_published)


def _note_left_out(item: Item, notes: list[Note]) -> None:
    """Note what a post has that an article cannot have."""
    if item["wp:is_sticky"] == "1":
        notes.append(Note("left out", "that posts are sticky"))
    notes += [Note("left out", f"post format {each.nicename}") for each in item.terms if each.taxonomy == "post_format"]
    if fields := sum(not key.startswith(("_", "enclosure")) for key, _ in item.meta):
        notes.append(Note("left out", "fields of plugins", fields))
