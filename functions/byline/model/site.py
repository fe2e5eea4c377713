"""The publication that all of it belongs to."""

from dataclasses import dataclass

from byline.model import values
from byline.model.rules import Rule, enforce, instance_of, optional, some

MOST_HUBS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The publication as a whole. `feeds_url` is where its feeds are served, without a slash at the end.

    `icon` is a small square picture, `logo` a larger one; `hubs` are the addresses of WebSub hubs. For `tombstone_days`
    feeds say of an article that it was withdrawn.
    """

    title: str
    description: str
    url: str
    feeds_url: str
    language: str
    id_authority: str
    rights: str = ""
    icon: str | None = None
    logo: str | None = None
    hubs: tuple[str, ...] = ()
    summaries_only: bool = False
    tombstone_days: int = 30

    def __post_init__(self) -> None:
        enforce(f"site {self.title}", self, _SITE_RULES)


_SITE_RULES: dict[str, Rule] = {
    "title": values.title,
    "description": values.text,
    "url": values.web_address,
    "feeds_url": values.web_address,
    "language": values.language,
    "id_authority": values.tag_authority,
    "rights": values.text,
    "icon": optional(values.web_address),
    "logo": optional(values.web_address),
    "hubs": some(values.web_address, MOST_HUBS),
    "summaries_only": instance_of(bool),
    "tombstone_days": values.count,
}
