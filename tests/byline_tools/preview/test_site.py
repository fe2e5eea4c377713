"""byline_tools.preview.site: the settings of the site, as far as they are known."""

import pytest
from samtranslator.yaml_helper import yaml_parse

from byline.errors import InvalidSetting
from byline.formats.registry import ATOM, JSON_FEED
from byline.model.site import Site
from byline_tools.checks.fetching import CannotFetch
from byline_tools.local.api_gateway import HttpRequest, HttpResponse
from byline_tools.local.http_server import answering, server
from byline_tools.local.machine import HOST
from byline_tools.local.stack import TEMPLATE, Stack
from byline_tools.preview.site import ASSUMED, DEFAULTS, previewed_site, served_at
from tests.support.factories import feed, site
from tests.support.stacks import PARAMETERS

FULL = {
    "rights": "© The Gazette & <others>",
    "icon": "https://img.example.com/icon.png",
    "logo": "https://img.example.com/logo.png",
    "hubs": ("https://hub.example.com/", "https://hub.example.org/"),
}


def test_nothing_is_known_without_feeds_and_environment() -> None:
    found = previewed_site({}, {})
    assert found.site.title == "My newsroom"
    assert found.assumed == (*ASSUMED, *DEFAULTS)


def test_the_environment_says_what_is_not_assumed() -> None:
    found = previewed_site({"SITE_TITLE": "The Gazette", "CORRECTION_LABEL": "Put right", "HOME": "/root"}, {})
    assert (found.site.title, found.site.correction_label) == ("The Gazette", "Put right")
    assert not {"SITE_TITLE", "CORRECTION_LABEL"} & set(found.assumed)


def test_a_wrong_variable_is_named() -> None:
    with pytest.raises(InvalidSetting, match="SITE_LANGUAGE"):
        previewed_site({"SITE_LANGUAGE": "a language"}, {})


def test_every_variable_of_the_site_has_the_stacks_default() -> None:
    parameters = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))["Parameters"]
    names = {name: "".join(part.title() for part in name.split("_")) for name in (*ASSUMED, *DEFAULTS)}
    assert names.keys() <= Stack(PARAMETERS).environment().keys()
    assert {name: str(parameters[names[name]]["Default"]) for name in DEFAULTS} == DEFAULTS
    assert all("Default" not in parameters[names[name]] for name in ASSUMED)


@pytest.mark.parametrize("expected", [site(), site(**FULL), site(description="")])
def test_the_site_is_known_by_its_feeds(expected: Site) -> None:
    def respond(request: HttpRequest) -> HttpResponse:
        format_ = JSON_FEED if request.path == "/feed.json" else ATOM
        return HttpResponse(200, (), format_.write(feed(site=expected)))

    http = server(respond, quiet=True)
    with answering(http):
        feeds_url = f"http://{HOST}:{http.server_address[1]}"
        found = previewed_site({}, served_at(feeds_url))
    http.server_close()
    assert found.assumed == ()
    values = {name: getattr(found.site, name) for name in Site.__slots__}
    wanted = {name: getattr(expected, name) for name in Site.__slots__}
    # A feed's description is its title if the site has none.
    assert values == {**wanted, "feeds_url": feeds_url, "description": expected.description or expected.title}


def test_something_else_than_feeds_is_reported() -> None:
    http = server(lambda _: HttpResponse(200, (), b"<html>"), quiet=True)
    with answering(http), pytest.raises(CannotFetch, match="Byline's feeds are not there"):
        served_at(f"http://{HOST}:{http.server_address[1]}")
    http.server_close()
