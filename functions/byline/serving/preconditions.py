"""The preconditions of edits in HTTP headers (RFC 9110, section 13.1)."""

from byline.errors import Problem, Refused
from byline.model.precondition import Precondition


def precondition(if_match: str | None, if_none_match: str | None) -> Precondition:
    """The precondition of a request with these values of If-Match and If-None-Match, None for a header that is absent.

    Entity tags are compared strongly (13.1.1): a weak one matches nothing. Raises Refused for an If-None-Match other than `*`
    (13.1.2), which no edit needs.
    """
    absent = if_none_match is not None
    if if_none_match is not None and if_none_match.strip() != "*":
        raise Refused("request", [Problem("header.if-none-match", "is not understood here: send *, or if-match")])
    if if_match is None:
        return Precondition(absent=absent)
    tags = {tag.strip() for tag in if_match.split(",")}
    if "*" in tags:
        return Precondition(exists=True, absent=absent)
    strong = {tag[1:-1] for tag in tags if len(tag) > 1 and tag[0] == tag[-1] == '"'}
    return Precondition(frozenset(strong), absent=absent)
