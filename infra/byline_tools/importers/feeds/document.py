"""Reads one document of a feed, whatever its format, which its content says."""

from byline_tools.importers.feeds.atom import atom_page
from byline_tools.importers.feeds.feed import FeedPage
from byline_tools.importers.feeds.json_feed import is_json_feed, json_page
from byline_tools.importers.feeds.rss import rss_page
from byline_tools.importers.feeds.xml_elements import is_xml_feed, name_of, root_of
from byline_tools.importers.records import FileRefused, LineProblem

NO_FEED = "this is no feed: RSS, Atom or JSON Feed is expected"


def is_feed(content: bytes) -> bool:
    """Whether a file with this content is a feed."""
    return is_xml_feed(content) or is_json_feed(content)


def page_of(path: str, content: bytes) -> FeedPage:
    """The page of a feed that is the content of `path`, a file or an address. Raises FileRefused if it is none, or is damaged."""
    if is_json_feed(content):
        return json_page(path, content)
    if not is_xml_feed(content):
        raise FileRefused(path, [LineProblem(1, NO_FEED)])
    root, notes = root_of(path, content)
    return atom_page(root, notes) if name_of(root) in ("atom:feed", "feed") else rss_page(root, notes)
