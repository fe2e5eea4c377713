"""An item of an export: a post, a page, an attachment or something else, as WordPress stores it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

_PREFIXES = (
    ("/excerpt/", "excerpt:"),
    ("wordpress.org/export/", "wp:"),
    ("purl.org/rss/1.0/modules/content/", "content:"),
    ("purl.org/dc/elements/1.1/", "dc:"),
)


@dataclass(frozen=True, slots=True)
class ItemTerm:
    """A term of an item: a tag, a category, or a co-author."""

    taxonomy: str
    nicename: str
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """An item, which begins in `line`. `texts` has its elements by name with the usual prefix, such as `wp:post_id`."""

    line: int
    texts: dict[str, str]
    terms: tuple[ItemTerm, ...]
    meta: tuple[tuple[str, str], ...]
    comments: int

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "").strip()

    @property
    def id(self) -> str:
        """The number of the item."""
        return self["wp:post_id"]

    @property
    def type(self) -> str:
        """Such as `post`, `page` or `attachment`."""
        return self["wp:post_type"]

    def metas(self, key: str) -> list[str]:
        """The values of this key."""
        return [value for each, value in self.meta if each == key]

    def first(self, key: str) -> str:
        """The first value of this key; empty if there is none."""
        return next(iter(self.metas(key)), "").strip()


def item_of(element: Any) -> Item:
    """The item that an element of the export is."""
    texts: dict[str, str] = {}
    terms, meta, comments = [], [], 0
    for child in _children(element):
        match name_of(child):
            case "category":
                term = ItemTerm(child.get("domain", "category"), child.get("nicename", "").strip(), text_of(child).strip())
                terms.append(term)
            case "wp:postmeta":
                pair = texts_of(child)
                meta.append((pair.get("wp:meta_key", ""), pair.get("wp:meta_value", "")))
            case "wp:comment":
                comments += 1
            case name:
                texts.setdefault(name, text_of(child))
    return Item(element.sourceline or 1, texts, tuple(terms), tuple(meta), comments)


def texts_of(element: Any) -> dict[str, str]:
    """The text of each child of an element, by name."""
    return {name_of(child): text_of(child) for child in _children(element)}


def name_of(element: Any) -> str:
    """The name of an element with the usual prefix, whatever prefix and version of WXR the export uses."""
    namespace, _, name = str(element.tag).rpartition("}")
    return next((prefix for part, prefix in _PREFIXES if part in namespace), "") + name


def text_of(element: Any) -> str:
    """The text of an element; also that of elements inside, of which only damaged exports have any."""
    return str(element.xpath("string()")) if len(element) else element.text or ""


def _children(element: Any) -> Iterator[Any]:
    yield from element.iterchildren(tag=etree.Element)
