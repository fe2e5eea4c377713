"""The site's settings for a preview: those of the stack, as far as they are known, and the others assumed."""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from byline.model.site import Site
from byline.settings import site_in
from byline_tools.checks.fetching import CannotFetch, fetch

ASSUMED = {
    "SITE_TITLE": "My newsroom",
    "SITE_URL": "https://www.example.com",
    "FEEDS_URL": "https://feeds.example.com",
    "ID_AUTHORITY": "example.com,2026",
}
"""Parameters of the stack without a default, by the variables that functions get them in."""

DEFAULTS = {
    "SITE_DESCRIPTION": "",
    "SITE_LANGUAGE": "en",
    "SITE_RIGHTS": "",
    "SITE_ICON": "",
    "SITE_LOGO": "",
    "HUBS": "",
    "SUMMARIES_ONLY": "false",
    "TOMBSTONE_DAYS": "30",
    "CORRECTION_LABEL": "",
}
"""The other parameters with their defaults."""


@dataclass(frozen=True, slots=True)
class PreviewedSite:
    """The site, and the variables whose values are `assumed`."""

    site: Site
    assumed: tuple[str, ...]


def previewed_site(environment: Mapping[str, str], served: Mapping[str, str]) -> PreviewedSite:
    """The site by the variables in `environment`, else by those `served`. Raises InvalidSetting.

    If something is `served`, what is not among it has its default.
    """
    variables = ASSUMED.keys() | DEFAULTS.keys()
    known = {**served, **{name: environment[name] for name in variables if name in environment}}
    site = site_in({**ASSUMED, **DEFAULTS, **known})
    return PreviewedSite(site, () if served else tuple(name for name in (*ASSUMED, *DEFAULTS) if name not in known))


def served_at(feeds_url: str) -> dict[str, str]:
    """The variables of the site whose feeds are at `feeds_url`, as its own feeds show them. Raises CannotFetch."""
    try:
        return _shown_by(
            json.loads(fetch(f"{feeds_url}/feed.json").body), fetch(f"{feeds_url}/atom.xml").body.decode(), feeds_url
        )
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise CannotFetch(feeds_url, "Byline's feeds are not there") from error


def _shown_by(feed: Any, atom: str, feeds_url: str) -> dict[str, str]:
    return {
        "FEEDS_URL": feeds_url,
        "SITE_TITLE": feed["title"],
        "SITE_DESCRIPTION": feed.get("description", ""),
        "SITE_URL": feed["home_page_url"],
        "SITE_LANGUAGE": feed["language"],
        "SITE_ICON": feed.get("favicon", ""),
        "SITE_LOGO": feed.get("icon", ""),
        "HUBS": " ".join(hub["url"] for hub in feed.get("hubs", [])),
        "ID_AUTHORITY": _in_atom(atom, r"<id>tag:([^<]*):site</id>"),
        "SITE_RIGHTS": _in_atom(atom, r"<rights>([^<]*)</rights>"),
    }


def _in_atom(document: str, pattern: str) -> str:
    found = re.search(pattern, document)
    return html.unescape(found[1]) if found else ""
