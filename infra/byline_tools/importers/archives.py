"""Unpacks zip and gzip files, within bounds: of members, of bytes, and of how much larger they become."""

import gzip
import struct
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from lzma import LZMAError
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO, Protocol
from zipfile import BadZipFile, ZipFile, ZipInfo

from byline_tools.importers.records import FileRefused, LineProblem
from byline_tools.importers.standard_input import MOST_IN_MEMORY

MOST_MEMBERS = 10_000
MOST_UNPACKED = 10_000_000_000
"""In bytes, of all members together."""
MOST_RATIO = 200
"""How many times larger a file may become when it is unpacked."""
ALWAYS_ALLOWED = 50_000_000
"""In bytes: what is smaller when it is unpacked may have any ratio."""

_CHUNK = 1_000_000
_DAMAGED = (BadZipFile, gzip.BadGzipFile, zlib.error, LZMAError, EOFError, OSError, RuntimeError, NotImplementedError)
_WRONG = (struct.error, ValueError, IndexError, OverflowError, KeyError, MemoryError, AttributeError, TypeError)
"""What zipfile raises for damaged files as well."""

_OFFICE = {"[Content_Types].xml": "Word, Excel or PowerPoint", "mimetype": "LibreOffice, or a book (EPUB)"}
_OTHERS = {"posts.csv": "Substack", "profile/profile.html": "Medium", "README.html": "Medium"}
"""Members of exports of other systems."""


class Readable(Protocol):
    """What can be read once."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none only at the end."""


class TooLarge(Exception):
    """A file becomes too large when it is unpacked. Never leaves this module."""


class Budget:
    """How much may be unpacked of a file of `size` bytes, all members together."""

    def __init__(self, size: int) -> None:
        self._most = min(MOST_UNPACKED, max(ALWAYS_ALLOWED, size * MOST_RATIO))
        self._spent: dict[str, int] = {}

    def spend(self, name: str, size: int) -> None:
        """Note that the member called `name` has at least this size. Raises TooLarge."""
        self._spent[name] = size
        if sum(self._spent.values()) > self._most:
            raise TooLarge


def is_zip(head: bytes) -> bool:
    """Whether a file that begins with `head` is a zip file."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def is_gzip(head: bytes) -> bool:
    """Whether a file that begins with `head` is a gzip file."""
    return head.startswith(b"\x1f\x8b")


def zip_file(name: str, file: IO[bytes]) -> tuple[ZipFile, list[ZipInfo]]:
    """The zip file in `file`, and its members without folders and hidden files. Raises FileRefused."""
    with damage_refused(name):
        archive = ZipFile(file)
    infos = archive.infolist()
    if sentence := _wrong(infos):
        raise FileRefused(name, [LineProblem(1, sentence)])
    return archive, [each for each in infos if not each.is_dir() and not _is_hidden(each.filename)]


@contextmanager
def member(name: str, archive: ZipFile, info: ZipInfo) -> Iterator[IO[bytes]]:
    """A member of a zip file, to be read once. Raises FileRefused where it cannot be opened."""
    with ExitStack() as up:
        with damage_refused(name):
            opened = up.enter_context(archive.open(info))
        yield opened


@contextmanager
def unpacked(name: str, file: Readable, budget: Budget) -> Iterator[IO[bytes]]:
    """The content of `file`, which unpacks as it is read, to be read more than once. Raises FileRefused."""
    with SpooledTemporaryFile(MOST_IN_MEMORY) as spooled:
        with damage_refused(name):
            size = 0
            while chunk := file.read(_CHUNK):
                size += spooled.write(chunk)
                budget.spend(name, size)
        spooled.seek(0)
        yield spooled


@contextmanager
def damage_refused(name: str) -> Iterator[None]:
    """Raises FileRefused for what is raised where an archive is damaged, protected or too large."""
    try:
        yield
    except TooLarge as error:
        reason = f"becomes too large when it is unpacked, or more than {MOST_RATIO} times larger: unpack it yourself"
        raise FileRefused(name, [LineProblem(1, reason)]) from error
    except (*_DAMAGED, *_WRONG) as error:
        reason = f"cannot be unpacked ({error or type(error).__name__}): download it again, or unpack it yourself"
        raise FileRefused(name, [LineProblem(1, reason)]) from error


def _wrong(infos: list[ZipInfo]) -> str | None:
    names = [each.filename for each in infos]
    if len(names) > MOST_MEMBERS:
        return f"has {len(names):,} members, at most {MOST_MEMBERS:,} are allowed: unpack it, and name the folder"
    if outside := next(filter(_leads_outside, names), None):
        return f"has a member that leads outside of it ({outside!r}): pack it again"
    if program := next((program for each, program in _OFFICE.items() if each in names), None):
        return f"is a document of {program}: save the text as NDJSON"
    if system := next((system for each, system in _OTHERS.items() if each in names), None):
        return f"is an export of {system}, which has its texts as pages: import it into WordPress or Ghost, and what these export"
    return None


def _leads_outside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or name[1:2] == ":"


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)
