"""What a function is told by its environment, read once."""

from collections.abc import Mapping
from dataclasses import dataclass

from byline.errors import InvalidSetting, Refused
from byline.model import Site

_FIELDS_OF_SITE = {
    "SITE_TITLE": "title",
    "SITE_DESCRIPTION": "description",
    "SITE_URL": "url",
    "FEEDS_URL": "feeds_url",
    "SITE_LANGUAGE": "language",
    "ID_AUTHORITY": "id_authority",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """`table_name` is the table everything is in, `site` the publication the feeds are of."""

    table_name: str
    site: Site

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "Settings":
        """The settings in `environment`, which template.yaml declares; raises InvalidSetting naming the variable."""
        values = {field: _required(environment, name) for name, field in _FIELDS_OF_SITE.items()}
        try:
            site = Site(**{**values, "url": values["url"].rstrip("/"), "feeds_url": values["feeds_url"].rstrip("/")})
        except Refused as error:
            problem = error.problems[0]
            name = next(name for name, field in _FIELDS_OF_SITE.items() if field == problem.field)
            raise InvalidSetting(name, problem.reason) from error
        return cls(table_name=_required(environment, "TABLE_NAME"), site=site)


def _required(environment: Mapping[str, str], name: str) -> str:
    if name not in environment:
        raise InvalidSetting(name, "is not set")
    return environment[name]
