"""The words of the repository, separated into identifiers (code) and prose (docstrings, comments, texts, pages)."""

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("functions", "infra", "tests", "benchmarks", "docs", ".ci", ".github")
ENDINGS = frozenset({".py", ".md", ".yaml", ".yml", ".toml", ".sh"})
TEXT_TOKENS = {tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)}
INLINE_CODE = re.compile(r"`[^`\n]+`")


@dataclass(frozen=True)
class Wording:
    """A file with its lines twice: `code` has only identifiers and operators, `prose` only text. Positions are preserved."""

    path: Path
    code: list[str]
    prose: list[str]


def wordings() -> Iterator[Wording]:
    """Every hand-written text file, except sample news and golden files."""
    paths = [*ROOT.glob("*.md"), ROOT / "Makefile", ROOT / "template.yaml", ROOT / "pyproject.toml"]
    for folder in FOLDERS:
        found = (ROOT / folder).rglob("*")
        paths += [path for path in found if path.suffix in ENDINGS and "node_modules" not in path.parts]
    for path in sorted(paths):
        text = path.read_text(encoding="utf-8")
        split = of_python if path.suffix == ".py" else of_page
        yield split(path.relative_to(ROOT), text)


def of_python(path: Path, text: str) -> Wording:
    """Docstrings, other strings and comments are prose; everything else is code."""
    code, prose = [list(line) for line in text.splitlines()], [[" "] * len(line) for line in text.splitlines()]
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in TEXT_TOKENS:
            for row, column in _positions(token, code):
                prose[row][column], code[row][column] = code[row][column], " "
    return Wording(path, ["".join(line) for line in code], ["".join(line) for line in prose])


def _positions(token: tokenize.TokenInfo, lines: list[list[str]]) -> Iterator[tuple[int, int]]:
    (first, start), (last, end) = token.start, token.end
    for row in range(first - 1, min(last, len(lines))):
        begin, stop = start if row == first - 1 else 0, end if row == last - 1 else len(lines[row])
        yield from ((row, column) for column in range(begin, min(stop, len(lines[row]))))


def of_page(path: Path, text: str) -> Wording:
    """A page of documentation, a template or a makefile: words between backticks are code, all words are prose."""
    lines = text.splitlines()
    return Wording(path, [" ".join(INLINE_CODE.findall(line)) for line in lines], lines)
