"""Writes elements of WordPress's export format, WXR 1.2, which is RSS 2.0 with elements of its own."""

from collections.abc import Mapping
from typing import Any

NAMESPACES = {
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wp": "http://wordpress.org/export/1.2/",
}
VERSION = "1.2"


class Elements:
    """Writes elements to `xml`, an incremental writer of lxml. Names have the usual prefix, such as `wp:post_id`."""

    def __init__(self, xml: Any) -> None:
        self._xml = xml

    def texts(self, texts: Mapping[str, str]) -> None:
        """Write an element for each name, with its text."""
        for name, text in texts.items():
            self.text(name, text)

    def text(self, name: str, text: str, **attributes: str) -> None:
        """Write an element with its text."""
        with self._xml.element(_qualified(name), attributes):
            self._xml.write(text)
        self._xml.write("\n")

    def group(self, name: str, texts: Mapping[str, str]) -> None:
        """Write an element that has an element for each name."""
        with self._xml.element(_qualified(name)):
            self.texts(texts)
        self._xml.write("\n")

    def item(self, texts: Mapping[str, str], terms: list[tuple[str, str, str]], metas: list[tuple[str, str]]) -> None:
        """Write an item with its terms, each with taxonomy, nicename and name, and the metas that are not empty."""
        with self._xml.element("item"):
            self.texts({name: text for name, text in texts.items() if name != "guid"})
            if "guid" in texts:
                self.text("guid", texts["guid"], isPermaLink="false")
            for taxonomy, nicename, name in terms:
                self.text("category", name, domain=taxonomy, nicename=nicename)
            for key, value in metas:
                if value:
                    self.group("wp:postmeta", {"wp:meta_key": key, "wp:meta_value": value})
        self._xml.write("\n")


def _qualified(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if colon else name
