"""The second pass over an export: its posts as articles of a newsroom file, each after the sections and authors that it names.

Sections and authors that only drafts name have no record, since each stored section and author is public.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from byline.model.redirect import Redirect
from byline_tools.importers.choices import Choices
from byline_tools.importers.exported import has_readers, lifecycle_of
from byline_tools.importers.notes import Note, summed
from byline_tools.importers.records import FileRefused, LineProblem, Record
from byline_tools.importers.report import Report
from byline_tools.importers.titles import title_of
from byline_tools.importers.wordpress.content import content_of, plain_of, with_reused
from byline_tools.importers.wordpress.items import Item, item_of
from byline_tools.importers.wordpress.names import Names
from byline_tools.importers.wordpress.parts import enclosures_of, image_of
from byline_tools.importers.wordpress.stream import elements
from byline_tools.importers.wordpress.survey import IGNORED, Survey, survey_of
from byline_tools.importers.wordpress.times import published_at, time_of
from byline_tools.importers.wordpress.visibility import RULE_TYPES, why_draft
from byline_tools.importers.xml_text import REPAIRED


def records_of(
    path: Path, file: IO[bytes], choices: Choices, now: datetime, report: Report, redirects: list[Redirect]
) -> Iterator[Record]:
    """The sections, authors and articles in the export `file`, which is read twice.

    `report` gets what is left out of it, and `redirects` those from its feeds.

    Raises FileRefused where the XML is wrong, and if the export has rules of a membership plugin, and `choices` does not say to
    which posts they apply.
    """
    repaired: Counter[str] = Counter()
    survey = survey_of(elements(str(path), file, repaired), choices)
    if survey.rules and choices.members_only is None:
        raise FileRefused(str(path), [LineProblem(1, _rules(survey))])
    report.others += [*survey.notes(), *(Note(REPAIRED, encoding, number) for encoding, number in repaired.items())]
    names, posts = Names(survey, choices), _Posts(survey, choices, now)
    for element in elements(str(path), file):
        if element.tag != "item":
            continue
        item = item_of(element)
        if item.type in choices.types and item["wp:status"] not in IGNORED:
            record = posts.record(item, names)
            yield from names.records.pop(public=has_readers(record, now))
            yield record
    redirects += names.records.redirects


def _rules(survey: Survey) -> str:
    plugins = ", ".join(dict.fromkeys(RULE_TYPES[each] for each in survey.rules))
    return (
        f"has rules of {plugins} that keep posts from the public, but not to which posts they apply: name their categories "
        "with --members-only category:premium, or say --members-only none"
    )


class _Posts:
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
