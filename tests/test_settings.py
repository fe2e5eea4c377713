"""A function reads all its settings before it starts, or reports the wrong variables."""

from collections.abc import Callable, Mapping

import pytest

from byline.errors import InvalidSetting
from byline.settings import AnnouncingSettings, DeskSettings, Settings, table_name
from tests.support.factories import site

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
    "CORRECTION_LABEL": "",
    "MEMO_SECONDS": "5",
    "SHARED_MAX_AGE": "60",
    "ORIGIN_KEY": "",
}


def test_every_setting_is_read_from_the_environment() -> None:
    assert Settings.read(ENVIRONMENT) == Settings(table_name="news", site=site(), memo_seconds=5, shared_max_age=60)


def test_there_is_a_key_of_the_origin_only_if_one_is_set() -> None:
    assert Settings.read(ENVIRONMENT).origin_key is None
    assert Settings.read({**ENVIRONMENT, "ORIGIN_KEY": "k"}).origin_key == "k"


def test_other_variables_do_not_matter() -> None:
    assert Settings.read({**ENVIRONMENT, "PATH": "/bin"}) == Settings.read(ENVIRONMENT)


@pytest.mark.parametrize("name", ["SITE_URL", "FEEDS_URL"])
def test_a_slash_at_the_end_of_an_address_does_not_matter(name: str) -> None:
    assert Settings.read({**ENVIRONMENT, name: ENVIRONMENT[name] + "/"}) == Settings.read(ENVIRONMENT)


@pytest.mark.parametrize(
    ("name", "written", "read"),
    [
        ("SITE_TITLE", " The\u00a0Gazette \n", "The Gazette"),
        ("SITE_TITLE", "The\x00 \ufffe Gazette", "The Gazette"),
        ("SITE_DESCRIPTION", "News\nof  the world.", "News of the world."),
        ("SITE_DESCRIPTION", "\x00", ""),
        ("SITE_RIGHTS", " © 2026 ", "© 2026"),
        ("SITE_URL", " https://www.example.com/ ", "https://www.example.com"),
        ("SITE_LANGUAGE", " en\t", "en"),
        ("SITE_LOGO", " ", ""),
        ("CORRECTION_LABEL", " ", ""),
        ("HUBS", "https://a.example/ https://a.example/", "https://a.example/"),
        ("TOMBSTONE_DAYS", " 30.0 ", "30"),
    ],
)
def test_what_can_be_cleaned_is_cleaned(name: str, written: str, read: str) -> None:
    assert Settings.read({**ENVIRONMENT, name: written}) == Settings.read({**ENVIRONMENT, name: read})


@pytest.mark.parametrize("name", ENVIRONMENT)
def test_a_missing_variable_is_named(name: str) -> None:
    with pytest.raises(InvalidSetting, match="is not set") as caught:
        Settings.read({other: value for other, value in ENVIRONMENT.items() if other != name})
    assert caught.value.name == name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SITE_TITLE", ""),
        ("SITE_DESCRIPTION", "x" * 20_001),
        ("SITE_URL", "www.example.com"),
        ("FEEDS_URL", "https://"),
        ("FEEDS_URL", "https://feeds.example.com/?feed=rss"),
        ("SITE_LANGUAGE", "English"),
        ("ID_AUTHORITY", "example.com"),
        ("SITE_RIGHTS", "x" * 20_001),
        ("SITE_ICON", "/icon.png"),
        ("SITE_LOGO", "logo.png"),
        ("HUBS", "https://hub.example.com/ hub"),
        ("TOMBSTONE_DAYS", "a month"),
        ("CORRECTION_LABEL", "x" * 1_001),
        ("MEMO_SECONDS", "soon"),
        ("MEMO_SECONDS", "-1"),
        ("MEMO_SECONDS", "61"),
        ("MEMO_SECONDS", "nan"),
        ("SHARED_MAX_AGE", "61"),
    ],
)
def test_a_wrong_variable_is_named(name: str, value: str) -> None:
    with pytest.raises(InvalidSetting) as caught:
        Settings.read({**ENVIRONMENT, name: value})
    assert caught.value.name == name


@pytest.mark.parametrize("value", ["https://a.example/ https://b.example/", "https://a.example/, https://b.example/"])
def test_hubs_are_separated_by_spaces_or_commas(value: str) -> None:
    assert Settings.read({**ENVIRONMENT, "HUBS": value}).site.hubs == ("https://a.example/", "https://b.example/")


def test_the_label_of_corrections_is_read() -> None:
    assert Settings.read({**ENVIRONMENT, "CORRECTION_LABEL": "Put right"}).site == site(correction_label="Put right")


def test_an_empty_description_is_allowed() -> None:
    assert Settings.read({**ENVIRONMENT, "SITE_DESCRIPTION": ""}).site.description == ""


ONLY_SERVED = {"SHARED_MAX_AGE", "ORIGIN_KEY"}
ANNOUNCING = {**{name: value for name, value in ENVIRONMENT.items() if name not in ONLY_SERVED}, "CDN_DISTRIBUTION": "E1"}
DESK = {name: ENVIRONMENT[name] for name in ("TABLE_NAME", "SITE_URL", "ID_AUTHORITY")} | {"VERSION_DAYS": "30"}


def test_the_announcing_function_reads_the_site_and_its_cdn_if_there_is_one() -> None:
    assert AnnouncingSettings.read(ANNOUNCING) == AnnouncingSettings("news", site(), 5, "E1")
    assert AnnouncingSettings.read({**ANNOUNCING, "CDN_DISTRIBUTION": ""}).distribution is None


def test_the_desks_function_reads_the_site_and_the_id_authority() -> None:
    assert DeskSettings.read(DESK) == DeskSettings("news", "https://www.example.com", "example.com,2026", 30)
    assert DeskSettings.read({**DESK, "SITE_URL": "https://www.example.com/"}) == DeskSettings.read(DESK)


def test_the_releasing_function_reads_the_table() -> None:
    assert table_name({"TABLE_NAME": "news"}) == "news"


@pytest.mark.parametrize(
    ("read", "environment"), [(AnnouncingSettings.read, ANNOUNCING), (DeskSettings.read, DESK), (table_name, {"TABLE_NAME": "a"})]
)
def test_every_function_names_the_variable_that_is_missing(
    read: Callable[[Mapping[str, str]], object], environment: dict[str, str]
) -> None:
    for name in environment:
        with pytest.raises(InvalidSetting, match="is not set") as caught:
            read({other: value for other, value in environment.items() if other != name})
        assert caught.value.name == name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("SITE_URL", "www.example.com"), ("ID_AUTHORITY", "example.com"), ("SITE_URL", "")),
        *(("VERSION_DAYS", ""), ("VERSION_DAYS", "-1"), ("VERSION_DAYS", "1.5"), ("VERSION_DAYS", "36501")),
    ],
)
def test_the_desk_names_a_variable_that_is_wrong(name: str, value: str) -> None:
    with pytest.raises(InvalidSetting) as caught:
        DeskSettings.read({**DESK, name: value})
    assert caught.value.name == name
