"""Feed reader programs on the command line: their home, the feeds they read, and the stories they are expected to save."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from byline_tools.local.server import Service
from tests.support.stories import stories_in_json

RSS, ATOM = "RSS", "Atom"
FILE_NAMES = {RSS: "rss.xml", ATOM: "atom.xml"}
LONGEST_RUN = 60
NOWHERE = "http://127.0.0.1:9"
"""A proxy that does not exist, which prevents connections beyond this machine."""


class SavedStory(NamedTuple):
    """A story as a program saves it."""

    id: str
    title: str
    link: str
    published: datetime
    authors: str
    text: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed in one of the formats that the programs read."""

    name: str
    folder: str
    format: str

    def __str__(self) -> str:
        return f"{self.name} in {self.format}"

    @property
    def path(self) -> str:
        return f"{self.folder}/{FILE_NAMES[self.format]}"

    def at(self, service: Service) -> str:
        return f"{service.address}{self.path}"


Answers = Callable[[Feed], list[str]]
"""The statuses of the service's responses for a feed since the last call."""

Note = Callable[[str, Feed, str, str], None]
"""Puts a cell into the table of results: for a program and a feed, the column and the text."""

FEEDS = [
    Feed(name, folder, format_)
    for name, folder in {"section": "/sections/world", "author": "/authors/ines-okafor", "site": ""}.items()
    for format_ in FILE_NAMES
]


@dataclass(frozen=True, slots=True)
class Difference:
    """An exact, expected difference between the story that a program saves and the JSON document, with the reason."""

    program: str
    formats: tuple[str, ...]
    expected: Callable[[SavedStory], SavedStory]
    reason: str


def _first_author(story: SavedStory) -> SavedStory:
    return story._replace(authors=story.authors.split(", ")[0])


def _last_author(story: SavedStory) -> SavedStory:
    return story._replace(authors=story.authors.split(", ")[-1])


TOLERATED = (
    Difference("newsboat", (RSS,), _last_author, "one author a story: every dc:creator replaces the one before it"),
    Difference("rss2email", (RSS,), _first_author, "a mail has one author in From: the first dc:creator"),
    Difference("rss2email", (ATOM,), _last_author, "a mail has one author in From: feedparser's author_detail, the last"),
    Difference("sfeed", (RSS, ATOM), _first_author, "its manual allows one author a line: the first"),
)


def newest_first(stories: Iterable[SavedStory]) -> list[SavedStory]:
    return sorted(stories, key=lambda story: (story.published, story.id), reverse=True)


def expected(service: Service, feed: Feed, program: str) -> list[SavedStory]:
    """Return the stories in the JSON document of the feed, with the tolerated differences of the program."""
    stories = [
        SavedStory(story.id, story.title, story.link, story.published, story.authors, story.content)
        for story in stories_in_json(f"{service.address}{feed.folder}/feed.json")
    ]
    for difference in TOLERATED:
        if (difference.program, feed.format in difference.formats) == (program, True):
            stories = [difference.expected(story) for story in stories]
    return newest_first(stories)


@dataclass(frozen=True, slots=True)
class Home:
    """An empty home directory for one program."""

    path: Path

    def write(self, name: str, text: str) -> None:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def run(self, *command: str) -> None:
        """Run the program to its end, without a terminal and without connections beyond this machine."""
        program = shutil.which(command[0])
        assert program, f"{command[0]} is not installed: `infra/install-programs` installs it"
        environment = {
            "HOME": str(self.path),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            **dict.fromkeys(["http_proxy", "https_proxy"], NOWHERE),
            "no_proxy": "127.0.0.1",
        }
        done = subprocess.run(  # noqa: S603 - the tested programs
            [program, *command[1:]],
            env=environment,
            cwd=self.path,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=LONGEST_RUN,
            check=False,
        )
        assert done.returncode == 0, done.stdout.decode(errors="replace")
