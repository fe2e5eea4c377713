"""Edits of sections and authors as values, and `decide`: a pure function of the edit and the stored profile."""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from typing import Any

from byline.desk.pictures import lost_address
from byline.edit_errors import RetiredProfile
from byline.errors import Problem, Refused, UnknownFeed
from byline.model.feed_key import FeedKey
from byline.model.kinds import feed_about, noun_of
from byline.model.profiles import Profile
from byline.storage.profile_edits import ProfileBefore


@dataclass(frozen=True, slots=True)
class PutProfile:
    """Store what an editor states of a section or author: the fields `stated` of `profile`, by default all.

    The others have an effect only if it is new. An existing one keeps its present slug, even if `profile` has a former one,
    unless `new_slug` renames it. With `only_if_new`, an existing one stays unchanged. `retired` is whether it is retired, if the
    editor states that: it must be so already.
    """

    profile: Profile
    stated: Collection[str] | None = None
    new_slug: str | None = None
    only_if_new: bool = False
    retired: bool | None = None

    @property
    def name(self) -> FeedKey:
        """The name that the editor uses for the section or author."""
        return feed_about(self.profile)


def decide(edit: PutProfile, before: ProfileBefore) -> Profile:
    """The section or author after `edit`; equal to the stored one if the edit changes nothing.

    Raises UnknownFeed if one that is not stored is to be renamed, RetiredProfile if a retired one is, and Refused for a picture
    without the address that the stored one has, and for another `retired` than the stored one.
    """
    stored = before.profile
    if stored is None and edit.new_slug:
        raise UnknownFeed(str(edit.name))
    if stored and edit.only_if_new:
        return stored
    problems = lost_address(edit.profile.image, stored.image) if stored and "image" in _stated(edit) else []
    if problems := [*problems, *_wrong_retirement(edit, before)]:
        raise Refused(str(edit.name), problems)
    after = replace(stored, **_stated(edit), slug=edit.new_slug or stored.slug) if stored else edit.profile
    if before.retired and (stored is None or after.slug != stored.slug):
        raise RetiredProfile(str(edit.name), [str(before.key)])
    return after


def _wrong_retirement(edit: PutProfile, before: ProfileBefore) -> list[Problem]:
    if edit.retired in (None, before.retired):
        return []
    noun, address = noun_of(edit.profile), f"DELETE /{edit.name}"
    if edit.retired:
        how = f"is true, but the {noun} is not retired: omit it, or retire the {noun} with `byline retire` ({address})"
    else:
        how = f"is false, but the {noun} is retired: omit it, or revive the {noun} with `byline revive` ({address}/retirement)"
    return [Problem("retired", how)]


def _stated(edit: PutProfile) -> dict[str, Any]:
    names = [each.name for each in fields(edit.profile) if each.name != "slug"]
    return {name: getattr(edit.profile, name) for name in names if edit.stated is None or name in edit.stated}
