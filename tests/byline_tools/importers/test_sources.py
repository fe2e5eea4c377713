"""Files are read from folders, zip files, gzip files and standard input, whatever they are called."""

import io
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from byline.desk.publisher import Publisher
from byline.intake.inputs import Origin
from byline_tools.importers import archives
from byline_tools.importers.importer import Importer
from byline_tools.importers.records import FileRefused, FilesRefused
from byline_tools.importers.report import counted
from byline_tools.importers.sources import LEFT_OUT
from tests.support import ghost, wordpress
from tests.support.archives import gzipped, zipped

WXR = wordpress.wxr(wordpress.item(1, creator="sam"))
GHOST = json.dumps(ghost.export(ghost.post(2)))
SECTION = '{"type": "section", "slug": "world", "title": "World"}\n'
AUTHOR = json.dumps([{"type": "author", "slug": "al", "name": "Al Low"}], indent=1)
FILES = {"export.xml": WXR, "a/the.json": GHOST, "a/b/section": SECTION, "authors.txt": AUTHOR}
NAMES = ["authors/al", "authors/jane", "authors/sam", "sections/world"]
PICTURE = b"\xff\xd8\xff"
NOT_ARTICLES: dict[str, str | bytes] = {"a/fog.jpg": PICTURE, "package.json": '{"name": "x"}', "readme": "Text", "b.JPG": PICTURE}
HIDDEN = {".git/x.json": SECTION, "a/.ds": SECTION, "__MACOSX/x": SECTION}


@pytest.fixture
def importer(publisher: Publisher) -> Importer:
    return Importer(publisher, Origin("https://www.example.com", "example.com,2026"))


def read(importer: Importer, *paths: Path) -> list[str]:
    """The names of the sections and authors, and the number of articles."""
    names = [each.name for each in importer.read(paths)]
    profiles = sorted(name for name in names if not name.startswith("article"))
    return [*profiles, *([f"{len(names) - len(profiles)} articles"] if len(names) > len(profiles) else [])]


def refusal(importer: Importer, *paths: Path) -> str:
    with pytest.raises((FileRefused, FilesRefused)) as refused:
        importer.read(paths)
    return str(refused.value)


