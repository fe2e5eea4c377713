"""The addresses of posts, and of what they name."""

import re

from byline.intake.addresses import address
from byline_tools.importers.choices import URL_PATTERN, Choices
from byline_tools.importers.ghost.tables import Row, Tables

PLACEHOLDER = "__GHOST_URL__"
"""What exports of Ghost have in place of the address of the site."""


class Addresses:
    """Addresses on the `site`, whose posts are where `choices` say; pages are always at /{slug}/."""

    def __init__(self, site: str, tables: Tables, choices: Choices) -> None:
        self.site = site.rstrip("/")
        self._timezone = tables.timezone
        self._pattern = choices.url_pattern

    def resolved(self, text: str) -> str:
        """`text` with the address of the site in place of what exports have for it."""
        return text.replace(PLACEHOLDER, self.site)

    def web_address(self, written: str) -> str:
        """An absolute web address; empty if `written` is none."""
        try:
            return address(self.resolved(written))
        except ValueError:
            return ""

    def of(self, post: Row, tag: str, author: str) -> str:
        """The address of a post, whose primary tag and author have these slugs."""
        date = self._date_of(post)
        year, month, day = date.split("-") if date else ("", "", "")
        name = post["slug"] or post["id"]
        values = {"id": post["id"], "slug": name, "year": year, "month": month, "day": day}
        values |= {"primary_tag": tag or "all", "primary_author": author or "all"}
        path = URL_PATTERN if post["type"] == "page" or not date else self._pattern
        return self.site + re.sub(r"\{(\w+)\}", lambda found: values[found[1]], path)

    def _date_of(self, post: Row) -> str:
        published = post.time("published_at")
        try:
            return published.astimezone(self._timezone).strftime("%Y-%m-%d") if published else ""
        except OverflowError:
            return ""
