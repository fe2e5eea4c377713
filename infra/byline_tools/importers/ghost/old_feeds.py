"""Where Ghost has the feeds of a site, its tags and its authors, as redirects to the feeds here."""

from collections.abc import Iterator

from byline.model.feed_key import SITE, FeedKey, Kind
from byline.model.redirect import Redirect
from byline_tools.importers.old_feeds import base_path, redirects_to


class OldFeeds:
    """The redirects from the feeds of a site whose address is `site`, with Ghost's own routes."""

    def __init__(self, site: str) -> None:
        self._base = base_path(site)

    def of_site(self) -> Iterator[Redirect]:
        """That of the site's feed."""
        return self._redirect(SITE, "")

    def of_section(self, slug: str, tags: list[str]) -> Iterator[Redirect]:
        """Those of the feeds of `tags`, which are the section `slug` now."""
        for tag in tags:
            yield from self._redirect(FeedKey(Kind.SECTION, slug), f"tag/{tag}/")

    def of_author(self, slug: str, old: str) -> Iterator[Redirect]:
        """That of the feed of the author who had the slug `old` and has the slug `slug` now."""
        return self._redirect(FeedKey(Kind.AUTHOR, slug), f"author/{old}/")

    def _redirect(self, feed: FeedKey, folder: str) -> Iterator[Redirect]:
        return redirects_to(feed, {f"{self._base}{folder}rss/": "rss"})