def folder(path: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_several_files_are_read_together(importer: Importer, tmp_path: Path) -> None:
    folder(tmp_path, FILES)
    assert read(importer, *(tmp_path / name for name in FILES)) == [*NAMES, "2 articles"]


def test_a_folder_is_read_with_those_inside(importer: Importer, tmp_path: Path) -> None:
    assert read(importer, folder(tmp_path, FILES)) == [*NAMES, "2 articles"]


def test_a_zip_file_is_read(importer: Importer, tmp_path: Path) -> None:
    assert read(importer, written(tmp_path / "x", zipped(FILES))) == [*NAMES, "2 articles"]


@pytest.mark.parametrize(
    ("text", "found"),
    [(WXR, ["authors/sam", "1 articles"]), (GHOST, ["authors/jane", "1 articles"]), (SECTION, NAMES[3:]), (AUTHOR, NAMES[:1])],
    ids=["WordPress", "Ghost", "NDJSON", "list"],
)
def test_a_gzip_file_is_read(importer: Importer, tmp_path: Path, text: str, found: list[str]) -> None:
    assert read(importer, written(tmp_path / "x", gzipped(text))) == found


@pytest.mark.parametrize("content", [zipped(FILES), gzipped(WXR), GHOST.encode()], ids=["zip", "gzip", "plain"])
def test_standard_input_is_read(importer: Importer, monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert read(importer, Path("-"))[-1].endswith(" articles")


def test_archives_in_a_folder_are_read(importer: Importer, tmp_path: Path) -> None:
    folder(tmp_path, {"a.zip": zipped({"x": WXR}), "b": gzipped(GHOST), "photos.zip": zipped({"a.jpg": b"\xff\xd8\xff"})})
    assert read(importer, tmp_path) == ["authors/jane", "authors/sam", "2 articles"]


@pytest.mark.parametrize("packed", [True, False], ids=["zip", "folder"])
def test_what_nobody_named_and_has_no_articles_is_counted(importer: Importer, tmp_path: Path, packed: bool) -> None:
    files: dict[str, str | bytes] = {**FILES, **NOT_ARTICLES, **(HIDDEN if packed else dict(list(HIDDEN.items())[:2]))}
    path = written(tmp_path / "x", zipped(files)) if packed else folder(tmp_path, files)
    assert read(importer, path) == [*NAMES, "2 articles"]
    assert counted(importer.report.notes())[LEFT_OUT] == {".jpg": 2, ".json": 1, "readme": 1}


@pytest.mark.parametrize("packed", [True, False], ids=["zip", "folder"])
def test_without_any_article_a_folder_or_zip_file_is_refused(importer: Importer, tmp_path: Path, packed: bool) -> None:
    path = written(tmp_path / "x", zipped(NOT_ARTICLES)) if packed else folder(tmp_path, NOT_ARTICLES)
    assert refusal(importer, path).startswith(f"{path}:1: has no file of articles: Byline reads newsroom files")


def test_a_problem_is_named_with_the_member(importer: Importer, tmp_path: Path) -> None:
    path = written(tmp_path / "x.zip", zipped({"a/b": SECTION + SECTION}))
    assert refusal(importer, path) == f"{path}/a/b:2: sections/world is already in line 1"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04 and more", "cannot be unpacked (File is not a zip file)"),
        (b"\x1f\x8b\x08 and more", "cannot be unpacked ("),
        (gzipped(WXR)[:300], "cannot be unpacked (Compressed file ended"),
        (gzipped(gzipped(WXR)), "is packed twice"),
        (gzipped(zipped(FILES)), "is packed twice"),
        (zipped({"x": zipped(FILES)}), "has no file of articles"),
        (zipped({"../x": WXR}), "has a member that leads outside of it ('../x')"),
        (zipped({"/x": WXR}), "has a member that leads outside of it ('/x')"),
        (zipped({"C:/x": WXR}), "has a member that leads outside of it ('C:/x')"),
        (zipped({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}), "is a document of Word"),
        (zipped({"mimetype": "application/epub+zip"}), "is a document of LibreOffice"),
        (zipped({"posts.csv": "a,b,c", "posts/1.html": "<p>"}), "is an export of Substack"),
        (zipped({"README.html": "<p>", "posts/1.html": "<p>"}), "is an export of Medium"),
        (zipped({}), "has no file of articles"),
    ],
    ids=range(14),
)
def test_what_cannot_be_unpacked_is_refused(importer: Importer, tmp_path: Path, content: bytes, reason: str) -> None:
    path = written(tmp_path / "x", content)
    assert refusal(importer, path).startswith(f"{path}:1: {reason}")


def test_a_damaged_member_is_refused_and_named(importer: Importer, tmp_path: Path) -> None:
    content = bytearray(zipped({"x": WXR}))
    content[60:70] = bytes(10)
    path = written(tmp_path / "z", bytes(content))
    assert refusal(importer, path).startswith(f"{path}/x:1: cannot be unpacked (")


LONG = SECTION + " " * 3_000_000


@pytest.mark.parametrize("content", [zipped({"a": LONG}), gzipped(LONG)], ids=["zip", "gzip"])
def test_what_becomes_far_larger_is_refused(
    importer: Importer, tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "ALWAYS_ALLOWED", 100_000)
    assert "or more than 200 times larger: unpack it yourself" in refusal(importer, written(tmp_path / "x", content))


def test_all_members_together_are_bounded(importer: Importer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_UNPACKED", 100)
    path = written(tmp_path / "x", zipped({"a": SECTION, "b": SECTION.replace("world", "sport"), "c": SECTION}))
    assert refusal(importer, path).startswith(f"{path}/b:1: becomes too large")


def test_too_many_members_are_refused(importer: Importer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 2)
    path = written(tmp_path / "x", zipped({"a": WXR, "b": "", "c": ""}))
    assert "has 3 members, at most 2 are allowed" in refusal(importer, path)


@pytest.mark.parametrize("text", ["<opml version='2.0'/>", "a,b,c\n1,2,3\n", "Only text."], ids=["OPML", "CSV", "text"])
def test_a_file_that_was_named_and_has_no_articles_is_refused(importer: Importer, tmp_path: Path, text: str) -> None:
    assert f"{tmp_path / 'x'}:1: " in refusal(importer, written(tmp_path / "x", text.encode()))
