"""What exports of other systems have in common: the lifecycle of their articles, names, and what is stored beside these."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from byline.model.redirect import Redirect
from byline_tools.importers.notes import DRAFTS, Note
from byline_tools.importers.records import Record


def lifecycle_of(
    reasons: Sequence[str],
    published: datetime | None,
    modified: datetime | None,
    now: datetime,
    notes: list[Note],
    *,
    is_published: bool,
) -> dict[str, Any]:
    """The status and times of an exported article. It is a draft if there are `reasons`, of which the first is noted.

    Without a reason, one that `is_published` is scheduled only if its time is to come.
    """
    notes += [Note(DRAFTS, each) for each in reasons[:1]]
    times = {"published": published.isoformat()} if published else {}
    if published and modified and modified > published:
        times["updated"] = modified.isoformat()
    if reasons:
        return {"status": "draft", **times}
    if is_published and published and published <= now:
        return {"status": "published", **times}
    kind = "scheduled" if published is None or published > now else "scheduled for a time that has passed"
    notes.append(Note("scheduled", kind))
    return {"status": "scheduled", **times}


def has_readers(article: Record, now: datetime) -> bool:
    """Whether readers see an article, or will at its time; one whose time has passed may become a draft."""
    thing = article.thing
    coming = "published" in thing and datetime.fromisoformat(thing["published"]) > now
    return thing["status"] == "published" or (thing["status"] == "scheduled" and coming)


def most_of(what: str, found: Iterable[str], most: int, notes: list[Note]) -> list[str]:
    """The first `most` of the `what` that were found for an article; the number of the others is noted."""
    listed = list(found)
    if len(listed) > most:
        notes.append(Note(f"{what} beyond the most that an article may have", "left out", len(listed) - most))
    return listed[:most]


def without_address(name: str) -> str:
    """The name of an author without the mail address that it may be: logins often are one."""
    return name.partition("@")[0] if "@" in name and " " not in name else name


class NamedRecords:
    """The records of the sections and authors that articles name, each of which is passed on once.

    `redirects` lead from the old feeds of what was passed on, and from those `of_site`.
    """

    def __init__(self, of_site: Iterable[Redirect]) -> None:
        self.redirects = list(of_site)
        self._known: set[tuple[str, str]] = set()
        self._new: dict[tuple[str, str], tuple[Record, Iterable[Redirect]]] = {}

    def add(self, kind: str, slug: str, record: Callable[[], Record], redirects: Iterable[Redirect]) -> None:
        """Add the record of what an article names, and the redirects from its old feeds."""
        if (kind, slug) not in self._known:
            self._new[kind, slug] = record(), redirects

    def pop(self, *, public: bool) -> Iterator[Record]:
        """The records of what was named since the last call; none if that was not `public`, nor of what is known already."""
        new, self._new = self._new if public else {}, {}
        self._known |= new.keys()
        for record, redirects in new.values():
            self.redirects += redirects
            yield record
