"""The address of an article is its id in base64url, so any id arrives whole through API Gateway."""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from byline.edit_errors import BareId
from byline.model.values import LONGEST_ID, permanent_id
from byline_http.article_addresses import check, id_of, path_of, readable
from tests.support.desks import DeskFunction, at, story

URI_SIGNS = "abcXYZ019-._~:/?#[]@!$&'()*+,;="
"""Of RFC 3986, section 2, without the percent sign."""

STEPS = st.sampled_from(["/", "//", "/..", "/./", "?p=1", "?", "#", "%3F", "%2F", "%25", "%2525", "%C3%A9", "+", "&", "a", "~"])
IDS = st.builds(
    str.__add__,
    st.sampled_from(["https://site.example", "tag:example.com,2026:", "urn:a"]),
    st.lists(STEPS | st.text(URI_SIGNS, max_size=10), min_size=1, max_size=8).map("".join),
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(TEXTS | IDS)
def test_an_address_leads_back_to_its_id_and_has_signs_that_nothing_changes(article_id: str) -> None:
    assert re.fullmatch("/articles/[A-Za-z0-9_-]+", path_of(article_id))
    assert id_of(path_of(article_id).removeprefix("/articles/")) == article_id
    assert readable(path_of(article_id)) == f"articles/{article_id}"
    check(path_of(article_id))


@pytest.mark.parametrize(
    ("article_id", "path"),
    [
        ("https://site.example/?p=1", "/articles/aHR0cHM6Ly9zaXRlLmV4YW1wbGUvP3A9MQ"),
        ("tag:example.com,2026:fog", "/articles/dGFnOmV4YW1wbGUuY29tLDIwMjY6Zm9n"),
        ("urn:\xff\xfe?>", "/articles/dXJuOsO_w74_Pg"),
    ],
)
def test_an_address_is_as_rfc_4648_says(article_id: str, path: str) -> None:
    assert path_of(article_id) == path


def test_the_address_of_the_longest_id_is_within_the_limits_of_api_gateway() -> None:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html: 1,600 bytes for the ARN that IAM checks."""
    longest = permanent_id("urn:".ljust(LONGEST_ID, "x"))
    arn = f"arn:aws-us-gov:execute-api:ap-southeast-1:123456789012:a1b2c3d4e5/$default/DELETE{path_of(longest)}"
    assert len(arn) < 1600


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(article_id=IDS)
@example(article_id="https://site.example/?p=1")
@example(article_id="https://site.example/?p=2")
@example(article_id="https://site.example/a%3Fb#c")
@example(article_id="https://site.example//a/../b/./")
@example(article_id="urn:100%25")
@example(article_id="urn:".ljust(LONGEST_ID, "x"))
def test_what_is_put_under_an_id_is_found_under_it_and_it_alone(desk: DeskFunction, article_id: str) -> None:
    put = desk.put(at(article_id), story(title=f"Of {len(article_id)}", url=f"https://www.example.com{at(article_id)}"))
    assert (put.status in {200, 201}, put.body["id"]) == (True, article_id)
    assert desk.get(at(article_id)).body == put.body


def test_stories_that_differ_in_their_query_only_are_two(desk: DeskFunction) -> None:
    first, second = (f"https://site.example/?p={number}" for number in (1, 2))
    assert [desk.put(at(each), story(title=each, url=each)).status for each in (first, second)] == [201, 201]
    assert [desk.get(at(each)).body["title"] for each in (first, second)] == [first, second]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "POST"])
@pytest.mark.parametrize(
    "written",
    [
        "https%3A%2F%2Fsite.example%2F%3Fp%3D1",
        "https://site.example/a/b",
        "tag%3Aexample.com%2C2026%3Afog",
        "tag:example.com,2026:fog",
        "urn:100%2525",
        "urn%253Aa",
        "fog",
        "no%20id",
        "dXJuOmE=",
        "dXJuOmF",
        "%C3%A9",
    ],
)
def test_an_id_in_plain_text_is_refused(desk: DeskFunction, method: str, written: str) -> None:
    before = desk.get("/feeds").body
    response = desk.ask(method, f"/articles/{written}", story() if method == "PUT" else None)
    assert (response.status, response.body["type"]) == (400, "urn:problem-type:byline:bare-id")
    assert "base64url" in response.body["detail"]
    assert desk.get("/feeds").body == before


def test_the_right_address_is_given_unless_a_query_may_be_missing(desk: DeskFunction) -> None:
    bare = desk.get("/articles/tag%3Aexample.com%2C2026%3Afog").body
    assert bare["address"] == at("tag:example.com,2026:fog")
    assert f"If the id is tag:example.com,2026:fog, the address is {bare['address']}." in bare["detail"]
    for cut in ("https%3A%2F%2Fsite.example%2F%3Fp%3D1", "HTTP://site.example/a", "no-id"):
        response = desk.get(f"/articles/{cut}")
        assert (response.body["address"], "the address is" in response.body["detail"]) == (None, False)


@pytest.mark.parametrize("segment", ["a", "YQ==", "YR", "_w", "Y Q", "Y+Q/", "ä", "\ud800", "YQ\n"])
def test_a_segment_of_another_form_stands_for_no_id(segment: str) -> None:
    with pytest.raises(BareId):
        id_of(segment)


def test_other_addresses_are_readable_as_they_are() -> None:
    assert [readable(path) for path in ("/sections/a%20b", "/articles/a:b", "/feeds")] == [
        "sections/a b",
        "articles/a:b",
        "feeds",
    ]


def test_addresses_below_and_before_an_article_are_readable_too() -> None:
    path = path_of("urn:a/b")
    assert [readable(each) for each in (f"{path}/versions/2", f"/erasures{path}")] == [
        "articles/urn:a/b/versions/2",
        "erasures/articles/urn:a/b",
    ]
    for wrong in ("/erasures/articles/urn:a", "/erasures/articles/urn:a/b"):
        with pytest.raises(BareId):
            check(wrong)
