"""The sections, tags and authors that posts name, and the records of those sections and authors."""

from byline.model.article import MOST_AUTHORS, MOST_SECTIONS, MOST_TAGS
from byline_tools.importers.choices import Choices
from byline_tools.importers.exported import NamedRecords, most_of, without_address
from byline_tools.importers.notes import Note
from byline_tools.importers.records import Record
from byline_tools.importers.slugs import Slugs
from byline_tools.importers.wordpress.items import Item, ItemTerm
from byline_tools.importers.wordpress.old_feeds import OldFeeds
from byline_tools.importers.wordpress.survey import NamedTerm, Person, Survey

CO_AUTHOR = "cap-"
"""With this, the nicenames of co-authors begin."""

_DEFAULT = "uncategorized"
_READ = frozenset({"category", "post_tag", "author", "post_format"})


class Names:
    """What posts are called by: `sections`, `tags` and `authors` return slugs and names, and add to `notes`.

    `records` has the records of the sections and authors that they name, and the redirects from their old feeds and the site's.
    """

    def __init__(self, survey: Survey, choices: Choices) -> None:
        self._survey = survey
        self._mapping = choices.sections
        mapped = set((choices.sections or {}).values())
        self._sections = Slugs(mapped or {nicename for taxonomy, nicename in survey.terms if taxonomy == "category"})
        self._authors = Slugs(survey.people)
        self._old = OldFeeds(survey)
        self.records = NamedRecords(self._old.of_site())

    def sections_and_tags(self, item: Item, notes: list[Note]) -> tuple[list[str], list[str]]:
        """The slugs of an item's sections, and its tags: the terms that are no sections, and those beyond the most sections."""
        sections: dict[str, None] = {}
        tags: dict[str, None] = {}
        for term in sorted(item.terms, key=lambda each: each.taxonomy != "category"):
            slug = self._section(term, item.line, full=len(sections) >= MOST_SECTIONS, notes=notes)
            if slug:
                sections[slug] = None
            elif term.taxonomy in ("category", "post_tag") and (name := term.name or term.nicename):
                tags[name] = None
            elif term.taxonomy not in _READ:
                notes.append(Note("terms left out", term.taxonomy))
        return list(sections), most_of("tags", tags, MOST_TAGS, notes)

    def authors(self, item: Item, notes: list[Note]) -> list[str]:
        """The slugs of an item's authors: its co-authors, or else who created it."""
        guests = [self._login(each) for each in item.terms if each.taxonomy == "author"]
        creator = item["dc:creator"]
        logins = guests or [self._survey.linked.get(creator, creator)]
        slugs = {self._author(login, item.line, notes): None for login in logins if login}
        return most_of("authors", slugs, MOST_AUTHORS, notes)

    def _section(self, term: ItemTerm, line: int, *, full: bool, notes: list[Note]) -> str:
        """The slug of the section that a term is; empty if it is none."""
        key = (term.taxonomy, term.nicename)
        if (term.taxonomy != "category") if self._mapping is None else (key not in self._mapping):
            if self._mapping is not None and term.taxonomy == "category":
                notes.append(Note("categories that became tags, because no section is given for them", term.nicename))
            return ""
        if full:
            notes.append(Note("categories beyond the most sections, which became tags", term.nicename))
            return ""
        if term.nicename == _DEFAULT:
            notes.append(Note("posts in the category that WordPress gives to posts without one", term.name or term.nicename))
        slug = self._mapping[key] if self._mapping else self._sections.of(term.nicename, term.nicename, term.name)
        old = self._old.of_section(slug, self._terms_of(term, slug))
        self.records.add("section", slug, lambda: self._section_record(term, slug, line), old)
        return slug

    def _section_record(self, term: ItemTerm, slug: str, line: int) -> Record:
        named = (self._survey.terms.get(key) for key in self._terms_of(term, slug))
        found = next(filter(None, named), None)
        about = found or NamedTerm(term.name or term.nicename, "", line)
        thing = {"type": "section", "slug": slug, "title": about.name or term.name or term.nicename}
        more = {"description": about.description} if found else {}
        changes = self._mapping is None and term.nicename != slug
        notes = [Note("addresses of sections that changed", f"{term.nicename} to {slug}")] if changes else []
        return Record(about.line, {**thing, **more}, only_if_new=self._mapping is not None, notes=tuple(notes), exported=True)

    def _terms_of(self, term: ItemTerm, slug: str) -> list[tuple[str, str]]:
        """The terms that a section may get its title from, the one that is called as the section is first."""
        mapped = [key for key, each in (self._mapping or {}).items() if each == slug]
        return sorted(mapped, key=lambda key: key[1] != slug) or [(term.taxonomy, term.nicename)]

    def _login(self, term: ItemTerm) -> str:
        """The login of a co-author, whose term has it as its name, or behind CO_AUTHOR."""
        nicename = term.nicename.removeprefix(CO_AUTHOR)
        login = next((each for each in (term.name, nicename) if each in self._survey.people), nicename or term.name)
        return self._survey.linked.get(login, login)

    def _author(self, login: str, line: int, notes: list[Note]) -> str:
        person = self._survey.people.get(login)
        if person is None:
            notes.append(Note("authors of whom the export has no name", without_address(login)))
        about = person or Person(without_address(login), line)
        name = without_address(about.name)
        slug = self._authors.of(login, *([name] if "@" in login else [login, name]))
        self.records.add("author", slug, lambda: _author_record(about, slug), self._old.of_author(slug, login))
        return slug


def _author_record(person: Person, slug: str) -> Record:
    bio = {"bio": person.bio} if person.bio is not None else {}
    thing = {"type": "author", "slug": slug, "name": without_address(person.name) or slug, **bio}
    return Record(person.line, thing, exported=True)
