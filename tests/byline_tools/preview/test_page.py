"""byline_tools.preview.page: a page of articles, which is safe to open."""

from dataclasses import replace

import pytest
from lxml import html

from byline_tools.preview.page import write_page
from tests.support.factories import article, author, correction, enclosure, feed, full_article, full_author, image, section, site

HOSTILE = "\"><script>alert(1)</script>'&"
ADDRESS = "https://www.example.com/?a=%22onload=x&b='c'"


def page(*articles: object, **changes: object) -> html.HtmlElement:
    return html.fromstring(write_page(feed(*articles, **changes), ["Preview."]))  # type: ignore[arg-type]


def texts(found: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(each.text_content().split()) for each in found.xpath(path)]


def test_everything_of_an_article_is_shown() -> None:
    found = page(full_article(), profiles=[full_author()])
    assert texts(found, "//h1") == ["Headline 1"]
    assert texts(found, "//*[@class='sections']") == ["World · Sea · ships · sea"]
    assert texts(found, "//*[@class='byline']") == ["Jane Doe"]
    assert found.xpath("//*[@class='byline']/img/@src") == [full_author().image.url]  # type: ignore[union-attr]
    assert found.xpath("//figure/img/@src") == [image().url]
    assert found.xpath("//figure/img/@alt") == [image().alt]
    assert texts(found, "//figcaption") == ["The ship leaves. (Ann Photo)"]
    assert texts(found, "//*[@class='summary']") == ["Summary 1."]
    assert any(correction().note in each and "Berichtigung" in each for each in texts(found, "//article/p"))
    assert any("The talk (audio/mpeg)" in each for each in texts(found, "//article/p"))
    assert found.xpath("//article/@lang") == ["de"]
    assert "<p>Content 1.</p>" in html.tostring(found, encoding="unicode")


def test_an_article_with_nothing_but_its_headline_is_a_page() -> None:
    found = page(article(summary="", content="", sections=(), authors=()))
    assert texts(found, "//article/p") == ["Published 2026-03-14T11:59:00Z"]
    assert found.xpath("//figure") == []


def test_text_and_addresses_are_escaped() -> None:
    everything = article(
        title=HOSTILE,
        summary=HOSTILE,
        url=ADDRESS,
        tags=(HOSTILE,),
        image=image(url=ADDRESS, alt=HOSTILE, caption=HOSTILE, credit=HOSTILE),
        enclosures=(enclosure(url=ADDRESS, title=HOSTILE),),
        corrections=(correction(note=HOSTILE),),
    )
    profiles = [section(title=HOSTILE), author(name=HOSTILE, url=ADDRESS, image=image(url=ADDRESS))]
    found = page(everything, profiles=profiles, site=site(title=HOSTILE))
    assert found.xpath("//script | //@onload | //@onerror") == []
    assert texts(found, "//h1") == [HOSTILE]
    assert set(found.xpath("//article//@href | //article//@src")) == {ADDRESS}
    assert found.xpath("//figure/img/@alt") == [HOSTILE]


def test_the_page_lets_nothing_run_and_sends_no_address_along() -> None:
    found = page(article())
    (policy,) = found.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none';")
    assert "script-src" not in policy
    assert found.xpath("//meta[@name='referrer']/@content") == ["no-referrer"]


def test_behind_a_paywall_a_page_still_shows_the_content() -> None:
    found = page(article(corrections=(correction(),)), site=site(summaries_only=True))
    assert "Content 1." in texts(found, "//article/p")
    assert any(correction().note in each for each in texts(found, "//article/p"))


@pytest.mark.parametrize(("language", "direction"), [("ar", ["rtl"]), ("fr", [])])
def test_what_is_written_from_right_to_left_is_shown_so(language: str, direction: list[str]) -> None:
    assert page(article(language=language)).xpath("//article/@dir") == direction


def test_several_articles_are_on_one_page() -> None:
    assert texts(page(article(1), replace(article(2), title="Second")), "//h1") == ["Headline 1", "Second"]
