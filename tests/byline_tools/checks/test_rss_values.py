"""byline_tools.checks.rss_values: titles, e-mail addresses, links and media types."""

import pytest

from byline_tools.checks.rss_values import MEDIA_TYPE, link_flaws, mail_flaws, title_flaws


@pytest.mark.parametrize(
    "title", ["AT&T", "5 < 6 > 4", "I <3 you", "Fish & chips; peas", "C<C++", "<Untitled>, a painting", "The <b> tag"]
)
def test_characters_that_are_not_markup_are_valid(title: str) -> None:
    assert list(title_flaws(title)) == []


@pytest.mark.parametrize("title", ["<b>Fog</b>", "Fog<br/>", "Fog &amp; rain", "Fog &#8217;", "<I>Fog</i>"])
def test_a_title_with_markup_or_double_escapes_is_found(title: str) -> None:
    assert len(list(title_flaws(title))) == 1


def test_an_author_begins_with_an_address() -> None:
    assert list(mail_flaws("desk@example.com (The desk)")) == []
    assert list(mail_flaws("desk@example.com")) == []
    assert len(list(mail_flaws("The desk (desk@example.com)"))) == 1


def test_a_link_has_a_scheme() -> None:
    assert list(link_flaws("ftp://example.com/fog")) == []
    assert len(list(link_flaws("www.example.com"))) == 1


def test_a_media_type_has_two_parts() -> None:
    assert MEDIA_TYPE.fullmatch("image/svg+xml; charset=utf-8")
    assert not MEDIA_TYPE.fullmatch("image")
