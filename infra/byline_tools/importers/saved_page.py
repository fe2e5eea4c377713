"""Article pages that a browser saved as text.

Friday , March 14 2025                      the day of saving, not of publication
Home | World | Headline                     the section is the first step after Home
Image Credit: Agency                        optional

Headline

Paragraphs, with empty lines between them.

About NAME                                  once for each author, each with a biography
"""

import html
import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from slugify import slugify

from byline_tools.importers.records import FileRefused, LineProblem, Record

BANNER = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\s*,\s*([A-Z][a-z]+\s+\d{1,2})\s*,?\s+(\d{4})")
_BREADCRUMB = re.compile(r"Home\s*\|\s*(.+)")
_CREDIT = re.compile(r"Image Credit\s*:\s*(.*)", re.IGNORECASE)
_LINE_END = re.compile("\r\n|\r|\n")
_ABOUT = re.compile(r"About\s+([^\W\d_].{0,78}[^\s.!?:;,…])")
_HIDDEN_MAIL = re.compile(r"\[\s*email\s+protected\s*\]", re.IGNORECASE)
_SENTENCE_ENDS = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line, or adjoining lines joined into one; `line` is the number of the first."""

    line: int
    text: str


class SavedPage:
    """One page, read from `text`. Every method raises FileRefused for the first unexpected line."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        lines = deque(_lines(text))
        self._end = lines[-1].line
        self._banner = self._take(lines)
        self._breadcrumb = self._take(lines)
        self._credit = self._take_credit(lines)
        self._paragraphs = _paragraphs(lines)

    def _take(self, lines: deque[Paragraph]) -> Paragraph:
        """Remove and return the first line with text from `lines`; if there is none, an empty line at the end of the page."""
        while lines:
            if (line := lines.popleft()).text:
                return line
        return Paragraph(self._end, "")

    def _take_credit(self, lines: deque[Paragraph]) -> str:
        line = self._take(lines)
        if found := _CREDIT.fullmatch(line.text):
            return _mail_withheld(found.group(1))
        lines.appendleft(line)
        return ""

    def records(self, *, site_url: str, published: datetime | None) -> list[Record]:
        """The section, the authors and the article.

        The page contains neither its publication time, `published`, nor the address of the publisher's site, `site_url`.
        """
        saved = self._saved()
        title = self._title()
        section = self._section(title.text)
        about = self._first_about()
        authors = self._authors(about)
        body = self._paragraphs[1:about] or self._refuse(title.line, "there is no text between the title and 'About NAME'")
        article = {
            "type": "article",
            "url": f"{site_url.rstrip('/')}/{_slug(section)}/{self._slug_of(title)}",
            "title": title.text,
            "published": self._publication(published, saved),
            "content": "\n".join(f"<p>{html.escape(_mail_withheld(paragraph.text), quote=False)}</p>" for paragraph in body),
            "sections": [_slug(section)],
            "authors": [author.thing["slug"] for author in authors],
            **({"image": {"credit": self._credit}} if self._credit else {}),
        }
        section_record = Record(
            self._breadcrumb.line, {"type": "section", "slug": _slug(section), "title": section}, only_if_new=True
        )
        return [section_record, *authors, Record(title.line, article)]

    def _saved(self) -> datetime:
        line, text = self._banner.line, self._banner.text
        found = BANNER.fullmatch(text) or self._refuse(line, "expected the date banner, such as 'Friday , March 14 2025'")
        try:
            return datetime.strptime(f"{found.group(1)} {found.group(2)}", "%B %d %Y").replace(tzinfo=UTC)
        except ValueError:
            self._refuse(line, f"{text!r} is no date")

    def _title(self) -> Paragraph:
        if not self._paragraphs:
            self._refuse(self._end, "the page ends before its title")
        return self._paragraphs[0]

    def _section(self, title: str) -> str:
        """The first step after Home of a breadcrumb that ends in the title; the title may contain `|`."""
        line, text = self._breadcrumb.line, self._breadcrumb.text
        found = _BREADCRUMB.fullmatch(text) or self._refuse(line, "expected the breadcrumb, such as 'Home | World | Headline'")
        steps, wanted = _steps(found.group(1)), _steps(title)
        if len(steps) <= len(wanted) or steps[-len(wanted) :] != wanted:
            self._refuse(line, f"the breadcrumb does not lead through a section to the title {title!r}")
        self._slug_of(Paragraph(line, steps[0]))
        return steps[0]

    def _first_about(self) -> int:
        """The index of the first author's paragraph; the title, paragraph 0, may begin with 'About' as well."""
        found = [index for index, paragraph in enumerate(self._paragraphs) if index > 0 and _name(paragraph.text)]
        return found[0] if found else self._refuse(self._end, "the page ends without 'About NAME' and a biography")

    def _authors(self, first: int) -> list[Record]:
        authors: list[Record] = []
        for paragraph in self._paragraphs[first:]:
            if name := _name(paragraph.text):
                slug = self._slug_of(Paragraph(paragraph.line, name))
                authors.append(
                    Record(paragraph.line, {"type": "author", "slug": slug, "name": name, "bio": ""}, only_if_new=True)
                )
            else:
                authors[-1].thing["bio"] += f" {paragraph.text}"
        for author in authors:
            author.thing["bio"] = _without_mail_sentence(author.thing["bio"].strip())
            if not author.thing["bio"]:
                self._refuse(author.line, f"the biography of {author.thing['name']} is missing")
        return authors

    def _publication(self, published: datetime | None, saved: datetime) -> str:
        if published is None:
            self._refuse(self._banner.line, "the page says when it was saved, not when it was published: give --published")
        if published - saved > timedelta(days=2):
            self._refuse(
                self._banner.line, f"saved on {saved:%Y-%m-%d}, so it cannot have been published on {published:%Y-%m-%d}"
            )
        return published.isoformat()

    def _slug_of(self, heading: Paragraph) -> str:
        return _slug(heading.text) or self._refuse(heading.line, f"no address can be made from {heading.text!r}")

    def _refuse(self, line: int, reason: str) -> NoReturn:
        raise FileRefused(self._path, [LineProblem(line, reason)])


