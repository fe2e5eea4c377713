"""The saved text of an article page: what a browser keeps of it when a page is saved as text.

Friday , March 14 2025                      the day of saving; never the day of publication
Home | World | Headline                     the section is the first step after Home
Image Credit: Agency                        may be missing

Headline

Paragraphs, with empty lines between them.

About NAME                                  once for each author, each with a biography
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

from slugify import slugify

from infra.records import FileRefused, LineProblem, Record

_BANNER = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\s*,\s*([A-Z][a-z]+\s+\d{1,2})\s*,?\s+(\d{4})")
_BREADCRUMB = re.compile(r"Home\s*\|\s*(.+)")
_CREDIT = re.compile(r"Image Credit\s*:\s*(.+)", re.IGNORECASE)
_ABOUT = re.compile(r"About\s+([^\W\d_].{0,78}[^\s.!?:;,…])")
_HIDDEN_MAIL = re.compile(r"\[\s*email\s+protected\s*\]", re.IGNORECASE)
_SENTENCE_ENDS = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines without an empty one between them, as one; `line` is the number of the first."""

    line: int
    text: str


class SavedPage:
    """One page, read from `text`; every method raises FileRefused at the first line that does not fit."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        lines = list(enumerate(re.split("\r\n|\r|\n", text.removeprefix("\ufeff")), start=1))
        filled = [(number, " ".join(line.split())) for number, line in lines if line.strip()]
        self._end = lines[-1][0]
        self._banner, self._breadcrumb, *rest = *filled[:2], *[(self._end, "")] * (2 - len(filled)), *filled[2:]
        credit = _CREDIT.fullmatch(rest[0][1]) if rest else None
        self._credit = credit.group(1) if credit else ""
        start = rest[1 if credit else 0][0] if len(rest) > bool(credit) else self._end + 1
        self._paragraphs = _paragraphs(lines[start - 1 :])

    def records(self, *, site_url: str, published: datetime | None) -> list[Record]:
        """The section, the authors and the article. `published` is the importer's word, since the page does not say it;
        `site_url` is where the publisher's site is, since the page does not say that either.
        """
        saved = self._saved()
        title = self._title()
        section = self._section(title.text)
        about = self._first_about()
        authors = self._authors(about)
        body = self._paragraphs[1:about] or self._refuse(title.line, "nothing stands between the title and 'About NAME'")
        article = {
            "type": "article",
            "url": f"{site_url.rstrip('/')}/{slugify(section)}/{slugify(title.text)}",
            "title": title.text,
            "published": self._publication(published, saved),
            "content": "\n".join(f"<p>{html.escape(_mail_withheld(paragraph.text), quote=False)}</p>" for paragraph in body),
            "sections": [slugify(section)],
            "authors": [author.thing["slug"] for author in authors],
            **({"image": {"credit": self._credit}} if self._credit else {}),
        }
        place = Record(self._breadcrumb[0], {"type": "section", "slug": slugify(section), "title": section}, only_if_new=True)
        return [place, *authors, Record(title.line, article)]

    def _saved(self) -> datetime:
        line, text = self._banner
        found = _BANNER.fullmatch(text) or self._refuse(line, "expected the date banner, such as 'Friday , March 14 2025'")
        try:
            return datetime.strptime(f"{found.group(1)} {found.group(2)}", "%B %d %Y").replace(tzinfo=UTC)
        except ValueError:
            self._refuse(line, f"{text!r} is no date")

    def _title(self) -> Paragraph:
        if not self._paragraphs:
            self._refuse(self._end, "the page ends before its title")
        return self._paragraphs[0]

    def _section(self, title: str) -> str:
        """The first step after Home of a breadcrumb that ends in the title, which may itself hold a `|`."""
        line, text = self._breadcrumb
        found = _BREADCRUMB.fullmatch(text) or self._refuse(line, "expected the breadcrumb, such as 'Home | World | Headline'")
        steps, wanted = _steps(found.group(1)), _steps(title)
        if len(steps) <= len(wanted) or steps[-len(wanted) :] != wanted:
            self._refuse(line, f"the breadcrumb does not lead through a section to the title {title!r}")
        return steps[0] if slugify(steps[0]) else self._refuse(line, f"no address can be made from the section {steps[0]!r}")

    def _first_about(self) -> int:
        found = (index for index, paragraph in enumerate(self._paragraphs) if index and _ABOUT.fullmatch(paragraph.text))
        return next(found, None) or self._refuse(self._end, "the page ends without 'About NAME' and a biography")

    def _authors(self, first: int) -> list[Record]:
        authors: list[Record] = []
        for paragraph in self._paragraphs[first:]:
            if name := _ABOUT.fullmatch(paragraph.text):
                authors.append(Record(paragraph.line, _author(name.group(1)), only_if_new=True))
            else:
                authors[-1].thing["bio"] += f" {paragraph.text}"
        for author in authors:
            author.thing["bio"] = _without_mail_sentence(author.thing["bio"].strip())
            if not author.thing["bio"]:
                self._refuse(author.line, f"the biography of {author.thing['name']} is missing")
        return authors

    def _publication(self, published: datetime | None, saved: datetime) -> str:
        if published is None:
            self._refuse(self._banner[0], "the page says when it was saved, not when it was published: give --published")
        if published > saved + timedelta(days=2):
            self._refuse(self._banner[0], f"saved on {saved:%Y-%m-%d}, so it cannot have been published on {published:%Y-%m-%d}")
        return published.isoformat()

    def _refuse(self, line: int, reason: str) -> NoReturn:
        raise FileRefused(self._path, [LineProblem(line, reason)])


def _paragraphs(lines: Sequence[tuple[int, str]]) -> list[Paragraph]:
    """Joined lines; `About NAME` is a paragraph of its own even where the biography follows in the next line."""
    paragraphs: list[Paragraph] = []
    joining = False
    for number, line in lines:
        text = " ".join(line.split())
        heading = bool(_ABOUT.fullmatch(text))
        if text and joining and not heading:
            paragraphs[-1] = Paragraph(paragraphs[-1].line, f"{paragraphs[-1].text} {text}")
        elif text:
            paragraphs.append(Paragraph(number, text))
        joining = bool(text) and not heading
    return paragraphs


def _steps(breadcrumb: str) -> list[str]:
    return [step.strip() for step in breadcrumb.split("|")]


def _author(name: str) -> dict[str, Any]:
    return {"type": "author", "slug": slugify(name), "name": name, "bio": ""}


def _mail_withheld(text: str) -> str:
    return _HIDDEN_MAIL.sub("(address withheld)", text)


def _without_mail_sentence(bio: str) -> str:
    """A biography without the sentence whose only news was a mail address that the site hides."""
    return " ".join(sentence for sentence in _SENTENCE_ENDS.split(bio) if not _HIDDEN_MAIL.search(sentence))
