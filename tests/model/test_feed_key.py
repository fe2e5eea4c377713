"""Names of feeds can be written and read back; any other text is an error."""

import pytest

from byline.model.feed_key import SITE, FeedKey, author_feed, section_feed


def test_a_feeds_path_comes_before_the_name_of_its_documents() -> None:
    assert (SITE.path, section_feed("world").path, author_feed("jane").path) == ("", "/sections/world", "/authors/jane")


@pytest.mark.parametrize("key", [SITE, section_feed("world"), author_feed("jane-doe")])
def test_a_name_is_read_as_it_was_written(key: FeedKey) -> None:
    assert FeedKey.named(str(key)) == key


@pytest.mark.parametrize(
    "name", ["", "nonsense", "sections", "sections/", "/world", "/", "tags/x", "site/", "site/x", "sections/a/b", "Sections/a"]
)
def test_what_is_not_a_name_is_an_error_and_not_the_site(name: str) -> None:
    with pytest.raises(ValueError, match=r"is not"):
        FeedKey.named(name)
