"""The title, description, page and picture of a feed."""

from byline.model.feed_key import author_feed, section_feed
from tests.support.factories import author, feed, image, section, site


def test_a_feeds_id_does_not_depend_on_where_it_is_served() -> None:
    here = feed(key=section_feed("world"))
    there = feed(key=section_feed("world"), site=site(feeds_url="https://elsewhere.example", url="https://new.example"))
    assert here.id == there.id == "tag:example.com,2026:sections/world"


def test_a_section_describes_its_feed() -> None:
    about = section(description="Far away.", url="https://www.example.com/world", image=image())
    world = feed(key=section_feed("world"), profile=about)
    assert (world.title, world.description) == ("World – The Gazette", "Far away.")
    assert (world.home_page_url, world.picture) == ("https://www.example.com/world", image().url)


def test_an_authors_bio_describes_their_feed() -> None:
    jane = feed(key=author_feed("jane-doe"), profile=author(bio="Jane writes."))
    assert (jane.title, jane.description) == ("Jane Doe – The Gazette", "Jane writes.")


def test_the_site_describes_its_own_feed() -> None:
    assert (feed().title, feed().description, feed().picture) == ("The Gazette", "News of the world.", None)


def test_a_feed_without_a_picture_of_its_own_shows_the_sites_logo() -> None:
    logo = "https://img.example.com/logo.png"
    assert feed(site=site(logo=logo)).picture == logo
    assert feed(site=site(logo=logo), profile=section(image=image())).picture == image().url


def test_a_feed_without_a_description_is_described_by_its_title() -> None:
    silent = feed(key=section_feed("world"), profile=section(description=""))
    assert silent.description == "World – The Gazette"
    assert feed(site=site(description="")).description == "The Gazette"


def test_a_profile_without_a_page_leads_to_the_site() -> None:
    assert feed(key=section_feed("world"), profile=section()).home_page_url == "https://www.example.com"
