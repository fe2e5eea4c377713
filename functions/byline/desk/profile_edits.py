"""Edits of sections and authors as values, and `decide`: a pure function of the edit and the stored profile."""

from dataclasses import dataclass, replace
from typing import assert_never

from byline.errors import RetiredProfile, UnknownFeed
from byline.model.feed_key import FeedKey
from byline.model.kinds import feed_about
from byline.model.profiles import Profile
from byline.storage.profile_edits import ProfileBefore


@dataclass(frozen=True, slots=True)
class PutProfile:
    """Store a section or author. An existing one keeps its present slug, even if `profile` has a former one, unless `new_slug`
    renames it.

    With `only_if_new`, an existing one stays unchanged.
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
    """End the feed of the section or author called `name` permanently. Articles keep naming it, but no article can add it."""

    name: FeedKey


ProfileEdit = PutProfile | RetireProfile


@dataclass(frozen=True, slots=True)
class ProfileState:
    """A section or author, and whether its feed has ended."""

    profile: Profile
    retired: bool = False

    @classmethod
    def of(cls, before: ProfileBefore) -> "ProfileState | None":
        """The stored state, None if nothing is stored."""
        return cls(before.profile, before.retired) if before.profile else None


def decide(edit: ProfileEdit, before: ProfileBefore) -> ProfileState:
    """The section or author after `edit`; equal to `ProfileState.of(before)` if the edit changes nothing.

    Raises UnknownFeed for renaming or retiring what is not stored, and RetiredProfile for changing what is retired.
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
