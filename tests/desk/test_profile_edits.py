"""A section or author after an edit depends only on the edit and the stored profile."""

from typing import Any

import pytest

from byline.desk.profile_edits import PutProfile, decide
from byline.edit_errors import RetiredProfile
from byline.errors import Refused, UnknownFeed
from byline.model.feed_key import author_feed, section_feed
from byline.model.feed_state import Head
from byline.storage.items import profile_item
from byline.storage.profile_edits import ProfileBefore
from tests.support.factories import NOW, author, section

WORLD = section_feed("world")
NOTHING = ProfileBefore(WORLD, None, None)


def stored(profile: Any = None, *, retired: bool = False) -> ProfileBefore:
    return ProfileBefore(WORLD, Head("r1", NOW, retired=retired), profile_item(WORLD, profile or section(), "r1"))


def test_a_new_profile_is_stored_as_it_comes() -> None:
    assert decide(PutProfile(section()), NOTHING) == section()


@pytest.mark.parametrize("retired", [False, True])
def test_the_same_profile_again_is_what_is_stored(retired: bool) -> None:
    before = stored(retired=retired)
    assert decide(PutProfile(section()), before) == before.profile == section()


def test_a_profile_keeps_its_present_slug_unless_it_is_to_have_another() -> None:
    before = stored(section("global"))
    assert decide(PutProfile(section(title="Globe")), before) == section("global", title="Globe", description="All about world.")
    assert decide(PutProfile(section(), new_slug="earth"), before).slug == "earth"


def test_a_profile_that_exists_stays_as_it_is_if_only_new_ones_are_wanted() -> None:
    for before in (stored(), stored(retired=True)):
        assert decide(PutProfile(section(title="Globe"), only_if_new=True), before) == before.profile
    assert decide(PutProfile(section(title="Globe"), only_if_new=True), NOTHING).title == "Globe"  # type: ignore[union-attr]


def test_what_is_not_stored_cannot_be_renamed() -> None:
    with pytest.raises(UnknownFeed, match="sections/world"):
        decide(PutProfile(section(), new_slug="earth"), NOTHING)


def test_a_retired_profile_changes_but_is_not_renamed() -> None:
    assert decide(PutProfile(section(title="Globe")), stored(retired=True)).title == "Globe"  # type: ignore[union-attr]
    with pytest.raises(RetiredProfile, match="sections/world"):
        decide(PutProfile(section(), new_slug="earth"), stored(retired=True))


def test_a_profile_whose_item_is_lost_stays_retired() -> None:
    with pytest.raises(RetiredProfile):
        decide(PutProfile(section()), ProfileBefore(WORLD, Head("r1", NOW, retired=True), None))


@pytest.mark.parametrize(
    ("before", "said", "words"),
    [
        (stored(), True, r"retired: is true, but the section is not retired: .*`byline retire` \(DELETE /sections/world\)"),
        (NOTHING, True, "retired: is true, but the section is not retired"),
        (stored(retired=True), False, r"retired: is false, .*`byline revive` \(DELETE /sections/world/retirement\)"),
    ],
)
def test_an_edit_neither_retires_nor_revives(before: ProfileBefore, said: bool, words: str) -> None:
    with pytest.raises(Refused, match=words):
        decide(PutProfile(section(), retired=said), before)
    assert decide(PutProfile(section(), retired=not said), before) == section()


def test_an_edit_names_its_profile_as_the_editor_does() -> None:
    assert PutProfile(section("global")).name == section_feed("global")
    assert PutProfile(author()).name == author_feed("jane-doe")
