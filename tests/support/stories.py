"""Stories as shown by feed readers, and as in the JSON document."""

import html
import json
import re
from datetime import datetime
from typing import NamedTuple
from urllib.request import urlopen


class Story(NamedTuple):
    """The fields on which all readers must agree."""

    id: str
    title: str
    link: str
    published: datetime
    updated: datetime
    authors: str
    summary: str
    content: str


def words(text: str) -> str:
    """Return the text without markup. Every reader sanitises and indents HTML differently, but the words are the same."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def stories_in_json(address: str) -> list[Story]:
    """Return the stories of the JSON document at `address`, unchanged."""
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
