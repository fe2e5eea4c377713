"""Imports files: reads and checks all of them first, then stores them. If one file is refused, nothing is stored."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from byline.desk.publisher import Publisher
from byline.errors import Refused
from byline.intake.inputs import Origin
from byline.model.article import Article
from byline.model.feed_key import FeedKey
from byline.model.kinds import feed_about, profiles_of
from byline.model.profiles import Profile
from byline.storage.editing import Outcome, Source
from byline_tools.importers.ndjson import is_newsroom_file, read_newsroom_file
from byline_tools.importers.records import FileRefused, LineProblem, Record, text_of
from byline_tools.importers.saved_page import SavedPage
from byline_tools.importers.taken_addresses import taken_addresses

IMPORT = Source(imports=True)


@dataclass(frozen=True, slots=True)
class Admitted:
    """An article, section or author that passed its own checks, the fields it states, and the file and line it came from."""

    path: str
    line: int
    thing: Article | Profile
    stated: frozenset[str]
    only_if_new: bool

    @property
    def name(self) -> str:
        """The unique name, also used in messages: `article <id>` or the name of the feed."""
        return f"article {self.thing.id}" if isinstance(self.thing, Article) else str(feed_about(self.thing))


class Importer:
    """Imports files of the newsroom `origin` and stores them through `publisher`."""

    def __init__(self, publisher: Publisher, origin: Origin) -> None:
        self._publisher = publisher
        self._origin = origin

    def read(self, paths: Sequence[Path], published: datetime | None = None) -> list[Admitted]:
        """The content of all files, in the order to store it: sections and authors, then articles, oldest first.

        `published` is the publication time of saved pages, which do not state it. Raises FileRefused for the first file with a
        wrong line, with all its wrong lines.
        """
        admitted = [thing for path in paths for thing in self._read(path, published)]
        for path in paths:
            self._refuse_unknown(str(path), admitted)
        return sorted(admitted, key=_order)

    def refuse_taken_addresses(self, admitted: Sequence[Admitted]) -> None:
        """Raise FileRefused for the first file with an article whose address another article has, with all of these."""
        articles = {each.thing.id: each for each in admitted if isinstance(each.thing, Article)}
        taken = list(taken_addresses(self._publisher, [each.thing for each in admitted if isinstance(each.thing, Article)]))
        for path in dict.fromkeys(articles[each.subject].path for each in taken):
            lines = [(articles[each.subject], each) for each in taken if articles[each.subject].path == path]
            raise FileRefused(path, [LineProblem(each.line, str(error)) for each, error in lines])

    def store(
        self, admitted: Sequence[Admitted], source: Source = IMPORT, progress: Callable[[], None] = lambda: None
    ) -> Counter[Outcome]:
        """Store what `read` returned, calling `progress` after each; returns how many had each outcome.

        What the desk has changed since the last import is left alone, as far as `source` does so.
        """
        outcomes: Counter[Outcome] = Counter()
        for each in admitted:
            outcomes[self._publisher.put(each.thing, each.stated, source, only_if_new=each.only_if_new)] += 1
            progress()
        return outcomes

    def _read(self, path: Path, published: datetime | None) -> list[Admitted]:
        problems: list[LineProblem] = []
        admitted = list(self._admitted(str(path), _records(path, self._origin.site_url, published), problems))
        problems += _named_twice(admitted)
        if problems:
            raise FileRefused(str(path), sorted(problems, key=lambda problem: problem.line))
        return admitted

    def _admitted(self, path: str, records: list[Record], problems: list[LineProblem]) -> Iterator[Admitted]:
        for record in records:
            try:
                yield Admitted(path, record.line, self._origin.admit(record.thing), frozenset(record.thing), record.only_if_new)
            except Refused as error:
                problems += [LineProblem(record.line, f"{error.subject}: {problem}") for problem in error.problems]

    def _refuse_unknown(self, path: str, admitted: Sequence[Admitted]) -> None:
        """Raise FileRefused if an article names a section or author that is neither in the files nor in the table."""
        named = {each.name for each in admitted}
        missing = {key for each in admitted for key in _profiles_of(each.thing) if str(key) not in named}
        missing -= self._publisher.existing(missing)
        problems = [
            LineProblem(each.line, f"{each.name}: names {key}, which is neither in the files nor in the table")
            for each in admitted
            if each.path == path
            for key in _profiles_of(each.thing)
            if key in missing
        ]
        if problems:
            raise FileRefused(path, problems)


def _records(path: Path, site_url: str, published: datetime | None) -> list[Record]:
    text = text_of(path)
    if is_newsroom_file(text):
        return read_newsroom_file(str(path), text)
    return SavedPage(str(path), text).records(site_url=site_url, published=published)


def _named_twice(admitted: Sequence[Admitted]) -> Iterator[LineProblem]:
    first: dict[str, int] = {}
    for each in admitted:
        if each.name in first:
            yield LineProblem(each.line, f"{each.name} is already in line {first[each.name]}")
        first.setdefault(each.name, each.line)


def _profiles_of(thing: Article | Profile) -> tuple[FeedKey, ...]:
    return profiles_of(thing) if isinstance(thing, Article) else ()


def _order(each: Admitted) -> tuple[bool, str]:
    return (True, each.thing.published.isoformat()) if isinstance(each.thing, Article) else (False, "")
