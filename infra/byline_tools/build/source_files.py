"""The source files of the functions and the tools: their sizes, and the modules that each of them imports."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[3]
SOURCE_FOLDERS = ("functions", "infra")
"""The folders, relative to the root, from which Python imports the project's modules."""

FUNCTION_FILES = "functions"
"""The wing of the modules outside any package: one file for each deployed function."""

PACKAGES_WITH_WINGS = frozenset({"byline", "byline_tools"})
"""Packages whose subpackages are separate wings. Any other package is one wing."""


@dataclass(frozen=True, slots=True)
class FunctionSize:
    """A function or method: `name` as `module.function`, and its length from the `def` line to the last line."""

    name: str
    lines: int


@dataclass(frozen=True)
class SourceFile:
    """A Python file: `path` relative to the root, the `module` it is imported as, and its `text`."""

    path: Path
    module: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree of the file."""
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        """The number of lines, blank ones and comments included."""
        return len(self.text.splitlines())

    @property
    def only_a_docstring(self) -> bool:
        """Whether the file contains no code, like most `__init__.py`."""
        return all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in self.tree.body)

    @property
    def functions(self) -> list[FunctionSize]:
        """Every function and method of the file, nested ones included."""
        found = (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
        return [FunctionSize(f"{self.module}.{node.name}", (node.end_lineno or 0) - node.lineno + 1) for node in found]

    @property
    def imported_names(self) -> Iterator[str]:
        """Every dotted name that the file imports, at any level: a module, or a member of a module."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)

    @property
    def wing(self) -> str:
        """The wing of the file, such as `byline.storage`, `byline_http` or `functions`."""
        _, package, *parts = self.path.with_suffix("").parts
        if not parts:
            return FUNCTION_FILES
        return f"{package}.{parts[0]}" if package in PACKAGES_WITH_WINGS else package


def source_files(root: Path = ROOT) -> list[SourceFile]:
    """Every Python file of `functions/` and `infra/` that contains code, by path."""
    folders = [root / folder for folder in SOURCE_FOLDERS]
    paths = [(path, folder) for folder in folders for path in sorted(folder.rglob("*.py"))]
    files = [
        SourceFile(path.relative_to(root), _module(path, folder), path.read_text(encoding="utf-8")) for path, folder in paths
    ]
    return [file for file in files if not file.only_a_docstring]


def _module(path: Path, folder: Path) -> str:
    parts = path.relative_to(folder).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
