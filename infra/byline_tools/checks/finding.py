"""Results of checks: findings, and flaws, which are findings without a position."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error violates a specification, or makes readers lose, duplicate or misdate articles. A warning is less severe."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Flaw:
    """`what` is wrong, and which specification `says` so, with the section."""

    severity: Severity
    what: str
    says: str

    def at(self, line: int | None, where: str) -> "Finding":
        """Return the flaw as a finding at a position."""
        return Finding(self.severity, line, where, self.what, self.says)


@dataclass(frozen=True, slots=True)
class Finding:
    """A flaw at a position. `line` counts from 1 and is None outside a document; `where` is a path or the name of a header."""

    severity: Severity
    line: int | None
    where: str
    what: str
    says: str


class Malformed(Exception):
    """The document cannot be parsed; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.what)


def error(what: str, says: str) -> Flaw:
    """Return a flaw that is an error."""
    return Flaw(Severity.ERROR, what, says)


def warning(what: str, says: str) -> Flaw:
    """Return a flaw that is a warning."""
    return Flaw(Severity.WARNING, what, says)


def shown(value: object) -> str:
    """Return a value from a document as a message quotes it: short, on one line, without unprintable characters."""
    text = repr(value)
    return text if len(text) <= 100 else f"{text[:96]} ..."
