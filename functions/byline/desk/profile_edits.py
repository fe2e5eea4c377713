"""Edits of sections and authors as values, and the profile after an edit: a pure function of the edit and what is stored."""

from dataclasses import dataclass, replace
from typing import assert_never

from byline.errors import RetiredProfile, UnknownFeed
from byline.model.feed_key import FeedKey
from byline.model.kinds import feed_about
from byline.model.profiles import Author, Section
from byline.storage.profile_edits import ProfileBefore

Profile = Section | Author


@dataclass(frozen=True, slots=True)
class PutProfile:
    """Store a section or author. Under a name it once had, it keeps the one it has now, unless it is to have `new_slug`.

    With `only_if_new` one that exists already stays as it is.
    """

    profile: Profile
    new_slug: str | None = None
    only_if_new: bool = False

    @property
    def name(self) -> FeedKey:
        """The name that the editor uses for the section or author."""
        return feed_about(self.profile)


@dataclass(frozen=True, slots=True)
class RetireProfile:
    """End the feed of the section or author called `name` for ever. Articles go on naming it, but no new ones."""

    name: FeedKey


ProfileEdit = PutProfile | RetireProfile


@dataclass(frozen=True, slots=True)
class ProfileState:
    """A section or author, and whether its feed has ended."""

    profile: Profile
    retired: bool = False

    @classmethod
    def of(cls, before: ProfileBefore) -> "ProfileState | None":
        """The state of what is stored, None if nothing is."""
        return cls(before.profile, before.retired) if before.profile else None


def decide(edit: ProfileEdit, before: ProfileBefore) -> ProfileState:
    """The section or author after `edit`; equal to `ProfileState.of(before)` if the edit changes nothing.

    Raises UnknownFeed if one that is not stored is to be renamed or retired, and RetiredProfile if a retired one would change.
    """
    match edit:
        case PutProfile():
            return _put(edit, before)
        case RetireProfile():
            return _retired(edit, before)
        case _:
            assert_never(edit)


def _put(edit: PutProfile, before: ProfileBefore) -> ProfileState:
    stored = before.profile
    if stored is None and edit.new_slug:
        raise UnknownFeed(str(edit.name))
    if stored and edit.only_if_new:
        return ProfileState(stored, before.retired)
    after = replace(edit.profile, slug=edit.new_slug or stored.slug) if stored else edit.profile
    if before.retired and after != stored:
        raise RetiredProfile(str(edit.name), [str(before.key)])
    return ProfileState(after, before.retired)


def _retired(edit: RetireProfile, before: ProfileBefore) -> ProfileState:
    if before.profile is None or before.head is None:
        raise UnknownFeed(str(edit.name))
    return ProfileState(before.profile, retired=True)
