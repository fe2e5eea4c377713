"""What a check yields: a finding, or a flaw where it does not know yet which place it is speaking of."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error breaks what a specification demands, or makes readers lose, double or misdate stories; a warning, less."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Flaw:
    """`what` is wrong, and which specification `says` so, with its section."""

    severity: Severity
    what: str
    says: str

    def at(self, line: int | None, where: str) -> "Finding":
        """The flaw, found in a place."""
        return Finding(self.severity, line, where, self.what, self.says)


@dataclass(frozen=True, slots=True)
class Finding:
    """A flaw and its place: `line` counts from 1 and is None outside a document; `where` is a path or a header's name."""

    severity: Severity
    line: int | None
    where: str
    what: str
    says: str


class Malformed(Exception):
    """The document cannot be read; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.what)


def error(what: str, says: str) -> Flaw:
    """A flaw that is an error."""
    return Flaw(Severity.ERROR, what, says)


def warning(what: str, says: str) -> Flaw:
    """A flaw that is a warning."""
    return Flaw(Severity.WARNING, what, says)


def shown(value: object) -> str:
    """A value from a document as a message quotes it: short, on one line, nothing unprintable."""
    text = repr(value)
    return text if len(text) <= 100 else f"{text[:96]} ..."
