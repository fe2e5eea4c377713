"""Bounds what it costs to parse HTML, without parsing it.

A parser that follows the HTML standard (section 13.2.6) takes time that grows with the square of the length if elements nest
deeply, if tables contain misplaced elements, or if a tag has thousands of attributes. And it repeats a `b` or `a` that is still
open, with its attributes, in every block that follows. `parsing_cost` keeps a list of the elements that may be open. An element
leaves the list only where every such parser closes it; in doubt it stays, so the list is never shorter than the parser's.
"""

import re
from dataclasses import dataclass, field

from byline.intake.html_tags import CLEAR, UNCLEAR, Tag, tags

HIGHEST_COST = 100_000_000
"""The highest cost at which HTML is parsed; nh3 takes less than a second for it."""

_VOID = frozenset("area base basefont bgsound br col embed hr image img input keygen link meta param source track wbr".split())
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_BOUNDARIES = frozenset("applet caption marquee object table td th".split())
_IN_TABLES = frozenset("caption col colgroup table tbody td tfoot th thead tr".split())
_ALTERNATIVES = {"a": ("a",), "dd": ("dd", "dt"), "dt": ("dd", "dt"), "li": ("li",), "p": ("p",)}
_OTHER_RULES = frozenset("math plaintext select template".split())
NOT_IN_SVG = frozenset(
    "b big blockquote body br center code dd desc div dl dt em embed font foreignobject h1 h2 h3 h4 h5 h6 head hr i img li "
    "listing math menu meta nobr ol p pre ruby s small span strike strong sub sup table tt u ul var".split()
)
_REACH = 8
"""How far up an end tag is matched. Parsers close formatting through at most seven blocks (section 13.2.6.4.7, step 4)."""
_REFERENCE = re.compile(r"&#?\w{1,32}+;")
_REPEATED = re.compile(rf"<(?:{'|'.join(sorted(_FORMATTING))})[\t\n\f\r />]", re.IGNORECASE | re.ASCII)


