"""The feeds of a site that Ghost served lead to the feeds here."""

from byline_tools.importers.choices import Choices, sections_of
from tests.support.ghost import post, read, tag, tagged, user, written


def test_the_feeds_of_the_site_its_authors_and_the_tags_that_are_sections_lead_here() -> None:
    rows = {"posts_tags": tagged(1, ["coast", "fog"]), "posts_authors": written(1, ["jane"])}
    tables = {"tags": [tag("coast", "Coast"), tag("fog", "Fog")], "users": [user("jane", "Jane Doe")]}
    found = read(post(1), **tables, **rows, choices=Choices(sections=sections_of(["local=tag:coast"])))
    assert {each.path: (str(each.feed), each.format) for each in found.redirects} == {
        "/rss": ("site", "rss"),
        "/tag/coast/rss": ("sections/local", "rss"),
        "/author/jane/rss": ("authors/jane", "rss"),
    }
