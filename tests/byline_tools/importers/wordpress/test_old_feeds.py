"""The feeds of a site that WordPress served lead to the feeds here."""

from typing import Any

import pytest

from byline.model.feed_key import SITE
from byline_tools.importers.choices import sections_of
from tests.support.wordpress import author, element, item, read, term

HARBOUR = (
    "<wp:category>"
    "<wp:term_id>7</wp:term_id>"
    "<wp:category_nicename>harbour</wp:category_nicename>"
    "<wp:category_parent>local</wp:category_parent>"
    "<wp:cat_name>Harbour</wp:cat_name>"
    "</wp:category>"
)


def led(*parts: str, **choices: Any) -> dict[str, tuple[str, str]]:
    """Where each old path leads: the feed and the format."""
    return {each.path: (str(each.feed), each.format) for each in read(*parts, **choices).redirects}


def test_every_address_of_the_site_s_feed_leads_to_it_in_its_format() -> None:
    found = {path: where for path, where in led(item()).items() if where[0] == str(SITE)}
    assert found == {
        "/feed": ("site", "rss"),
        "/feed/rss2": ("site", "rss"),
        "/feed/atom": ("site", "atom"),
        "/feed/json": ("site", "json"),
        "/?feed=rss2": ("site", "rss"),
        "/?feed=atom": ("site", "atom"),
    }


def test_a_category_has_its_feeds_below_its_parents_without_them_and_by_its_number() -> None:
    found = led(HARBOUR, item(1, term("category", "harbour", "Harbour")))
    paths = {path for path, where in found.items() if where == ("sections/harbour", "rss")}
    assert paths == {
        "/category/local/harbour/feed",
        "/category/local/harbour/feed/rss2",
        "/category/harbour/feed",
        "/category/harbour/feed/rss2",
        "/?feed=rss2&cat=7",
    }


def test_the_feeds_of_an_author_lead_to_the_author_here() -> None:
    found = led(author("Jane", "Jane Doe"), item(1, creator="Jane"))
    assert found["/author/jane/feed"] == ("authors/jane", "rss")
    assert found["/author/jane/feed/atom"] == ("authors/jane", "atom")
    assert found["/?feed=rss2&author_name=jane"] == ("authors/jane", "rss")


def test_terms_that_are_one_section_by_choice_lead_to_that_one() -> None:
    sections = sections_of(["port=category:harbour", "port=post_tag:ships"])
    found = led(HARBOUR, item(1, term("category", "harbour", "Harbour")), sections=sections)
    assert found["/category/local/harbour/feed"] == found["/tag/ships/feed"] == ("sections/port", "rss")


def test_the_feeds_of_a_site_in_a_folder_are_in_that_folder() -> None:
    found = led(element("wp:base_blog_url", "https://www.example.com/blog/"), item())
    assert {path for path, where in found.items() if where == ("site", "rss")} == {
        "/blog/feed",
        "/blog/feed/rss2",
        "/blog?feed=rss2",
    }


@pytest.mark.parametrize("hidden", [{"status": "private"}, {"status": "draft"}, {"post_password": "enter"}], ids=str)
def test_what_only_hidden_posts_name_has_no_redirect(hidden: dict[str, Any]) -> None:
    found = led(item(1), item(2, term("category", "leaks", "Leaks"), creator="sam", **hidden))
    assert {feed for feed, _ in found.values()} == {str(SITE), "authors/jane"}
