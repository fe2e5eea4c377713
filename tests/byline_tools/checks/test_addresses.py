"""byline_tools.checks.addresses: absolute, web, relative and equal addresses."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byline.intake import addresses as intake
from byline_tools.checks.addresses import is_absolute, is_relative, is_web, same


@pytest.mark.parametrize("address", ["https://www.example.com/ä", "http://[::1]:80/", "HTTPS://EXAMPLE.COM"])
def test_a_web_address_is_absolute(address: str) -> None:
    assert is_web(address)
    assert is_absolute(address)


@pytest.mark.parametrize("address", ["tag:example.com,2026:1", "urn:uuid:1", "mailto:desk@example.com", "https:///fog"])
def test_an_absolute_address_need_not_be_on_the_web(address: str) -> None:
    assert is_absolute(address)
    assert not is_web(address)


@pytest.mark.parametrize("address", ["", "/fog", "fog", "//www.example.com", "1:2", "https://a b", "http://[", "https:"])
def test_an_address_without_a_scheme_or_with_a_forbidden_character_is_not_absolute(address: str) -> None:
    assert not is_absolute(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example:abc/",
        "https://a.example:70000/",
        "https://a..example/",
        "https://.a.example/",
        "https://a.example/5%/b",
        "https://a.example/?a=%zz",
        "https://a.example/b[2].jpg",
        "https://a.example/?a[]=1",
    ],
)
def test_what_the_intake_refuses_or_makes_right_is_no_address(address: str) -> None:
    assert not is_absolute(address)
    assert not is_web(address)
    with suppress(ValueError):
        assert is_web(intake.address(address))


def test_a_fragment_needs_no_base() -> None:
    assert not is_relative("#note")
    assert is_relative("?page=2")
    assert is_relative("fog.html#note")
    assert not is_relative("\nhttps://www.example.com")


def test_case_of_the_host_and_an_empty_path_make_no_difference() -> None:
    assert same("HTTPS://Example.com", "https://example.com/")
    assert not same("https://example.com/Fog", "https://example.com/fog")
    assert not same("https://example.com/fog", "http://example.com/fog")


@given(st.text())
def test_any_text_is_accepted(text: str) -> None:
    assert isinstance(is_web(text), bool)
    assert isinstance(is_relative(text), bool)
    assert same(text, text)
