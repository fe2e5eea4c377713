"""Where WordPress has the feeds of a site, its terms and its authors, as redirects to the feeds here."""

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from byline.desk.redirect_desk import read_path
from byline.model.feed_key import SITE, FeedKey, Kind
from byline.model.redirect import Redirect
from byline_tools.importers.choices import Term
from byline_tools.importers.wordpress.survey import Survey

_PATHS = {"feed/": "rss", "feed/rss2/": "rss", "feed/atom/": "atom", "feed/json/": "json"}
"""Behind the page of what a feed is about, if the site has permalinks. A plugin adds the last one."""

_QUERIES = {"rss2": "rss", "atom": "atom"}
"""The values of the parameter `feed`, which always works."""

_TAXONOMIES = {"category": ("category", "cat"), "post_tag": ("tag", "")}
"""The folder of a taxonomy's pages, as WordPress has it by default, and the parameter that its numbers have."""


class OldFeeds:
    """The redirects from the feeds of the site that `survey` is about."""

    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._base = f"{unquote(urlsplit(survey.base).path).rstrip('/')}/"

    def of_site(self) -> Iterator[Redirect]:
        """Those of the site's feeds."""
        yield from self._redirects(SITE, "", "")

    def of_section(self, slug: str, terms: list[Term]) -> Iterator[Redirect]:
        """Those of the feeds of `terms`, which are the section `slug` now."""
        for taxonomy, nicename in terms:
            if taxonomy not in _TAXONOMIES:
                continue
            folder, parameter = _TAXONOMIES[taxonomy]
            term = self._survey.terms.get((taxonomy, nicename))
            query = f"{parameter}={term.number}&" if parameter and term and term.number else ""
            for path in dict.fromkeys((self._path(taxonomy, nicename), nicename)):
                yield from self._redirects(FeedKey(Kind.SECTION, slug), f"{folder}/{unquote(path)}/", query)

    def of_author(self, slug: str, login: str) -> Iterator[Redirect]:
        """Those of the feeds of the author with this login, who has the slug `slug` now."""
        for name in dict.fromkeys((login.lower(), slug)):
            yield from self._redirects(FeedKey(Kind.AUTHOR, slug), f"author/{name}/", f"author_name={name}&")

    def _path(self, taxonomy: str, nicename: str) -> str:
        """The nicenames of a term and those above it, which its page has in its address."""
        names = [nicename]
        while (term := self._survey.terms.get((taxonomy, names[0]))) and term.parent and term.parent not in names:
            names.insert(0, term.parent)
        return "/".join(names)

    def _redirects(self, feed: FeedKey, folder: str, query: str) -> Iterator[Redirect]:
        written = [(f"{self._base}{folder}{path}", name) for path, name in _PATHS.items()]
        if query or feed == SITE:
            written += [(f"{self._base}?{query}feed={value}", name) for value, name in _QUERIES.items()]
        for old, name in written:
            path, problems = read_path(old)
            if not problems:
                yield Redirect(path, feed, name)
