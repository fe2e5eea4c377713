"""The elements that feedgen does not write itself, added to its RSS and Atom through its extension interface.

Dublin Core: https://www.rssboard.org/rss-profile#namespace-elements-dublin. Media RSS: https://www.rssboard.org/media-rss.
"""

from lxml.etree import SubElement, _Element

from byline.formats.entries import Entry
from byline.model.feed import Feed
from byline.model.media import Enclosure, Image

ATOM = "http://www.w3.org/2005/Atom"
DC = "http://purl.org/dc/elements/1.1/"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
MEDIA = "http://search.yahoo.com/mrss/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class FeedExtension:
    """Completes the feed's own element; `feed` is set before feedgen writes."""

    feed: Feed

    def extend_ns(self) -> dict[str, str]:
        return {"at": TOMBSTONES, "dc": DC, "media": MEDIA}

    def extend_rss(self, rss: _Element) -> None:
        """Hubs. feedgen passes the `rss` element; its only child is the channel, without items yet."""
        for hub in self.feed.site.hubs:
            SubElement(rss[0], f"{{{ATOM}}}link", href=hub, rel="hub")

    def extend_atom(self, feed: _Element) -> None:
        """Hubs and withdrawn articles (RFC 6721). feedgen passes the `feed` element, without entries yet."""
        for hub in self.feed.site.hubs:
            SubElement(feed, "link", href=hub, rel="hub")
        for tombstone in self.feed.tombstones:
            deleted = SubElement(feed, f"{{{TOMBSTONES}}}deleted-entry", ref=tombstone.article_id, when=tombstone.at.isoformat())
            if tombstone.notice:
                SubElement(deleted, f"{{{TOMBSTONES}}}comment").text = tombstone.notice


class ArticleExtension:
    """Completes one item or entry; `entry` is set before feedgen writes."""

    entry: Entry

    def extend_rss(self, item: _Element) -> None:
        """dc:creator for each author, because RSS's `author` must be a mail address; updated; language; media."""
        for author in self.entry.authors:
            SubElement(item, f"{{{DC}}}creator").text = author.name
        SubElement(item, f"{{{ATOM}}}updated").text = self.entry.article.updated.isoformat()
        if self.entry.language:
            SubElement(item, f"{{{DC}}}language").text = self.entry.language
        for enclosure in self.entry.article.enclosures[:1]:
            SubElement(item, "enclosure", url=enclosure.url, length=str(enclosure.length), type=enclosure.media_type)
        _add_image(item, self.entry.article.image)

    def extend_atom(self, entry: _Element) -> None:
        """Language; links with all their attributes; media."""
        # feedgen drops every attribute of an entry's link except its address.
        alternate = entry.find("link")
        alternate.set("rel", "alternate")
        alternate.set("type", "text/html")
        if self.entry.language:
            entry.set(XML_LANG, self.entry.language)
        for enclosure in self.entry.article.enclosures:
            _add_enclosure_link(entry, enclosure)
        _add_image(entry, self.entry.article.image)


def _add_enclosure_link(entry: _Element, enclosure: Enclosure) -> None:
    link = SubElement(entry, "link", href=enclosure.url, rel="enclosure", type=enclosure.media_type)
    link.set("length", str(enclosure.length))
    if enclosure.title:
        link.set("title", enclosure.title)


def _add_image(parent: _Element, image: Image | None) -> None:
    """A picture without an address gets its credit and description directly in `parent`, which Media RSS allows."""
    if image is None:
        return
    if image.url:
        parent = SubElement(parent, f"{{{MEDIA}}}content", url=image.url, medium="image")
        attributes = {"type": image.media_type, "width": image.width, "height": image.height}
        for name, value in attributes.items():
            if value:
                parent.set(name, str(value))
        if image.alt:
            SubElement(parent, f"{{{MEDIA}}}title", type="plain").text = image.alt
    if image.caption:
        SubElement(parent, f"{{{MEDIA}}}description", type="plain").text = image.caption
    if image.credit:
        SubElement(parent, f"{{{MEDIA}}}credit", role="photographer", scheme="urn:ebu").text = image.credit
