"""Counts what a newsroom has that an export cannot carry, or carries as something else."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

from byline.model.kinds import KINDS
from byline_tools.exporters.newsroom import Get, Thing, Unreadable

WITHDRAWN = "withdrawn articles"
ERASED = "erased articles"
RETIRED = "retired sections and authors"
FORMER = "former names of sections and authors"
MEANING = {
    WITHDRAWN: "they are drafts in the export, without their notices",
    ERASED: "nothing of them is exported",
    RETIRED: "an import into another table makes their feeds public again: retire them there",
    FORMER: "an import into another table does not redirect readers who subscribed to them",
}
"""What it means that something is left out."""

_PATHS = {row.noun: str(row.kind) for row in KINDS}


class LeftOut:
    """What is left out, by what it is. `names` has the names concerned, of sections and authors. `get` asks the desk."""

    def __init__(self, get: Get) -> None:
        self.get = get
        self.counts: Counter[str] = Counter()
        self.names: dict[str, list[str]] = {}

    def note(self, what: str, number: int = 1) -> None:
        """Count something, unless the number is zero. MEANING says what follows, if more is to be said."""
        if number:
            self.counts[what] += number

    def exports(self, thing: Thing) -> bool:
        """Whether `thing` is exported. What its state loses is counted."""
        if thing["type"] != "article":
            self._note_profile(thing)
            return True
        if "erasure" in thing:
            self.note(ERASED)
            return False
        self.note(WITHDRAWN, int(thing.get("status") == "withdrawn"))
        return True

    def lines(self) -> Iterator[str]:
        """What is left out, in words."""
        for what, number in self.counts.items():
            names = f" ({', '.join(self.names[what])})" if what in self.names else ""
            yield f"{what}: {number:,}{names}" + (f"; {MEANING[what]}" if what in MEANING else "")

    def _note_profile(self, thing: Thing) -> None:
        name = f"{_PATHS[thing['type']]}/{thing['slug']}"
        former = [] if thing.get("retired") else self._former(name)
        for what, names in ((RETIRED, [name] if thing.get("retired") else []), (FORMER, former)):
            self.note(what, len(names))
            if names:
                self.names.setdefault(what, []).extend(names)

    def _former(self, name: str) -> list[str]:
        """The former names of a section or author."""
        with suppress(Unreadable):
            addresses = self.get(f"/{name}/usage")["addresses"]
            return [each for each in dict.fromkeys(each[1:].rpartition("/")[0] for each in addresses) if each != name]
        return []
