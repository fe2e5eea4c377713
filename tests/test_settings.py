"""byline.settings: a function knows all it needs before it starts, or says which variable is wrong."""

import pytest

from byline.errors import InvalidSetting
from byline.settings import Settings
from tests.factories import site

ENVIRONMENT = {
    "TABLE_NAME": "news",
    "SITE_TITLE": "The Gazette",
    "SITE_DESCRIPTION": "News of the world.",
    "SITE_URL": "https://www.example.com",
    "FEEDS_URL": "https://feeds.example.com",
    "SITE_LANGUAGE": "en",
    "ID_AUTHORITY": "example.com,2026",
    "SITE_RIGHTS": "",
    "SITE_ICON": "",
    "SITE_LOGO": "",
    "HUBS": "",
    "SUMMARIES_ONLY": "false",
    "TOMBSTONE_DAYS": "30",
    "MEMO_SECONDS": "5",
}


def test_the_environment_says_everything() -> None:
    assert Settings.read(ENVIRONMENT) == Settings(table_name="news", site=site(), memo_seconds=5)


def test_other_variables_do_not_matter() -> None:
    assert Settings.read({**ENVIRONMENT, "PATH": "/bin"}) == Settings.read(ENVIRONMENT)


@pytest.mark.parametrize("name", ["SITE_URL", "FEEDS_URL"])
def test_a_slash_at_the_end_of_an_address_does_not_matter(name: str) -> None:
    assert Settings.read({**ENVIRONMENT, name: ENVIRONMENT[name] + "/"}) == Settings.read(ENVIRONMENT)


@pytest.mark.parametrize("name", ENVIRONMENT)
def test_a_missing_variable_is_named(name: str) -> None:
    with pytest.raises(InvalidSetting, match="is not set") as caught:
        Settings.read({other: value for other, value in ENVIRONMENT.items() if other != name})
    assert caught.value.name == name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_TITLE", ""),
        ("SITE_DESCRIPTION", "\x00"),
        ("SITE_URL", "www.example.com"),
        ("FEEDS_URL", "https://"),
        ("SITE_LANGUAGE", "English"),
        ("ID_AUTHORITY", "example.com"),
        ("SITE_RIGHTS", "\x00"),
        ("SITE_ICON", "/icon.png"),
        ("SITE_LOGO", "logo.png"),
        ("HUBS", "https://hub.example.com/ hub"),
        ("TOMBSTONE_DAYS", "a month"),
        ("MEMO_SECONDS", "soon"),
        ("MEMO_SECONDS", "-1"),
        ("MEMO_SECONDS", "61"),
        ("MEMO_SECONDS", "nan"),
    ],
)
def test_a_wrong_variable_is_named(name: str, value: str) -> None:
    with pytest.raises(InvalidSetting) as caught:
        Settings.read({**ENVIRONMENT, name: value})
    assert caught.value.name == name


@pytest.mark.parametrize("value", ["https://a.example/ https://b.example/", "https://a.example/, https://b.example/"])
def test_hubs_are_separated_by_spaces_or_commas(value: str) -> None:
    assert Settings.read({**ENVIRONMENT, "HUBS": value}).site.hubs == ("https://a.example/", "https://b.example/")


def test_an_empty_description_is_right() -> None:
    assert Settings.read({**ENVIRONMENT, "SITE_DESCRIPTION": ""}).site.description == ""
