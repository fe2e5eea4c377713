"""Finds shortcodes in the text of a post: `[name attribute="value"]`, perhaps up to `[/name]`.

Brackets that are no shortcode stay: one has a name that is known, attributes, or an end. `[[name]]` is how `[name]` is written.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape

from byline_tools.importers.wordpress.known_shortcodes import is_known

DEEPEST = 50
"""The deepest nesting of shortcodes that is read; deeper ones have no end."""

LONGEST_ATTRIBUTES = 10_000
"""In characters: what follows has no effect."""

_TOKEN = re.compile(
    r"<[a-zA-Z/][^<>]*>"
    r"|\[\[(?P<escaped>/?[A-Za-z][\w-]*(?:[\s/=][^\[\]]*)?)\]\]"
    r"|\[(?P<ends>/?)(?P<name>[A-Za-z][\w-]*)(?P<rest>[\s/=][^\[\]]*)?\]"
)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|[“”″]([^“”″]*)[“”″]|([^\s"'“”″]+))""")
_HAS_ATTRIBUTE = re.compile(r"\s[\w-]+=\S")


@dataclass(frozen=True, slots=True)
class Shortcode:
    """A shortcode: its `name` in lower case, what follows it, and the HTML up to its end, None if it has none."""

    name: str
    rest: str
    inner: str | None

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes by name in lower case, character references resolved."""
        found = _ATTRIBUTE.findall(unescape(self.rest[:LONGEST_ATTRIBUTES]))
        return {name.lower(): next(filter(None, values), "") for name, *values in found}


Renderer = Callable[[Shortcode], str]
"""Returns the HTML to put where the shortcode is."""


@dataclass(slots=True)
class _Open:
    """A shortcode that has begun, the text of its beginning, and the HTML since."""

    name: str = ""
    rest: str = ""
    text: str = ""
    parts: list[str] = field(default_factory=list)


def expand(html: str, render: Renderer) -> str:
    """`html` with what `render` makes of each shortcode."""
    expansion, at = _Expansion(html, render), 0
    for token in _TOKEN.finditer(html):
        expansion.add(html[at : token.start()])
        expansion.take(token)
        at = token.end()
    expansion.add(html[at:])
    return expansion.end()


class _Expansion:
    """The state of an expansion: the shortcodes that are open, and how often each name ends in what is still to come."""

    def __init__(self, html: str, render: Renderer) -> None:
        self._render = render
        self._stack = [_Open()]
        self._open: Counter[str] = Counter()
        self._ends = Counter(token["name"].lower() for token in _TOKEN.finditer(html) if token["name"] and token["ends"])

    def add(self, text: str) -> None:
        self._stack[-1].parts.append(text)

    def take(self, token: re.Match[str]) -> None:
        """Add what a tag, an escaped shortcode, or the beginning or the end of a shortcode is."""
        if not token["name"]:
            self.add(f"[{token['escaped']}]" if token["escaped"] else token.group())
        elif token["ends"]:
            self._take_end(token["name"].lower(), token.group())
        else:
            self._take_begin(token["name"].lower(), token["rest"] or "", token.group())

    def end(self) -> str:
        """The HTML, once everything is added."""
        while len(self._stack) > 1:
            self._without_end()
        return "".join(self._stack[0].parts)

    def _take_begin(self, name: str, rest: str, text: str) -> None:
        if self._ends[name] > self._open[name] and not rest.endswith("/") and len(self._stack) <= DEEPEST:
            self._stack.append(_Open(name, rest, text))
            self._open[name] += 1
        else:
            self.add(self._alone(name, rest, text))

    def _take_end(self, name: str, text: str) -> None:
        self._ends[name] -= 1
        if not self._open[name]:
            self.add("" if is_known(name) else text)
            return
        while self._stack[-1].name != name:
            self._without_end()
        opened = self._closed()
        self.add(self._render(Shortcode(name, opened.rest, "".join(opened.parts))))

    def _without_end(self) -> None:
        opened = self._closed()
        self.add(self._alone(opened.name, opened.rest, opened.text))
        self.add("".join(opened.parts))

    def _closed(self) -> _Open:
        opened = self._stack.pop()
        self._open[opened.name] -= 1
        return opened

    def _alone(self, name: str, rest: str, text: str) -> str:
        is_one = is_known(name) or (not rest.startswith("=") and _HAS_ATTRIBUTE.search(rest))
        return self._render(Shortcode(name, rest, None)) if is_one else text
