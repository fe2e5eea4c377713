"""Edits of sections and authors as values, and `decide`: a pure function of the edit and the stored profile."""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from typing import Any

from byline.desk.pictures import lost_address
from byline.edit_errors import RetiredProfile
from byline.errors import Refused, UnknownFeed
from byline.model.feed_key import FeedKey
from byline.model.kinds import feed_about
from byline.model.profiles import Profile
from byline.storage.profile_edits import ProfileBefore


@dataclass(frozen=True, slots=True)
class PutProfile:
    """Store what an editor states of a section or author: the fields `stated` of `profile`, by default all.

    The others have an effect only if it is new. An existing one keeps its present slug, even if `profile` has a former one,
    unless `new_slug` renames it. With `only_if_new`, an existing one stays unchanged.
    """

    profile: Profile
    stated: Collection[str] | None = None
    new_slug: str | None = None
    only_if_new: bool = False

    @property
    def name(self) -> FeedKey:
        """The name that the editor uses for the section or author."""
        return feed_about(self.profile)


def decide(edit: PutProfile, before: ProfileBefore) -> Profile:
    """The section or author after `edit`; equal to the stored one if the edit changes nothing.

    Raises UnknownFeed if one that is not stored is to be renamed, RetiredProfile if a retired one is, and Refused for a picture
    without the address that the stored one has.
    """
    stored = before.profile
    if stored is None and edit.new_slug:
        raise UnknownFeed(str(edit.name))
    if stored and edit.only_if_new:
        return stored
    if stored and "image" in _stated(edit) and (problems := lost_address(edit.profile.image, stored.image)):
        raise Refused(str(edit.name), problems)
    after = replace(stored, **_stated(edit), slug=edit.new_slug or stored.slug) if stored else edit.profile
    if before.retired and (stored is None or after.slug != stored.slug):
        raise RetiredProfile(str(edit.name), [str(before.key)])
    return after


def _stated(edit: PutProfile) -> dict[str, Any]:
    names = [each.name for each in fields(edit.profile) if each.name != "slug"]
    return {name: getattr(edit.profile, name) for name in names if edit.stated is None or name in edit.stated}
