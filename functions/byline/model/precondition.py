"""Preconditions of edits: the stored revision that an edit requires (RFC 9110, section 13.1)."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Precondition:
    """A condition on the stored revision of the thing to edit.

    It requires one of `revisions`, unless that is None. `exists` requires that the thing is stored, `absent` that it is not.
    """

    revisions: frozenset[str] | None = None
    exists: bool = False
    absent: bool = False

    def holds(self, revision: str | None) -> bool:
        """Whether a thing stored at `revision` meets the condition; `revision` is None for a thing that is not stored."""
        if revision is None:
            return self.revisions is None and not self.exists
        return not self.absent and (self.revisions is None or revision in self.revisions)

    def at(self, revision: str | None) -> "Precondition":
        """The same condition, which also requires that `revision` is stored; None adds nothing."""
        if revision is None:
            return self
        only = frozenset({revision})
        return replace(self, revisions=only if self.revisions is None else self.revisions & only)


ANY = Precondition()
"""Always met."""
