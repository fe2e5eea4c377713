"""The form in which old paths are compared."""

import pytest

from byline.model.redirect import old_path


@pytest.mark.parametrize(
    ("path", "query", "old"),
    [
        ("/feed/", {}, "/feed"),
        ("/Category/World/FEED//", {}, "/category/world/feed"),
        ("/", {}, "/"),
        ("/", {"feed": "RSS2"}, "/?feed=rss2"),
        ("/blog/", {"cat": "3", "utm_source": "x", "feed": "rss2"}, "/blog?feed=rss2&cat=3"),
        ("/", {"author_name": "Jane", "tag": "sea", "feed": "atom"}, "/?feed=atom&tag=sea&author_name=jane"),
        ("/feed", {"cat": "3"}, "/feed"),
        ("/catégorie/monde", {}, "/catégorie/monde"),
        ("/a b", {}, "/a b"),
    ],
)
def test_case_final_slashes_and_other_parameters_do_not_count(path: str, query: dict[str, str], old: str) -> None:
    assert old_path(path, query) == old


@pytest.mark.parametrize("path", ["", "feed", "/\ud800", "/\x00", "/a\nb", f"/{'x' * 900}", f"/{'é' * 450}"])
def test_what_cannot_be_an_old_path_has_no_form(path: str) -> None:
    assert old_path(path, {}) is None


def test_the_longest_old_path_fits_into_a_sort_key() -> None:
    assert old_path(f"/{'x' * 899}", {}) == f"/{'x' * 899}"
    assert old_path(f"/{'x' * 895}", {"feed": "rss2"}) is None
