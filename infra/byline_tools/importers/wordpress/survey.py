"""The first pass over an export: what its posts refer to, and what is left out of it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from byline_tools.importers.choices import Choices, Term
from byline_tools.importers.notes import Note
from byline_tools.importers.wordpress.items import Item, item_of, name_of, texts_of
from byline_tools.importers.wordpress.times import time_of
from byline_tools.importers.wordpress.visibility import RULE_TYPES, is_public

LEFT_OUT = "left out"
IGNORED = frozenset({"trash", "auto-draft", "inherit"})
"""Statuses of what was never an article, or is none any more."""

_READ_ANYWAY = frozenset({"attachment", "guest-author", "wp_block"})
_WIDTH, _HEIGHT = (re.compile(rf's:\d+:"{name}";i:(\d+)') for name in ("width", "height"))


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the media library: its address, texts, and the post that it was added to."""

    url: str
    title: str
    alt: str
    caption: str
    credit: str
    parent: str
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True)
class NamedTerm:
    """A category, a tag or another term, in `line`, with its `number`, and the nicename of the one above it."""

    name: str
    description: str
    line: int
    number: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """An author, in `line`. `bio` is None if the export has no place for it."""

    name: str
    line: int
    bio: str | None = None


@dataclass(slots=True)
class Survey:
    """What an export has beside its posts, by number, login or term, and the address of the site, `base`."""

    base: str = ""
    attachments: dict[str, Attachment] = field(default_factory=dict)
    children: dict[str, list[str]] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    linked: dict[str, str] = field(default_factory=dict)
    terms: dict[Term, NamedTerm] = field(default_factory=dict)
    guids: dict[str, tuple[bool, str]] = field(default_factory=dict)
    offsets: set[timedelta] = field(default_factory=set)
    left_out: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)

    @property
    def offset(self) -> timedelta | None:
        """How far the site's time is ahead of UTC; None if that is not known, or has changed."""
        return next(iter(self.offsets)) if len(self.offsets) == 1 else None

    def keeps_guid(self, item: Item) -> bool:
        """Whether an item has the guid for itself, or is the first that readers could see of those that have it."""
        return self.guids.get(item["guid"], (True, item.id))[1] == item.id

    def notes(self) -> list[Note]:
        """What is left out of the export."""
        return [Note(LEFT_OUT, what, number) for what, number in self.left_out.items()]


def survey_of(elements: Iterable[Any], choices: Choices) -> Survey:
    """What the elements of an export have to say on the posts of the chosen types."""
    survey = Survey()
    for element in elements:
        if element.tag == "item":
            _take_item(survey, item_of(element), choices)
        else:
            _take_other(survey, element)
    return survey


def _take_item(survey: Survey, item: Item, choices: Choices) -> None:
    survey.left_out.update({"comments": item.comments} if item.comments else {})
    survey.rules.update([item.type] if item.type in RULE_TYPES else [])
    match item.type:
        case "attachment":
            _take_attachment(survey, item)
        case "guest-author":
            _take_guest(survey, item)
        case "wp_block" if is_public(item):
            survey.blocks[item.id] = item["content:encoded"]
    if item.type in choices.types and item["wp:status"] not in IGNORED:
        _take_post(survey, item)
    elif item.type not in _READ_ANYWAY:
        status = item["wp:status"]
        survey.left_out[f"{item.type} ({status})" if item.type in choices.types else item.type or "items without a type"] += 1


def _take_post(survey: Survey, item: Item) -> None:
    local, utc = time_of(item["wp:post_date"]), time_of(item["wp:post_date_gmt"])
    if local and utc:
        survey.offsets.add(local - utc)
    public = is_public(item)
    had = survey.guids.get(item["guid"])
    if had is None or (public and not had[0]):
        survey.guids[item["guid"]] = (public, item.id)


def _take_attachment(survey: Survey, item: Item) -> None:
    sizes = item.first("_wp_attachment_metadata")
    width, height = (found and int(found[1][:9]) for found in (_WIDTH.search(sizes), _HEIGHT.search(sizes)))
    survey.attachments[item.id] = Attachment(
        url=item["wp:attachment_url"],
        title=item["title"],
        alt=item.first("_wp_attachment_image_alt"),
        caption=item["excerpt:encoded"],
        credit=item.first("_media_credit"),
        parent=item["wp:post_parent"],
        width=width or None,
        height=height or None,
    )
    survey.children.setdefault(item["wp:post_parent"], []).append(item.id)


def _take_guest(survey: Survey, item: Item) -> None:
    login = item.first("cap-user_login") or item["wp:post_name"].removeprefix("cap-")
    name = item.first("cap-display_name") or item["title"] or login
    survey.people[login] = Person(name, item.line, item.first("cap-description"))
    if linked := item.first("cap-linked_account"):
        survey.linked[linked] = login


def _take_other(survey: Survey, element: Any) -> None:
    texts = {name.removeprefix("wp:"): text.strip() for name, text in texts_of(element).items()}
    line = element.sourceline or 1
    match name_of(element):
        case "wp:base_blog_url":
            survey.base = (element.text or "").strip()
        case "wp:author" if login := texts.get("author_login"):
            survey.people.setdefault(login, Person(texts.get("author_display_name") or login, line))
        case "wp:category":
            term = ("category", texts.get("category_nicename", ""))
            above = (texts.get("term_id", ""), texts.get("category_parent", ""))
            survey.terms[term] = NamedTerm(texts.get("cat_name", ""), texts.get("category_description", ""), line, *above)
        case "wp:tag":
            term = ("post_tag", texts.get("tag_slug", ""))
            survey.terms[term] = NamedTerm(texts.get("tag_name", ""), texts.get("tag_description", ""), line)
        case "wp:term":
            term = (texts.get("term_taxonomy", ""), texts.get("term_slug", ""))
            survey.terms[term] = NamedTerm(texts.get("term_name", ""), texts.get("term_description", ""), line)
