"""Where Ghost has its feeds, they lead to those here."""

from byline_tools.importers.choices import Choices
from tests.support.ghost import export, post, read, read_json, tag, tagged


def test_the_old_feeds_of_the_site_its_authors_and_sections_lead_to_those_here() -> None:
    tables = {"tags": [tag("shore", "Shore"), tag("harbour", "Harbour")], "posts_tags": tagged(1, ["shore", "harbour"])}
    found = read(post(1), choices=Choices(sections={("tag", "shore"): "coast"}), **tables).redirects
    assert {(each.path, str(each.feed), each.format) for each in found} == {
        ("/rss", "site", "rss"),
        ("/tag/shore/rss", "sections/coast", "rss"),
        ("/author/jane/rss", "authors/jane", "rss"),
    }


def test_a_site_below_a_path_has_its_old_feeds_there() -> None:
    exported = export(post(1), settings=[{"key": "url", "value": "https://www.example.com/blog/"}])
    assert "/blog/rss" in {each.path for each in read_json(exported).redirects}


def test_who_wrote_only_drafts_has_no_old_feeds() -> None:
    assert {each.path for each in read(post(1, status="draft")).redirects} == {"/rss"}
