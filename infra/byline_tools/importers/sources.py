"""The files that an import reads: those that were named, and those in named folders, zip files and gzip files.

What nobody named is read if its content is that of a file of articles, and otherwise counted. Hidden files are not looked at.
"""

import gzip
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, NoReturn
from zipfile import ZipFile, ZipInfo

from byline_tools.importers.archives import Budget, damage_refused, is_gzip, is_zip, member, unpacked, zip_file
from byline_tools.importers.kinds import HEAD, Kind, has_articles, kind_of
from byline_tools.importers.notes import Note
from byline_tools.importers.recognising import READ
from byline_tools.importers.records import FileRefused, LineProblem
from byline_tools.importers.report import Report
from byline_tools.importers.standard_input import STANDARD_INPUT, FileOrAddress, opened

LEFT_OUT = "files in folders and zip files that are no files of articles"
"""The kind of notes on what is not read, each with the ending of names."""

_Open = Callable[[], AbstractContextManager[IO[bytes]]]


@dataclass(frozen=True, slots=True)
class Source:
    """A file called `name` in messages. `open` returns it, to be read more than once, and raises FileRefused if it is damaged.

    `kind` is None if it is no file of articles, or damaged.
    """

    name: str
    open: _Open
    kind: Kind | None = None


class Sources:
    """Finds files, which can be opened while `up` is open. `report` gets how many are left out."""

    def __init__(self, report: Report, up: ExitStack) -> None:
        self._report = report
        self._up = up

    def named(self, paths: Sequence[FileOrAddress]) -> Iterator[Source | str]:
        """The files that `paths` name: files, folders, zip and gzip files, and `-` for standard input. Raises OSError.

        Addresses of feeds stay as they are.
        """
        for path in paths:
            if isinstance(path, str):
                yield path
            elif path.is_dir():
                yield from self._in_folder(path)
            elif path == STANDARD_INPUT:
                yield from self._in_file(str(path), partial(_from_start, self._up.enter_context(opened(path))))
            else:
                yield from self._in_file(str(path), partial(opened, path))

    def _in_folder(self, folder: Path) -> Iterator[Source]:
        number = 0
        for path in _files_in(folder):
            for source in self._in_file(str(path), partial(opened, path), named=False):
                number += 1
                yield source
        if not number:
            yield _refused(str(folder), f"has no file of articles: {READ}")

    def _in_file(self, name: str, open_: _Open, *, named: bool = True) -> Iterator[Source]:
        with open_() as file:
            head = file.read(HEAD)
        if is_zip(head):
            yield from self._in_zip(name, open_, named=named)
        elif is_gzip(head):
            yield from self._in_gzip(name, open_, named=named)
        elif named or has_articles(head):
            yield Source(name, open_, kind_of(head))
        else:
            self._leave_out(name)

    def _in_zip(self, name: str, open_: _Open, *, named: bool) -> Iterator[Source]:
        file = self._up.enter_context(open_())
        try:
            archive, infos = zip_file(name, file)
        except FileRefused as error:
            yield Source(name, partial(_raise, error))
            return
        budget = Budget(file.seek(0, os.SEEK_END))
        number = 0
        for info in infos:
            if source := self._member(f"{name}/{info.filename}", archive, info, budget):
                number += 1
                yield source
        if named and not number:
            yield _refused(name, f"has no file of articles: {READ}")

    def _member(self, name: str, archive: ZipFile, info: ZipInfo, budget: Budget) -> Source | None:
        """A member of a zip file, if it is a file of articles or damaged; otherwise it is counted."""
        try:
            with member(name, archive, info) as file, damage_refused(name):
                head = file.read(HEAD)
        except FileRefused as error:
            return Source(name, partial(_raise, error))
        if has_articles(head):
            return Source(name, partial(_opened_member, name, archive, info, budget), kind_of(head))
        self._leave_out(info.filename)
        return None

    def _in_gzip(self, name: str, open_: _Open, *, named: bool) -> Iterator[Source]:
        try:
            with open_() as file, damage_refused(name):
                head = gzip.GzipFile(fileobj=file, mode="rb").read(HEAD)
        except FileRefused as error:
            yield Source(name, partial(_raise, error))
            return
        if is_zip(head) or is_gzip(head):
            yield _refused(name, "is packed twice: unpack it once")
        elif named or has_articles(head):
            yield Source(name, partial(_opened_gzip, name, open_), kind_of(head))
        else:
            self._leave_out(name)

    def _leave_out(self, name: str) -> None:
        self._report.others.append(Note(LEFT_OUT, Path(name).suffix.lower() or Path(name).name))


def _files_in(folder: Path) -> Iterator[Path]:
    """The files in a folder and in those inside, without hidden ones, sorted."""
    for directory, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        yield from (path for each in sorted(names) if not each.startswith(".") and (path := Path(directory, each)).is_file())


@contextmanager
def _opened_member(name: str, archive: ZipFile, info: ZipInfo, budget: Budget) -> Iterator[IO[bytes]]:
    with member(name, archive, info) as packed, unpacked(name, packed, budget) as content:
        yield content


@contextmanager
def _opened_gzip(name: str, open_: _Open) -> Iterator[IO[bytes]]:
    with open_() as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        with unpacked(name, gzip.GzipFile(fileobj=file, mode="rb"), Budget(size)) as content:
            yield content


@contextmanager
def _from_start(file: IO[bytes]) -> Iterator[IO[bytes]]:
    file.seek(0)
    yield file


def _refused(name: str, reason: str) -> Source:
    return Source(name, partial(_raise, FileRefused(name, [LineProblem(1, reason)])))


def _raise(error: FileRefused) -> NoReturn:
    raise error
