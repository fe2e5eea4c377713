"""The publication that all feeds belong to."""

from dataclasses import dataclass, field

from byline.model import values
from byline.model.rules import enforce, instance_of, meets, optional, some

MOST_HUBS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The publication. `url` is the address of its own site, `feeds_url` that of its feeds, without a trailing slash.

    `id_authority` is the naming authority of its feeds' and articles' `tag:` URIs. `icon` is a small square picture, `logo` a
    larger one. `hubs` are addresses of WebSub hubs. With `summaries_only` no feed carries the content of articles. Feeds report
    an article as withdrawn for `tombstone_days`. `correction_label` is what feeds call a correction; empty for the word of the
    article's language.
    """

    title: str = field(metadata=meets(values.title))
    description: str = field(metadata=meets(values.text))
    url: str = field(metadata=meets(values.web_address))
    feeds_url: str = field(metadata=meets(values.base_address))
    language: str = field(metadata=meets(values.language))
    id_authority: str = field(metadata=meets(values.tag_authority))
    rights: str = field(default="", metadata=meets(values.text))
    icon: str | None = field(default=None, metadata=meets(optional(values.web_address)))
    logo: str | None = field(default=None, metadata=meets(optional(values.web_address)))
    hubs: tuple[str, ...] = field(default=(), metadata=meets(some(values.web_address, MOST_HUBS)))
    summaries_only: bool = field(default=False, metadata=meets(instance_of(bool)))
    tombstone_days: int = field(default=30, metadata=meets(values.count))
    correction_label: str = field(default="", metadata=meets(values.notice))

    def __post_init__(self) -> None:
        enforce(f"site {self.title}", self)
