"""Exports of WordPress that are read together. Those of one site are parts of one: a picture may be in another file."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from byline.model.redirect import Redirect
from byline_tools.importers.choices import Choices
from byline_tools.importers.exported import has_readers
from byline_tools.importers.notes import Note
from byline_tools.importers.records import FileRefused, LineProblem, Record
from byline_tools.importers.report import Report
from byline_tools.importers.wordpress.items import item_of
from byline_tools.importers.wordpress.names import Names
from byline_tools.importers.wordpress.posts import Posts
from byline_tools.importers.wordpress.stream import HEAD, elements
from byline_tools.importers.wordpress.survey import IGNORED, Survey, add_to_survey
from byline_tools.importers.wordpress.visibility import RULE_TYPES
from byline_tools.importers.xml_text import REPAIRED, text_of_head

_SITE = re.compile(r"base_blog_url>\s*(?:<!\[CDATA\[\s*)?([^\s<\]]+)|<link>\s*(?:<!\[CDATA\[\s*)?([^\s<\]]+)")


class Exports:
    """Reads exports: first `add` each, then read the `records_in` each. `report` gets what is left out of them."""

    def __init__(self, choices: Choices, clock: Callable[[], datetime], report: Report) -> None:
        self._choices = choices
        self._clock = clock
        self._report = report
        self._surveys: dict[str, Survey] = {}
        self._names: dict[str, Names] = {}

    def add(self, path: Path, file: IO[bytes]) -> None:
        """Note what the posts of an export may refer to. What is wrong with it is said when its records are read."""
        survey = self._surveys.setdefault(_site_of(file), Survey())
        with suppress(FileRefused):
            add_to_survey(survey, elements(str(path), file), self._choices)

    def records_in(self, path: Path, file: IO[bytes]) -> Iterator[Record]:
        """The sections, authors and articles in an export that was added.

        Raises FileRefused where the XML is wrong, and if the site has rules of a membership plugin, and the choices do not say to
        which posts they apply.
        """
        survey = self._surveys[site := _site_of(file)]
        if survey.rules and self._choices.members_only is None:
            raise FileRefused(str(path), [LineProblem(1, _rules(survey))])
        if site not in self._names:
            self._names[site] = Names(survey, self._choices)
            self._report.others += survey.notes()
        repaired: Counter[str] = Counter()
        now = self._clock()
        names, posts = self._names[site], Posts(survey, self._choices, now)
        for element in elements(str(path), file, repaired):
            item = item_of(element)
            if element.tag == "item" and item.type in self._choices.types and item["wp:status"] not in IGNORED:
                record = posts.record(item, names)
                yield from names.records.pop(public=has_readers(record, now))
                yield record
        self._report.others += [Note(REPAIRED, encoding, number) for encoding, number in repaired.items()]

    def redirects(self) -> Iterator[Redirect]:
        """Those from the feeds of the sites, of which the records were read."""
        yield from (each for names in self._names.values() for each in names.records.redirects)


def _site_of(file: IO[bytes]) -> str:
    """The address of the site, as an export states it."""
    file.seek(0)
    found = _SITE.search(text_of_head(file.read(HEAD)))
    return (found[1] or found[2]).rstrip("/") if found else ""


def _rules(survey: Survey) -> str:
    plugins = ", ".join(dict.fromkeys(RULE_TYPES[each] for each in survey.rules))
    return (
        f"has rules of {plugins} that keep posts from the public, but not to which posts they apply: name their categories "
        "with --members-only category:premium, or say --members-only none"
    )
