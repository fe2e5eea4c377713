"""Links from the documentation to lines of the code: `make docs` gives each the line on which its name is defined.

A link has the form [`DocumentCache.document`](../functions/byline/serving/document_cache.py#L71).
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from byline_tools.build.source_files import ROOT, SourceFile, source_files

LINK = re.compile(r"\[`(?P<name>[\w.]+)`\]\((?P<up>(?:\.\./)*)(?P<path>[\w/]+\.py)#L(?P<line>\d+)\)")

Definitions = Mapping[str, Mapping[str, int]]
"""By path of a file: the line of each name that it defines."""


def definitions(files: Sequence[SourceFile]) -> Definitions:
    """Where the functions, classes, methods and constants of `files` are defined; a method is named `Class.method`."""
    return {file.path.as_posix(): dict(_defined(file.tree.body)) for file in files}


def _defined(body: Sequence[ast.stmt], prefix: str = "") -> Iterator[tuple[str, int]]:
    for node in body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield f"{prefix}{node.name}", node.lineno
            case ast.ClassDef():
                yield f"{prefix}{node.name}", node.lineno
                yield from _defined(node.body, f"{prefix}{node.name}.")
            case ast.Assign(targets=[ast.Name() as target]) | ast.AnnAssign(target=ast.Name() as target):
                yield f"{prefix}{target.id}", node.lineno


def relocated(text: str, defined: Definitions) -> str:
    """Return `text` with the current line in each of its links. A link follows a name that has moved to another file.

    Raises ClickException with every name that neither its file nor exactly one other file defines.
    """
    lost: list[str] = []

    def present(link: re.Match[str]) -> str:
        path = _path(link["name"], link["path"], defined)
        if path is None:
            lost.append(f"{link['name']} in {link['path']}")
            return link[0]
        return f"[`{link['name']}`]({link['up']}{path}#L{defined[path][link['name']]})"

    page = LINK.sub(present, text)
    if lost:
        raise click.ClickException(f"links to names that are not defined: {', '.join(lost)}")
    return page


def _path(name: str, path: str, defined: Definitions) -> str | None:
    if name in defined.get(path, ()):
        return path
    others = [other for other, names in defined.items() if name in names]
    return others[0] if len(others) == 1 else None


def pages(root: Path = ROOT) -> list[Path]:
    """Every page of the documentation."""
    return [*sorted(root.glob("*.md")), *sorted((root / "docs").glob("*.md"))]


def update_links() -> None:
    """Write the current lines into the links of every page."""
    defined = definitions(source_files())
    for page in pages():
        page.write_text(relocated(page.read_text(encoding="utf-8"), defined), encoding="utf-8")
