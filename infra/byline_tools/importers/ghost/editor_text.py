"""The text of a post of which the export has only what the editor stores, Lexical or Mobiledoc, and no HTML."""

from collections.abc import Iterator
from html import escape
from typing import Any

from byline.intake.json_text import NoJson, parse
from byline_tools.importers.ghost.tables import Row

_BLOCKS = frozenset({"paragraph", "heading", "quote", "aside", "listitem", "extended-heading", "extended-quote"})


def text_of(post: Row) -> str:
    """The text as HTML, one paragraph for each block; empty if there is none."""
    stored = post["plaintext"]
    blocks = stored.split("\n\n") if stored else [*_lexical(post["lexical"]), *_mobiledoc(post["mobiledoc"])]
    return "\n".join(f"<p>{escape(each.strip(), quote=False)}</p>" for each in blocks if each.strip())


def _lexical(written: str) -> Iterator[str]:
    """The texts of blocks. A node has its type, and either a text or children; cards have other fields, which are not read."""
    waiting: list[tuple[Any, bool]] = [(_parsed(written).get("root"), False)]
    texts: list[str] = []
    while waiting:
        node, ends = waiting.pop()
        if ends:
            yield "".join(texts)
            texts = []
        elif isinstance(node, dict):
            texts += [node["text"]] if isinstance(node.get("text"), str) else []
            waiting += [(None, True)] if node.get("type") in _BLOCKS else []
            children = node.get("children")
            waiting += [(child, False) for child in reversed(children)] if isinstance(children, list) else []
    yield "".join(texts)


def _mobiledoc(written: str) -> Iterator[str]:
    """The texts of sections: those of markup are `[1, tag, [[kind, opened, closed, text], ...]]`; lists have several."""
    sections = _parsed(written).get("sections")
    for section in sections if isinstance(sections, list) else []:
        match section:
            case [1, _, [*markers]]:
                yield _joined(markers)
            case [3, _, [*items]]:
                yield from (_joined(each) for each in items if isinstance(each, list))


def _joined(markers: list[Any]) -> str:
    return "".join(each[3] for each in markers if isinstance(each, list) and len(each) > 3 and isinstance(each[3], str))


def _parsed(written: str) -> dict[str, Any]:
    try:
        value = parse(written)
    except NoJson:
        return {}
    return value if isinstance(value, dict) else {}
