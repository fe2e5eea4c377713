"""Makes small exports of WordPress, so that a test states only the relevant elements."""

import io
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from byline.model.redirect import Redirect
from byline_tools.importers.choices import Choices
from byline_tools.importers.notes import Note
from byline_tools.importers.report import Report
from byline_tools.importers.wordpress.posts import records_of
from tests.support.factories import NOW

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.5" -->
<rss version="2.0"
  xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/{version}/">
<channel>
<title>The Gazette</title>
<link>https://www.example.com</link>
<language>en-GB</language>
<wp:wxr_version>{version}</wp:wxr_version>
"""
END = "</channel>\n</rss>\n"
NO_TIME = "0000-00-00 00:00:00"


def wxr(*parts: str, version: str = "1.2") -> str:
    """An export with these authors, terms and items."""
    return HEAD.format(version=version) + "\n".join(parts) + "\n" + END


def element(name: str, text: str) -> str:
    return f"<{name}><![CDATA[{text}]]></{name}>"


def author(login: str, name: str) -> str:
    """An author, with a mail address that nobody else may see."""
    texts = {"author_login": login, "author_email": "secret@example.com", "author_display_name": name}
    return f"<wp:author>{''.join(element(f'wp:{each}', text) for each, text in texts.items())}</wp:author>"


def category(nicename: str, name: str, description: str = "") -> str:
    texts = {"category_nicename": nicename, "cat_name": name, "category_description": description}
    return f"<wp:category>{''.join(element(f'wp:{each}', text) for each, text in texts.items())}</wp:category>"


def term(domain: str, nicename: str, name: str) -> str:
    """A term of an item."""
    return f'<category domain="{escape(domain)}" nicename="{escape(nicename)}"><![CDATA[{name}]]></category>'


def item(number: int = 1, /, *more: str, meta: dict[str, str] | None = None, **changes: Any) -> str:
    """Item `number`, a post that is published; `more` are elements. A change names an element without its prefix."""
    texts = {
        "title": f"Headline {number}",
        "link": f"https://www.example.com/world/{number}/",
        "guid": f"https://www.example.com/?p={number}",
        "dc:creator": "jane",
        "content:encoded": f"Text {number}.",
        "excerpt:encoded": "",
        "wp:post_id": str(number),
        "wp:post_date": f"2026-03-{number:02d} 09:00:00",
        "wp:post_date_gmt": f"2026-03-{number:02d} 08:00:00",
        "wp:post_name": f"headline-{number}",
        "wp:status": "publish",
        "wp:post_parent": "0",
        "wp:post_type": "post",
        "wp:post_password": "",
        "wp:is_sticky": "0",
    }
    names = {"content": "content:encoded", "excerpt": "excerpt:encoded", "creator": "dc:creator"}
    plain = ("title", "link", "guid", "pubDate")
    texts.update({name if name in plain else names.get(name, f"wp:{name}"): text for name, text in changes.items()})
    metas = "".join(
        f"<wp:postmeta>{element('wp:meta_key', key)}{element('wp:meta_value', value)}</wp:postmeta>"
        for key, value in (meta or {}).items()
    )
    return f"<item>\n{''.join(element(*each) for each in texts.items())}{''.join(more)}{metas}\n</item>"


def draft(number: int = 1, /, *more: str, **changes: Any) -> str:
    """Item `number`, a draft, which has no time in UTC."""
    link = f"https://www.example.com/?p={number}"
    return item(number, *more, **{"status": "draft", "post_date_gmt": NO_TIME, "link": link, **changes})


def picture(number: int, /, parent: int = 0, **meta: str) -> str:
    """Item `number`, a picture of the media library, added to the post `parent`."""
    address = f"https://www.example.com/uploads/{number}.jpg"
    return item(
        number,
        meta={"_wp_attachment_image_alt": f"Alt {number}", **meta},
        title=f"Picture {number}",
        status="inherit",
        post_type="attachment",
        post_parent=str(parent),
        attachment_url=address,
        excerpt=f"Caption {number}.",
    )


@dataclass(frozen=True)
class Read:
    """What was read from an export: its records by type, and the report."""

    articles: list[dict[str, Any]]
    sections: list[dict[str, Any]]
    authors: list[dict[str, Any]]
    notes: list[tuple[Note, ...]]
    report: Report
    redirects: list[Redirect]

    @property
    def only(self) -> dict[str, Any]:
        """The only article."""
        (article,) = self.articles
        return article

    @property
    def noted(self) -> set[tuple[str, str, int]]:
        """The notes on all articles and sections."""
        return {(note.kind, note.what, note.number) for notes in self.notes for note in notes}


def read(*parts: str, **choices: Any) -> Read:
    """What is read from an export with these parts."""
    return read_text(wxr(*parts), **choices)


def read_text(text: str | bytes, **choices: Any) -> Read:
    report = Report()
    content = text if isinstance(text, bytes) else text.encode()
    redirects: list[Redirect] = []
    records = list(records_of(Path("export.xml"), io.BytesIO(content), Choices(**choices), NOW, report, redirects))
    things = {kind: [each.thing for each in records if each.thing["type"] == kind] for kind in ("article", "section", "author")}
    return Read(things["article"], things["section"], things["author"], [each.notes for each in records], report, redirects)
