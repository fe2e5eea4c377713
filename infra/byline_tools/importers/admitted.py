"""What was read from files, and the checks that need more than one line: names given twice, unknown sections and authors."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from byline.desk.article_edits import AS_STORED
from byline.desk.lifecycle_edits import StatedLifecycle
from byline.errors import StoreUnavailable
from byline.model.article import Article
from byline.model.feed_key import FeedKey
from byline.model.kinds import KINDS, feed_about, naming, profiles_of, readable_names
from byline.model.profiles import Profile
from byline.model.values import is_slug
from byline_tools.importers.notes import Note
from byline_tools.importers.records import LineProblem, Record
from byline_tools.importers.report import Noted

NOT_STORED = "sections and authors left out of articles, because no public or scheduled one names them or they are refused"
"""The kind of notes on what exported articles do not name any more."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """An article, section or author that passed its own checks, the fields it states, and the file and line it came from.

    An article states its `lifecycle`, too; for one that is `exported` or `lapses`, and for its `notes`, see Record.
    """

    path: str
    line: int
    thing: Article | Profile
    stated: frozenset[str]
    only_if_new: bool
    lifecycle: StatedLifecycle = AS_STORED
    exported: bool = False
    lapses: bool = False
    notes: tuple[Note, ...] = ()

    def noted(self) -> Noted:
        """The notes, for the report."""
        name = self.thing.title if isinstance(self.thing, Article) else str(feed_about(self.thing))
        return Noted(self.path, self.line, name, self.notes)

    def without(self, keys: Collection[FeedKey]) -> "Admitted":
        """An article that does not name these sections and authors, with a note of each that it named."""
        if not isinstance(self.thing, Article) or not (lost := [key for key in profiles_of(self.thing) if key in keys]):
            return self
        thing = naming(self.thing, [key for key in profiles_of(self.thing) if key not in lost])
        return replace(self, thing=thing, notes=(*self.notes, *(Note(NOT_STORED, str(key)) for key in lost)))

    @property
    def name(self) -> str:
        """The unique name, also used in messages: `article <id>` or the name of the feed."""
        return f"article {self.thing.id}" if isinstance(self.thing, Article) else str(feed_about(self.thing))


@dataclass(slots=True)
class FileRead:
    """A file that was read: its objects, those of them that passed their own checks, and all problems found so far."""

    path: str
    records: list[Record] = field(default_factory=list)
    admitted: list[Admitted] = field(default_factory=list)
    problems: list[LineProblem] = field(default_factory=list)

    def in_order(self) -> list[LineProblem]:
        """The problems by line; those of one line as they were found."""
        return sorted(self.problems, key=lambda problem: problem.line)

    def names(self) -> Iterator[tuple[int, str]]:
        """The line and the name of each object, as far as that is known of those that did not pass their checks."""
        passed = self._articles()
        for record in self.records:
            if name := _name_of(record, passed):
                yield record.line, name

    def articles(self) -> Iterator[tuple[int, str, list[FeedKey]]]:
        """The line of each article, its id, and the sections and authors that it names, as far as they are known."""
        passed = self._articles()
        for record in self.records:
            article_id = _name_of(record, passed).removeprefix("article ")
            if article_id and (named := _named_in(record.thing)):
                yield record.line, article_id, named

    def problems_with(self, keys: Collection[FeedKey]) -> Iterator[LineProblem]:
        """A problem for each of these sections and authors in each article that names it, and is not exported."""
        passed = self._articles()
        for record in self.records:
            if record.exported:
                continue
            yield from (_unknown(record, _name_of(record, passed), key) for key in _named_in(record.thing) if key in keys)

    def _articles(self) -> dict[int, str]:
        """The names of the articles that passed their checks, by line, of which each has one at most."""
        return {each.line: each.name for each in self.admitted if isinstance(each.thing, Article)}


def in_order(files: Sequence[FileRead]) -> list[Admitted]:
    """What passed its checks, in the order to store it: sections and authors, then articles, oldest first."""
    return sorted((thing for file in files for thing in file.admitted), key=_order)


def find_named_twice(file: FileRead) -> None:
    """Add a problem for each object of `file` that has the name of an earlier one."""
    first: dict[str, int] = {}
    for line, name in file.names():
        if name in first:
            file.problems.append(LineProblem(line, f"{name} is already in line {first[name]}", "name something twice"))
        first.setdefault(name, line)


def find_unknown(files: Sequence[FileRead], existing: Callable[[Collection[FeedKey]], set[FeedKey]]) -> None:
    """Add a problem for each section and author that is named by an article, and is neither in `files` nor in the table.

    Exported articles do not name them any more: an export has no record of what readers could not see. `existing` returns those
    of some names that are in the table. Raises StoreUnavailable unless the files have problems already.
    """
    here = {name for file in files for _, name in file.names()}
    missing = {key for file in files for record in file.records for key in _named_in(record.thing) if str(key) not in here}
    if any(file.problems for file in files):
        with suppress(StoreUnavailable):
            missing -= existing(missing)
    else:
        missing -= existing(missing)
    for file in files:
        file.problems += file.problems_with(missing)
        file.admitted = [each.without(missing) if each.exported else each for each in file.admitted]


def _order(each: Admitted) -> tuple[bool, str]:
    return (True, each.thing.published.isoformat()) if isinstance(each.thing, Article) else (False, "")


def _name_of(record: Record, articles: Mapping[int, str]) -> str:
    """The name of a record, of which `articles` has those of articles by line; empty if it is not known."""
    return (articles.get(record.line, "") if record.thing.get("type") == "article" else "") or _name(record.thing)


def _unknown(record: Record, name: str, key: FeedKey) -> LineProblem:
    problem = f"names {key}, which is neither in the files nor in the table"
    return LineProblem(record.line, f"{name or 'article'}: {problem}", problem.replace("names", "name", 1))


def _name(thing: Mapping[str, Any]) -> str:
    """The name of an object as it was sent; empty if it has none."""
    if thing.get("type") == "article":
        return f"article {thing['id']}" if isinstance(thing.get("id"), str) else ""
    found = (FeedKey(row.kind, thing["slug"]) for row in KINDS if thing.get("type") == row.noun and _is_slug(thing.get("slug")))
    return str(next(found, ""))


def _named_in(thing: Mapping[str, Any]) -> list[FeedKey]:
    """The sections and authors that an article names, each once."""
    return readable_names(thing) if thing.get("type") == "article" else []


def _is_slug(value: Any) -> bool:
    return isinstance(value, str) and is_slug(value)