def parsing_cost(html: str) -> int:
    """The most steps that parsing `html` may take, in units of about 10 ns; stops counting above `HIGHEST_COST`."""
    bare = html.count("&") - len(_REFERENCE.findall(html))
    model = _OpenElements(html, cost=bare * len(html) // 500)  # for each of them, html5ever moves what follows
    at_most = model.cost + model.rest()
    if at_most <= HIGHEST_COST:
        return at_most
    for tag in tags(html):
        model.read(tag)
        if model.cost > HIGHEST_COST:
            break
    else:
        model.read_text(len(html))
    return model.cost


@dataclass(slots=True)
class _OpenElements:
    """The elements that may be open, and the cost so far."""

    html: str
    cost: int
    names: list[str] = field(default_factory=list)
    weights: list[int] = field(default_factory=list)
    """For each open element, the cost of repeating it: 0 if it is not formatting."""
    weight: int = 0
    svg: int | None = None
    """The place of the svg element that is being read."""
    sure: bool = True
    """Whether end tags close elements; never again after an element whose content has other rules."""
    markup: int = 0
    """The number of tags and comments so far: no element has more than twice as many children."""
    before_table: int | None = None
    """The same number at the start of the last table, which is searched for each element that is misplaced in it."""
    misplaced: int = 0
    root_attributes: int = 0
    at: int = 0

    def read(self, tag: Tag) -> None:
        """Add the cost of a tag and of the text before it, and note what the tag opens or closes."""
        self.read_text(tag.start)
        self.markup += self.html.count("<", self.at, tag.end)
        self.at = tag.end
        self.cost += 1 + len(self.names)
        if tag.reading == UNCLEAR or (tag.reading != CLEAR and not (self.sure and self.svg is None)):
            self.cost += self.rest()
            self.at = len(self.html)
        elif self.svg is not None:
            self._read_in_svg(tag)
        elif tag.ends:
            self._end(tag.name)
        elif tag.name:
            self._start(tag)
        self.cost += self.weight

    def read_text(self, end: int) -> None:
        """Add the cost of the text up to `end`: parsers insert each character reference by itself."""
        references = self.html.count("&", self.at, end)
        self.cost += references * (len(self.names) + self._misplacing(references))

    def rest(self) -> int:
        """The most that the rest can cost, whatever in it is a tag."""
        html, at, length = self.html, self.at, len(self.html) - self.at
        repeated = len(_REPEATED.findall(html, at))
        weight = self.weight + 1_050 * repeated + 4 * length
        tokens = html.count("<", at) + html.count("&", at)
        step = len(self.names) + self.markup + 2 * tokens
        attributes = 2 * length * length if "<html" in html.lower() else length * length // 32
        return tokens * (2 * step + weight) + 2 * repeated * 8 * (step + weight) + attributes

    def _start(self, tag: Tag) -> None:
        if not any(map(self._close, _ALTERNATIVES.get(tag.name, ()))) and tag.name in {"a", "nobr"}:
            self.cost += self._adopting(tag.name)
        self._count_attributes(tag)
        self.sure = self.sure and tag.name not in _OTHER_RULES
        if tag.name == "table":
            self.before_table = self.markup
        elif tag.name not in _IN_TABLES:
            self.cost += self._misplacing(1)
        if tag.name == "svg" and self.sure and not tag.empty:
            self.svg = len(self.names)
        if tag.name not in (_VOID if self.sure else _VOID & NOT_IN_SVG) and not (tag.name == "svg" and tag.empty):
            self._open(tag)

    def _open(self, tag: Tag) -> None:
        weight = 0
        if tag.name in _FORMATTING and self.svg is None:
            weight = 50 + 4 * (tag.end - tag.start) + (1_000 if tag.attributes else 0)
        self.names.append(tag.name)
        self.weights.append(weight)
        self.weight += weight

    def _end(self, name: str) -> None:
        if not self._close(name):
            self.cost += 2 * len(self.names) + self._adopting(name)

    def _close(self, name: str) -> bool:
        """Take the element off the list if parsers surely close it: only formatting is open in it, or it is formatting itself."""
        if not self.sure:
            return False
        for place in range(len(self.names) - 1, max(-1, len(self.names) - 1 - _REACH), -1):
            found = self.names[place]
            if found == name:
                self.weight -= self.weights.pop(place)
                del self.names[place]
                return True
            if found not in _FORMATTING and (name not in _FORMATTING or found in _BOUNDARIES):
                return False
        return False

    def _read_in_svg(self, tag: Tag) -> None:
        """SVG nests like XML, until a tag of HTML ends it."""
        recent = self.names[max(self.svg or 0, len(self.names) - _REACH) :]
        if tag.ends and tag.name in recent:
            place = len(self.names) - 1 - recent[::-1].index(tag.name)
            del self.names[place:], self.weights[place:]
            self.svg = None if place == self.svg else self.svg
        elif tag.ends or tag.name in NOT_IN_SVG:
            self.sure, self.svg = False, None
        if not tag.ends and not (tag.empty and self.svg is not None):
            self._open(tag)

    def _misplacing(self, count: int) -> int:
        if self.before_table is None:
            return 0
        self.misplaced += count
        return (self.before_table + self.misplaced) // 8

    def _count_attributes(self, tag: Tag) -> None:
        """Parsers compare each attribute with those before it; those of every `html` tag go to the one root element."""
        count = tag.attribute_count
        self.cost += count * count // 8
        if tag.name == "html":
            self.root_attributes += count
            self.cost += 8 * count * self.root_attributes

    def _adopting(self, name: str) -> int:
        """The cost of closing formatting that other elements overlap."""
        if name not in _FORMATTING or name not in self.names:
            return 0
        return 8 * (len(self.names) + self.weight + self.markup // 8)
