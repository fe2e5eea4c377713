"""Which addresses are those of one page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.model.addresses import is_web_address, same_page

FOG = "https://www.example.com/world/fog"


@pytest.mark.parametrize(
    "url",
    [
        "http://www.example.com/world/fog",
        "https://WWW.Example.COM/world/fog",
        "https://www.example.com/world/fog/",
        "https://www.example.com/world/fog#map",
        "https://www.example.com:443/world/fog",
        "http://www.example.com:80/world/fog",
    ],
)
def test_scheme_host_in_capitals_end_slash_and_fragment_do_not_make_another_page(url: str) -> None:
    assert same_page(url) == same_page(FOG)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/world/fog",
        "https://www.example.com/World/fog",
        "https://www.example.com/world/fog?p=1",
        "https://www.example.com:8443/world/fog",
        "https://jane@www.example.com/world/fog",
        "https://www.example.com/world/fog/2",
    ],
)
def test_anything_else_does(url: str) -> None:
    assert same_page(url) != same_page(FOG)


def test_a_query_counts_as_it_is_written() -> None:
    assert same_page("https://a.example/?p=1") == same_page("http://a.example?p=1")
    assert same_page("https://a.example/?p=1") != same_page("https://a.example/?p=2")
    assert same_page("https://a.example/?u=HTTP://b/") != same_page("https://a.example/?u=http://b/")


@given(st.text("ab:/?#[]@.80443", max_size=30))
def test_the_comparable_part_is_an_address_of_the_same_page(rest: str) -> None:
    page = same_page(f"https://a.example/{rest}")
    assert same_page(f"https://{page}") == page


def test_ids_of_other_kinds_are_no_addresses() -> None:
    assert is_web_address("HTTPS://www.example.com")
    assert not is_web_address("tag:example.com,2026:http://x")
