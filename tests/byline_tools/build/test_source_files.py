"""The size, the wing and the imports of a source file."""

from pathlib import Path

import pytest

from byline_tools.build.source_files import FunctionSize, SourceFile, source_files

TEXT = '''"""A module."""

import json
from byline.model import feed, site


class Thing:
    """A class."""

    @property
    def long(self):
        """A method with a nested function."""
        def nested():
            return 1
        return nested


async def short():
    from byline.errors import Refused
'''


def file(path: str = "functions/byline/storage/thing.py", text: str = TEXT) -> SourceFile:
    return SourceFile(Path(path), "byline.storage.thing", text)


def test_blank_lines_and_docstrings_count_as_lines() -> None:
    assert file().lines == 19


def test_a_function_is_measured_from_its_def_line_to_its_last_line() -> None:
    prefix = "byline.storage.thing"
    assert sorted(file().functions, key=lambda each: each.name) == [
        FunctionSize(f"{prefix}.long", 5),
        FunctionSize(f"{prefix}.nested", 2),
        FunctionSize(f"{prefix}.short", 2),
    ]


def test_imports_are_found_wherever_they_are() -> None:
    assert set(file().imported_names) == {"json", "byline.model.feed", "byline.model.site", "byline.errors.Refused"}


@pytest.mark.parametrize(
    ("path", "wing"),
    [
        ("functions/serve_feeds.py", "functions"),
        ("functions/byline/errors.py", "byline.errors"),
        ("functions/byline/storage/items.py", "byline.storage"),
        ("functions/byline/storage/more/items.py", "byline.storage"),
        ("functions/byline_http/desk_api.py", "byline_http"),
        ("infra/byline_tools/cli/command.py", "byline_tools.cli"),
    ],
)
def test_the_wing_follows_from_the_path(path: str, wing: str) -> None:
    assert file(path).wing == wing


def test_files_without_code_are_not_among_the_source_files(tmp_path: Path) -> None:
    package = tmp_path / "functions" / "byline" / "model"
    package.mkdir(parents=True)
    (tmp_path / "infra").mkdir()
    (package / "__init__.py").write_text('"""A package."""\n', encoding="utf-8")
    (package / "article.py").write_text("ARTICLE = 1\n", encoding="utf-8")
    (package.parent / "__init__.py").write_text("BYLINE = 1\n", encoding="utf-8")
    assert [(each.path.as_posix(), each.module) for each in source_files(tmp_path)] == [
        ("functions/byline/__init__.py", "byline"),
        ("functions/byline/model/article.py", "byline.model.article"),
    ]
