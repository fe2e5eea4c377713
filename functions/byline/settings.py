"""The settings of the functions, read from environment variables that template.yaml declares."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from byline.errors import InvalidSetting, Refused
from byline.model.site import Site
from byline.model.values import tag_authority, web_address

MOST_SECONDS = 60
"""The most seconds that a container, or a shared cache, may keep what it knows of a feed."""

MOST_DAYS = 36_500
"""The most days for which a version is stored, unless it is stored for ever."""

_FIELDS_OF_SITE = {
    "SITE_TITLE": "title",
    "SITE_DESCRIPTION": "description",
    "SITE_URL": "url",
    "FEEDS_URL": "feeds_url",
    "SITE_LANGUAGE": "language",
    "ID_AUTHORITY": "id_authority",
    "SITE_RIGHTS": "rights",
    "SITE_ICON": "icon",
    "SITE_LOGO": "logo",
    "HUBS": "hubs",
    "SUMMARIES_ONLY": "summaries_only",
    "TOMBSTONE_DAYS": "tombstone_days",
    "CORRECTION_LABEL": "correction_label",
}


def _one_line(text: str) -> str:
    """`text` without line ends, tabs and repeated spaces, and without what XML cannot carry, as the desk cleans a headline."""
    line = " ".join(text.split())
    if line.isprintable():
        return line
    from byline.model.text import carriable  # noqa: PLC0415 - nearly every text is printable

    return " ".join(carriable(line).split())


def _address(text: str) -> str:
    return text.strip().rstrip("/")


def _whole(text: str) -> int | str:
    """The whole number in `text`, which CloudFormation may pass as 30.0; any other text as it is."""
    number, _, fraction = text.strip().partition(".")
    return int(number) if number.isdecimal() and number.isascii() and not fraction.strip("0") else text


_READ: dict[str, Callable[[str], Any]] = {
    "title": _one_line,
    "description": _one_line,
    "url": _address,
    "feeds_url": _address,
    "rights": _one_line,
    "icon": lambda text: text.strip() or None,
    "logo": lambda text: text.strip() or None,
    "hubs": lambda text: tuple(dict.fromkeys(text.replace(",", " ").split())),
    "summaries_only": lambda text: text == "true",
    "tombstone_days": _whole,
    "correction_label": _one_line,
}
"""Cleans the text of a variable and converts it to the value of a field. Other fields take the text without spaces around it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of `serve_feeds`: the table, the publication, how long a feed's state may be cached, and who may ask.

    A container caches it for `memo_seconds`, shared caches for `shared_max_age` seconds; both are 0 to 60. `origin_key` is what
    the CDN adds to its requests, if only those are answered; None if everybody's are.
    """

    table_name: str
    site: Site
    memo_seconds: float
    shared_max_age: int
    origin_key: str | None = None

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "Settings":
        """The settings in `environment`; raises InvalidSetting naming the variable."""
        seconds = _seconds(environment, "MEMO_SECONDS"), int(_seconds(environment, "SHARED_MAX_AGE"))
        key = _required(environment, "ORIGIN_KEY") or None
        return cls(_required(environment, "TABLE_NAME"), site_in(environment), *seconds, key)


@dataclass(frozen=True, slots=True)
class AnnouncingSettings:
    """Settings of `announce_changes`: the table, the publication, how long containers cache a feed's state, and the CDN.

    `distribution` is the id of the CloudFront distribution, None if there is none.
    """

    table_name: str
    site: Site
    memo_seconds: float
    distribution: str | None

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "AnnouncingSettings":
        """The settings in `environment`; raises InvalidSetting naming the variable."""
        memo_seconds, distribution = _seconds(environment, "MEMO_SECONDS"), _required(environment, "CDN_DISTRIBUTION") or None
        return cls(_required(environment, "TABLE_NAME"), site_in(environment), memo_seconds, distribution)


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """Settings of `manage_articles`: the table, the address of the publisher's site, and the naming authority of new ids.

    A version of an article is stored for `version_days` after another has replaced it, 0 for ever.
    """

    table_name: str
    site_url: str
    id_authority: str
    version_days: int = 365

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "DeskSettings":
        """The settings in `environment`; raises InvalidSetting naming the variable."""
        checked = {"SITE_URL": web_address, "ID_AUTHORITY": tag_authority}
        values = {name.lower(): _checked(environment, name, rule) for name, rule in checked.items()}
        return cls(_required(environment, "TABLE_NAME"), **values, version_days=_days(environment, "VERSION_DAYS"))


def table_name(environment: Mapping[str, str]) -> str:
    """The name of the table, the only setting of `release_articles`; raises InvalidSetting."""
    return _required(environment, "TABLE_NAME")


def site_in(environment: Mapping[str, str]) -> Site:
    """The publication in `environment`; raises InvalidSetting naming the variable."""
    values = {field: _required(environment, name) for name, field in _FIELDS_OF_SITE.items()}
    try:
        return Site(**{field: _READ.get(field, str.strip)(text) for field, text in values.items()})
    except Refused as error:
        problem = error.problems[0]
        name = next(name for name, field in _FIELDS_OF_SITE.items() if field == problem.field)
        raise InvalidSetting(name, problem.reason) from error


def _checked(environment: Mapping[str, str], name: str, rule: Callable[[Any], str]) -> str:
    try:
        return rule(_address(_required(environment, name)))
    except ValueError as error:
        raise InvalidSetting(name, str(error)) from error


def _seconds(environment: Mapping[str, str], name: str) -> float:
    try:
        seconds = float(_required(environment, name))
    except ValueError as error:
        raise InvalidSetting(name, "is not a number") from error
    if not 0 <= seconds <= MOST_SECONDS:  # also refuses nan
        raise InvalidSetting(name, f"is not between 0 and {MOST_SECONDS}")
    return seconds


def _days(environment: Mapping[str, str], name: str) -> int:
    days = _whole(_required(environment, name))
    if isinstance(days, str) or days > MOST_DAYS:
        raise InvalidSetting(name, f"is not a whole number of days between 0 and {MOST_DAYS}")
    return days


def _required(environment: Mapping[str, str], name: str) -> str:
    if name not in environment:
        raise InvalidSetting(name, "is not set")
    return environment[name]
