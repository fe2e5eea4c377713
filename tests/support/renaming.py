"""Renames a section or author: reads it, and stores it with another slug if it has not been changed since."""

from byline.desk.profile_edits import PutProfile
from byline.desk.profiles import Profiles
from byline.edit_errors import PreconditionFailed
from byline.errors import UnknownFeed
from byline.model.feed_key import FeedKey
from byline.model.profiles import Profile
from byline.storage.editing import EditResult
from tests.support.preconditions import at_revision


def rename(profiles: Profiles, name: FeedKey, slug: str) -> EditResult[Profile]:
    """Give the profile that is or was called `name` another slug; raises UnknownFeed if there is none."""
    while True:
        before = profiles._edits.read(name)
        if before.profile is None:
            raise UnknownFeed(str(name))
        try:
            return profiles.edit(PutProfile(before.profile, new_slug=slug), at_revision(before.revision or ""))
        except PreconditionFailed:
            continue
