"""Stories as feed readers see them, and as the JSON document tells them."""

import html
import json
import re
from datetime import datetime
from typing import NamedTuple
from urllib.request import urlopen


class Story(NamedTuple):
    """What every reader has to agree on."""

    id: str
    title: str
    link: str
    published: datetime
    updated: datetime
    authors: str
    summary: str
    content: str


def words(text: str) -> str:
    """Readers sanitise and re-indent HTML each in their own way; the words have to be the same."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def told_in_json(address: str) -> list[Story]:
    """The stories of the JSON document at `address`, taken as it is."""
    with urlopen(address) as response:  # noqa: S310 - our own address
        items = json.load(response)["items"]
    return [
        Story(
            id=item["id"],
            title=item["title"],
            link=item["url"],
            published=datetime.fromisoformat(item["date_published"]),
            updated=datetime.fromisoformat(item["date_modified"]),
            authors=", ".join(author["name"] for author in item["authors"]),
            summary=words(html.escape(item["summary"])),
            content=words(item["content_html"]),
        )
        for item in items
    ]
