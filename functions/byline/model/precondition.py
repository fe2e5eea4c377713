"""What an edit may depend on: the revision that its editor has seen (RFC 9110, section 13.1)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Precondition:
    """A condition on the stored revision of a thing that is to be edited.

    The revision is one of `revisions`, unless these are None; with `exists` the thing is stored, with `absent` it is not.
    """

    revisions: frozenset[str] | None = None
    exists: bool = False
    absent: bool = False

    def holds(self, revision: str | None) -> bool:
        """Whether the condition is met by a thing stored at `revision`, None for one that is not stored."""
        if revision is None:
            return self.revisions is None and not self.exists
        return not self.absent and (self.revisions is None or revision in self.revisions)


ANY = Precondition()
"""Met by whatever is stored, and by nothing stored."""

ABSENT = Precondition(absent=True)
"""Met if nothing is stored."""


def at_revision(revision: str) -> Precondition:
    """Met by what is stored at `revision`."""
    return Precondition(frozenset({revision}))