def _lines(text: str) -> Iterable[Paragraph]:
    """Every line, including empty ones, with its spaces normalised."""
    for number, line in enumerate(_LINE_END.split(text.removeprefix("\ufeff")), start=1):
        yield Paragraph(number, " ".join(line.split()))


def _paragraphs(lines: Iterable[Paragraph]) -> list[Paragraph]:
    """Adjoining lines joined; `About NAME` is a paragraph of its own even if the biography follows in the next line."""
    paragraphs: list[Paragraph] = []
    joining = False
    for line in lines:
        heading = _name(line.text) != ""
        if line.text and joining and not heading:
            paragraphs[-1] = Paragraph(paragraphs[-1].line, f"{paragraphs[-1].text} {line.text}")
        elif line.text:
            paragraphs.append(line)
        joining = line.text != "" and not heading
    return paragraphs


def _name(text: str) -> str:
    """NAME if `text` is 'About NAME', else empty. A last word in lower case means prose: 'About half of them stayed away'."""
    found = _ABOUT.fullmatch(text)
    return found.group(1) if found and not found.group(1).split()[-1][0].islower() else ""


def _slug(text: str) -> str:
    """`text` as a slug, empty if it has no letter or digit."""
    return slugify(text, entities=False, decimal=False, hexadecimal=False)


def _steps(breadcrumb: str) -> list[str]:
    return [step.strip() for step in breadcrumb.split("|")]


def _mail_withheld(text: str) -> str:
    return _HIDDEN_MAIL.sub("(address withheld)", text)


def _without_mail_sentence(bio: str) -> str:
    """A biography without the sentences that contain an obfuscated mail address."""
    return " ".join(sentence for sentence in _SENTENCE_ENDS.split(bio) if not _HIDDEN_MAIL.search(sentence))
