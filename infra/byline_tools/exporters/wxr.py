"""Exports for WordPress (WXR 1.2), written as a stream: sections are categories, and authors are those of Co-Authors Plus."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import IO

from lxml import etree
from slugify import slugify

from byline.model.site import Site
from byline_tools.exporters.left_out import LeftOut
from byline_tools.exporters.newsroom import Thing
from byline_tools.exporters.states import has_made_summary, is_draft, published_of
from byline_tools.exporters.wxr_elements import NAMESPACES, VERSION, Elements
from byline_tools.exporters.wxr_values import block_of, enclosure_of, html_of, last_part, rfc_822, sizes_of, times_of

PAID = "articles that are private, because feeds have only summaries of their sections and WordPress would show them whole"
ATOM_IDS = "articles whose guid is kept, but not their other id, which Atom has"
CORRECTIONS, LANGUAGES = "corrections of articles", "languages of articles"
NO_ADDRESS, IMAGE_TYPES, TITLES = "pictures without an address", "media types of pictures", "titles of attached media"
OF_PROFILES = {"image": "pictures", "url": "pages", "summaries_only": "settings"}
"""What WordPress has no place for of sections and authors."""


@contextmanager
def wxr_export(file: IO[bytes], site: Site, left_out: LeftOut) -> Iterator["WxrExport"]:
    """Writes an export of the newsroom of `site` to `file`. `left_out` counts what WordPress has no place for."""
    with etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element("rss", {"version": "2.0"}, nsmap=NAMESPACES), xml.element("channel"):
            elements = Elements(xml)
            elements.texts(
                {
                    "title": site.title,
                    "link": site.url,
                    "description": site.description,
                    "language": site.language,
                    "wp:wxr_version": VERSION,
                    "wp:base_site_url": site.url,
                    "wp:base_blog_url": site.url,
                }
            )
            yield WxrExport(elements, left_out)


class WxrExport:
    """Writes things as `elements`."""

    def __init__(self, elements: Elements, left_out: LeftOut) -> None:
        self._elements = elements
        self._left_out = left_out
        self._numbers = count(1)
        self._names: dict[tuple[str, str], str] = {}
        self._paid: set[str] = set()

    def add(self, thing: Thing) -> int:
        """Write a thing; versions of articles are left out."""
        write = {"section": self._add_section, "author": self._add_author, "article": self._add_article}
        write[thing["type"]](thing)
        return 0

    def _add_section(self, section: Thing) -> None:
        self._note_profile(section)
        self._names["category", section["slug"]] = section["title"]
        self._paid |= {section["slug"]} if section.get("summaries_only") else set()
        texts = {"category_nicename": section["slug"], "category_parent": "", "cat_name": section["title"]}
        more = {"term_id": str(next(self._numbers)), **texts, "category_description": section.get("description", "")}
        self._elements.group("wp:category", {f"wp:{name}": text for name, text in more.items()})

    def _add_author(self, author: Thing) -> None:
        self._note_profile(author)
        slug, name, email = author["slug"], author["name"], author.get("email", "")
        texts = {"id": str(next(self._numbers)), "login": slug, "email": email, "display_name": name}
        self._elements.group("wp:author", {f"wp:author_{each}": text for each, text in texts.items()})
        metas = {"display_name": name, "user_login": slug, "user_email": email, "description": author.get("bio", "")}
        state = {"wp:post_name": f"cap-{slug}", "wp:status": "publish", "wp:post_type": "guest-author"}
        item = {"title": html_of(name), "wp:post_id": str(next(self._numbers)), **state}
        self._elements.item(item, [], [(f"cap-{key}", text) for key, text in metas.items()])

    def _add_article(self, article: Thing) -> None:
        self._note_article(article)
        number = str(next(self._numbers))
        picture = self._add_picture(article.get("image") or {}, number)
        published = published_of(article)
        state = {
            "wp:post_id": number,
            **times_of("post_date", published),
            **times_of("post_modified", published and article.get("updated", published)),
            "wp:comment_status": "closed",
            "wp:ping_status": "closed",
            "wp:post_name": slugify(last_part(article["url"])),
            "wp:status": self._status(article),
            "wp:post_type": "post",
            "wp:post_password": "",
            "wp:is_sticky": "0",
        }
        enclosures = [("enclosure", enclosure_of(each)) for each in article.get("enclosures", ())]
        self._elements.item({**_texts(article), **state}, self._terms(article), [("_thumbnail_id", picture), *enclosures])

    def _status(self, article: Thing) -> str:
        if is_draft(article):
            return "draft"
        if self._paid.intersection(article.get("sections", ())):
            self._left_out.note(PAID)
            return "private"
        return "future" if article["status"] == "scheduled" else "publish"

    def _terms(self, article: Thing) -> list[tuple[str, str, str]]:
        sections = article.get("sections", ())
        return [
            *(("category", slug, self._names.get(("category", slug), slug)) for slug in sections),
            *(("post_tag", slugify(tag), tag) for tag in article.get("tags", ())),
            *(("author", f"cap-{slug}", slug) for slug in article.get("authors", ())),
        ]

    def _add_picture(self, image: Thing, parent: str) -> str:
        """Write an item for a picture with an address, and return its number; otherwise it is empty."""
        if not image.get("url"):
            self._left_out.note(NO_ADDRESS, int(bool(image)))
            return ""
        self._left_out.note(IMAGE_TYPES, int("media_type" in image))
        number, url = str(next(self._numbers)), image["url"]
        state = {"wp:post_id": number, "wp:post_parent": parent, "wp:status": "inherit", "wp:post_type": "attachment"}
        texts = {"title": html_of(last_part(url)), "link": url, "excerpt:encoded": html_of(image.get("caption", ""))}
        details = [("_wp_attachment_image_alt", image.get("alt", "")), ("_media_credit", image.get("credit", ""))]
        item = {**texts, **state, "wp:attachment_url": url}
        self._elements.item(item, [], [*details, ("_wp_attachment_metadata", sizes_of(image))])
        return number

    def _note_profile(self, profile: Thing) -> None:
        for name, what in OF_PROFILES.items():
            self._left_out.note(f"{what} of {profile['type']}s", int(bool(profile.get(name))))

    def _note_article(self, article: Thing) -> None:
        self._left_out.note(ATOM_IDS, int("guid" in article))
        self._left_out.note(CORRECTIONS, len(article.get("corrections", ())))
        self._left_out.note(LANGUAGES, int("language" in article))
        self._left_out.note(TITLES, sum("title" in each for each in article.get("enclosures", ())))


def _texts(article: Thing) -> dict[str, str]:
    """The elements of an item that RSS has, too."""
    published = published_of(article)
    return {
        "title": html_of(article["title"]),
        "link": article["url"],
        **({"pubDate": rfc_822(published)} if published else {}),
        "dc:creator": next(iter(article.get("authors", ())), ""),
        "guid": article.get("guid") or article["id"],
        "description": "",
        "content:encoded": block_of(article.get("content", "")),
        "excerpt:encoded": "" if has_made_summary(article) else html_of(article.get("summary", "")),
    }
