"""The sections, tags and authors that posts name, and the records of those sections and authors."""

from collections.abc import Sequence
from functools import partial

from byline.intake.addresses import relative_address
from byline.model.article import MOST_AUTHORS, MOST_SECTIONS, MOST_TAGS
from byline_tools.importers.choices import Choices
from byline_tools.importers.exported import NamedRecords, most_of, without_address
from byline_tools.importers.ghost.addresses import Addresses
from byline_tools.importers.ghost.old_feeds import OldFeeds
from byline_tools.importers.ghost.tables import Row, Tables
from byline_tools.importers.notes import Note
from byline_tools.importers.records import Record
from byline_tools.importers.slugs import Slugs

NO_SECTION = "tags that are no section, because --sections names none for them"
"""The kind of notes on tags: Ghost has no sections."""


def is_internal(tag: Row) -> bool:
    """Whether readers never see a tag."""
    return tag["visibility"] != "public" or tag["name"].startswith("#")


class Names:
    """What posts are called by: `sections_and_tags` and `authors` return slugs and names, and add to `notes`.

    `records` has the records of the sections and authors that they name, and the redirects from their old feeds and the site's.
    """

    def __init__(self, tables: Tables, choices: Choices, addresses: Addresses) -> None:
        self._tables = tables
        self._mapping = choices.sections or {}
        self._addresses = addresses
        self._authors = Slugs({row["slug"] for row in tables.users.values()})
        self._old = OldFeeds(addresses.site)
        self.records = NamedRecords(self._old.of_site())

    def sections_and_tags(self, tags: Sequence[Row], line: int, notes: list[Note]) -> tuple[list[str], list[str]]:
        """The slugs of sections, and tags: those that are no sections, and those beyond the most sections."""
        sections: dict[str, None] = {}
        names: dict[str, None] = {}
        for tag in tags:
            if is_internal(tag):
                notes.append(Note("internal tags left out", tag["name"] or tag["slug"]))
                continue
            slug = self._mapping.get(("tag", tag["slug"]), "")
            if slug and (slug in sections or len(sections) < MOST_SECTIONS):
                sections[slug] = None
                old = self._old.of_section(slug, [row["slug"] for row in self._tags_of(slug)])
                self.records.add("section", slug, partial(self._section, slug, line, notes), old)
                continue
            if name := tag["name"] or tag["slug"]:
                names[name] = None
            notes.append(Note("tags beyond the most sections" if slug else NO_SECTION, tag["slug"]))
        return list(sections), most_of("tags", names, MOST_TAGS, notes)

    def authors(self, ids: Sequence[str], line: int, notes: list[Note]) -> list[str]:
        """The slugs of the authors with these ids."""
        slugs: dict[str, None] = {}
        for each in ids:
            if user := self._tables.users.get(each):
                slugs[self._author(user, line, notes)] = None
            else:
                notes.append(Note("authors whom the export does not have", "left out"))
        return most_of("authors", slugs, MOST_AUTHORS, notes)

    def _section(self, slug: str, line: int, notes: list[Note]) -> Record:
        """The record of a section: it is about the tag that is called as it is, or else its first tag."""
        about = min(self._tags_of(slug), key=lambda row: row["slug"] != slug)
        thing = {"type": "section", "slug": slug, "title": about["name"] or slug, "description": about["description"]}
        return Record(line, {**thing, **self._picture(about["feature_image"], notes)}, only_if_new=True, exported=True)

    def _tags_of(self, slug: str) -> list[Row]:
        """The tags that are the section `slug`."""
        return [row for row in self._tables.tags.values() if self._mapping.get(("tag", row["slug"])) == slug]

    def _author(self, user: Row, line: int, notes: list[Note]) -> str:
        slug = self._authors.of(user["slug"] or user["id"], user["slug"], user["name"])
        old = self._old.of_author(slug, user["slug"])
        self.records.add("author", slug, partial(self._author_record, user, slug, line, notes), old)
        return slug

    def _author_record(self, user: Row, slug: str, line: int, notes: list[Note]) -> Record:
        website = self._addresses.web_address(user["website"])
        if user["website"] and not website:
            notes.append(Note("pages of authors left out", "no address"))
        page = {"url": website} if website else {}
        thing = {"type": "author", "slug": slug, "name": without_address(user["name"]) or slug, "bio": user["bio"]}
        return Record(line, {**thing, **page, **self._picture(user["profile_image"], notes)}, exported=True)

    def _picture(self, written: str, notes: list[Note]) -> dict[str, dict[str, str]]:
        """The picture of a section or author, which keeps it from being stored if its address is none."""
        if not (url := self._addresses.resolved(written)):
            return {}
        try:
            return {"image": {"url": relative_address(url)}}
        except ValueError:
            notes.append(Note("pictures of sections and authors left out", "no address"))
            return {}
