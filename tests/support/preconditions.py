"""The preconditions that tests use beside ANY."""

from byline.model.precondition import Precondition

ABSENT = Precondition(absent=True)
"""Met only if nothing is stored."""


def at_revision(revision: str) -> Precondition:
    """Met only by a thing that is stored at `revision`."""
    return Precondition(frozenset({revision}))
