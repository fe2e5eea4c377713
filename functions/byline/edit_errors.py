"""The errors of edits, which no poll of a feed raises. The docstring of errors.py shows the tree that they are in."""

from collections.abc import Iterable, Mapping, Sequence

from byline.errors import BylineError, Problem


def _wrong_name(name: str, reason: str) -> Problem:
    kind, _, slug = name.partition("/")
    return Problem(kind, f"{slug} {reason}")


def _which_are(names: Sequence[str], what: str) -> str:
    return f"{', '.join(names)}, which {'is' if len(names) == 1 else 'are'} {what}"


def _retired(name: str) -> Problem:
    return _wrong_name(name, "is retired: revive it first, or use another name")


class BareId(BylineError):
    """`written` is in an address in place of an article's id in base64url.

    `address` is the right one, or None if the id may have lost its query on the way, or is not an id.
    """

    def __init__(self, written: str, address: str | None) -> None:
        self.written = written
        self.address = address
        meant = f" If the id is {written}, the address is {address}." if address else ""
        super().__init__(
            f"{written} is not an id as addresses have it. The address of an article is /articles/ and its whole id in base64url "
            f"(RFC 4648, section 5), UTF-8, without padding: an id in plain text loses what follows a question mark.{meant}"
        )


class UnknownArticle(BylineError):
    """No article with the id `article_id` is stored. `candidates` are articles with similar ids, each with `id` and `title`."""

    def __init__(self, article_id: str, candidates: Iterable[Mapping[str, str]] = ()) -> None:
        self.article_id, self.candidates = article_id, tuple(candidates)
        super().__init__(f"there is no article {article_id}")


class UnknownVersion(BylineError):
    """The article `article_id` has no version `number`, or no longer; none but the last if it is `erased`."""

    def __init__(self, article_id: str, number: int, *, erased: bool = False) -> None:
        self.article_id = article_id
        self.number = number
        absence = "was erased for good, with its earlier versions" if erased else f"has no version {number}, or no longer"
        super().__init__(f"article {article_id} {absence}")


class UnknownRedirect(BylineError):
    """No redirect leads from the old path `path`."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"there is no redirect from {path}")


class UnknownProfile(BylineError):
    """The article `article_id` names `profiles` (for example `sections/wrold`) that do not exist, and adds the `retired` ones."""

    def __init__(self, article_id: str, profiles: Iterable[str], retired: Iterable[str] = ()) -> None:
        self.article_id, self.profiles, self.retired = article_id, tuple(profiles), tuple(retired)
        also = f", and {_which_are(self.retired, 'retired')}: revive it, or use another name" if self.retired else ""
        super().__init__(f"article {article_id} names {', '.join(self.profiles)}, which do not exist: store them first{also}")

    @property
    def problems(self) -> list[Problem]:
        """The problem with each name, by the field of the article that has it."""
        unknown = [_wrong_name(each, "does not exist: store it first") for each in self.profiles]
        return [*unknown, *map(_retired, self.retired)]


class RetiredProfile(BylineError):
    """An edit of `subject` adds or renames retired `profiles` (for example `sections/world`)."""

    def __init__(self, subject: str, profiles: Iterable[str]) -> None:
        self.subject = subject
        self.profiles = tuple(profiles)
        renamed = f"{subject} is retired: revive it before you rename it"
        named = f"{subject} names {_which_are(self.profiles, 'retired')}: revive it first, or use another name"
        super().__init__(renamed if self.profiles == (subject,) else named)

    @property
    def problems(self) -> list[Problem]:
        """The problem with each name, by the field of the article that has it."""
        return list(map(_retired, self.profiles))


class AlreadySeen(BylineError):
    """Readers have seen the article `article_id`: it can neither become a draft nor be scheduled."""

    def __init__(self, article_id: str) -> None:
        self.article_id = article_id
        super().__init__(
            f"readers have seen article {article_id}: it can be published or withdrawn, but cannot become a draft or be scheduled"
        )


class Withdrawn(BylineError):
    """The article `article_id` is withdrawn. Only an edit that states its status, or the stored revision, changes it."""

    def __init__(self, article_id: str) -> None:
        self.article_id = article_id
        super().__init__(
            f"article {article_id} is withdrawn: restore it first, or send its status, or the revision that you have read"
        )


class Erased(BylineError):
    """`subject` (for example `article tag:1` or `authors/withheld-1`) has been erased for good.

    Only an edit of an article that lifts its erasure changes it. An author stays erased.
    """

    def __init__(self, subject: str) -> None:
        self.subject = subject
        what_to_do = "to store another under its id, PUT it with erasure: null beside all its fields"
        if not subject.startswith("article "):
            what_to_do = "the author stays erased, and a new author needs another slug"
        super().__init__(f"{subject} was erased for good: {what_to_do}")


class TooLarge(BylineError):
    """The stored form of `subject` has `size` bytes, more than `limit`."""

    def __init__(self, subject: str, size: int, limit: int) -> None:
        self.subject, self.size, self.limit = subject, size, limit
        super().__init__(f"{subject} takes {size} bytes, more than the limit of {limit}: shorten or split it")


class AddressTaken(BylineError):
    """The article `subject` cannot have the address `url`, which the article `article_id` has."""

    def __init__(self, subject: str, url: str, article_id: str) -> None:
        self.subject, self.url, self.article_id = subject, url, article_id
        super().__init__(
            f"article {subject} cannot have the address {url}, which article {article_id} has: "
            "give it another one, or move the address (--move-address)"
        )


class GuidTaken(BylineError):
    """The article `subject` cannot have the guid `guid`, by which readers know the article `article_id`."""

    def __init__(self, subject: str, guid: str, article_id: str) -> None:
        self.subject, self.guid, self.article_id = subject, guid, article_id
        super().__init__(
            f"article {subject} cannot have the guid {guid}, by which readers know article {article_id}: give it another one"
        )


class NameTaken(BylineError):
    """`feed` cannot be renamed to `slug`, which is or was the slug of another section or author."""

    def __init__(self, feed: str, slug: str) -> None:
        self.feed, self.slug = feed, slug
        super().__init__(f"{feed} cannot be renamed to {slug}, which is or was the name of another: choose a new name")


class PreconditionFailed(BylineError):
    """`subject` is at `revision` (None if it is not stored), which does not meet the precondition of the edit."""

    def __init__(self, subject: str, revision: str | None) -> None:
        self.subject, self.revision = subject, revision
        there = "is not stored" if revision is None else f"is at revision {revision}, not at the expected one"
        super().__init__(f"{subject} {there}: read it again before you change it")


class ClockSkewed(BylineError):
    """The clock of the editor's machine is `seconds` ahead of DynamoDB's, or behind it if negative. Nothing was written."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        direction = "ahead of" if seconds > 0 else "behind"
        super().__init__(
            f"the clock of this machine is {abs(seconds)} seconds {direction} DynamoDB's: set it, then repeat the edit"
        )


class EditConflict(BylineError):
    """Another edit changed `subject` during every attempt to change it."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        super().__init__(f"concurrent edits keep changing {subject}: read it again and retry")
