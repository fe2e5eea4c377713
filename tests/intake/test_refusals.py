"""Every refusal is in Byline's own words: none of pydantic's comes through, whichever error it reports."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import PydanticKnownError
from pydantic_core._pydantic_core import list_all_errors

from byline.desk.inputs import DeskArticle, DeskAuthor, DeskSection
from byline.errors import Problem, Refused
from byline.intake.inputs import ANY_INPUT, Origin
from byline.intake.refusals import MOST_UNKNOWN, problem_of

ORIGIN = Origin("https://www.example.com", "example.com,2026")
TEMPLATES = [each["message_template_python"] for each in list_all_errors()]
WORDS = sorted({words for template in TEMPLATES for words in re.split(r"\{\w+\}", template) if len(words.split()) > 2})
"""What pydantic's messages consist of, without the values they quote."""

ARTICLE: dict[str, Any] = {
    "type": "article",
    "id": "tag:example.com,2026:1",
    "url": "https://www.example.com/1",
    "title": "Title",
    "published": "2026-03-14T06:30:00Z",
    "updated": "2026-03-14T06:30:00Z",
    "summary": "Summary.",
    "content": "<p>Content.</p>",
    "language": "en",
    "sections": ["world"],
    "authors": ["jane-doe"],
    "tags": ["Ships"],
    "image": {"url": "/a.jpg", "alt": "", "caption": "", "credit": "", "width": 1, "height": 1, "media_type": "image/jpeg"},
    "enclosures": [{"url": "/a.mp3", "media_type": "audio/mpeg", "length": 1, "duration": 1, "title": ""}],
    "corrections": [{"note": "Note", "at": "2026-03-14T06:30:00Z"}],
}
SECTION: dict[str, Any] = {
    "type": "section",
    "slug": "world",
    "title": "World",
    "description": "",
    "url": "https://www.example.com/",
    "image": {"url": "/a.jpg"},
    "summaries_only": True,
}
AUTHOR: dict[str, Any] = {
    "type": "author",
    "slug": "jane-doe",
    "name": "Jane Doe",
    "bio": "",
    "url": "https://www.example.com/",
    "email": "jane@example.com",
    "image": {"url": "/a.jpg"},
}
DESK = {"draft": False, "status": "draft", "withdrawal": {"at": "2026-03-14T06:30:00Z", "notice": "", "seen": True}}
WRONG: list[Any] = [
    None,
    True,
    1,
    1.5,
    -1,
    2**60,
    1e400,
    "",
    "x" * 1_001,
    "y" * 20_001,
    "z" * 600_001,
    "\ud800",
    [],
    ["", 1, None, {}, []],
    [1] * 60,
    {},
    {"x": 1},
    {"url": {}, "captoin": 1, "length": []},
    [{}],
    [{"x": 1}, 5],
]


def refusal(thing: Any) -> list[Problem]:
    try:
        ORIGIN.admit(thing)
    except Refused as error:
        return list(error.problems)
    return []


def desk_refusal(model: type[BaseModel], thing: Any) -> list[Problem]:
    try:
        TypeAdapter(model).validate_python(thing)
    except ValidationError as error:
        return [problem_of(each, each["loc"], "body") for each in error.errors()]
    return []


def check(problems: list[Problem]) -> None:
    for problem in problems:
        assert problem.field
        assert problem.reason
        assert json.dumps([problem.field, problem.reason], ensure_ascii=False).encode()
        assert len(problem.field) < 1_000
        assert len(problem.reason) < 3_000
        found = [words for words in WORDS if words.strip() in problem.reason]
        assert found == [], problem


def changed(thing: dict[str, Any]) -> list[dict[str, Any]]:
    """The thing without each field, and with each wrong value in each field, in its parts too."""
    without = [{name: value for name, value in thing.items() if name != left_out} for left_out in thing]
    wrong = [{**thing, name: value} for name in (*thing, "titel") for value in WRONG]
    parts = [(name, part) for name, part in thing.items() if isinstance(part, dict)]
    items = [(name, part[0]) for name, part in thing.items() if isinstance(part, list) and isinstance(part[0], dict)]
    inside = [{**thing, name: each} for name, part in parts for each in changed(part)]
    return [*without, *wrong, *inside, *({**thing, name: [item, each]} for name, item in items for each in changed(item))]


@pytest.mark.parametrize("thing", [ARTICLE, SECTION, AUTHOR], ids=lambda thing: str(thing["type"]))
def test_no_wrong_field_of_a_file_is_refused_in_words_of_pydantic(thing: dict[str, Any]) -> None:
    assert refusal(thing) == []
    found = [refusal(each) for each in changed(thing)]
    assert sum(map(bool, found)) > len(found) / 2
    for problems in found:
        check(problems)


@pytest.mark.parametrize(
    ("model", "thing"),
    [
        (DeskArticle, {**ARTICLE, **DESK}),
        (DeskSection, {**SECTION, "retired": False}),
        (DeskAuthor, {**AUTHOR, "retired": False}),
    ],
)
def test_no_wrong_field_of_a_request_is_refused_in_words_of_pydantic(model: type[BaseModel], thing: dict[str, Any]) -> None:
    assert desk_refusal(model, thing) == []
    for each in (*changed(thing), *WRONG):
        check(desk_refusal(model, each))


@pytest.mark.parametrize("error", list_all_errors(), ids=lambda error: str(error["type"]))
def test_no_error_that_pydantic_has_keeps_its_words(error: dict[str, Any]) -> None:
    context = {
        name: ValueError("x") if name == "error" and value is None else value
        for name, value in (error["example_context"] or {}).items()
    }
    details = {"type": error["type"], "ctx": context, "loc": ("a",), "msg": "x"}
    message = (
        PydanticKnownError(error["type"], context).message() if error["type"] not in {"value_error", "assertion_error"} else ""
    )
    values: list[Any] = [None, 1, "x", [], {}]
    for sent in values:
        problem = problem_of({**details, "input": sent}, ["a"], "body")
        assert problem.reason != message
        check([problem])


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.sampled_from(sorted(ARTICLE)), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(
    st.sampled_from([ARTICLE, SECTION, AUTHOR]),
    st.dictionaries(st.sampled_from([*ARTICLE, *SECTION, *AUTHOR]) | st.text(), ANYTHING),
)
def test_no_value_at_all_is_refused_in_words_of_pydantic(thing: dict[str, Any], changes: dict[str, Any]) -> None:
    check(refusal({**thing, **changes}))
    check(desk_refusal(DeskArticle, {**thing, **changes}))


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"titel": 1}, "titel: is not a field here: did you mean title?"),
        ({"Title": 1}, "Title: is not a field here: did you mean title?"),
        ({"URL": 1}, "URL: is not a field here: did you mean url?"),
        ({"image": {"captoin": ""}}, "image.captoin: is not a field here: did you mean caption?"),
        ({"image": {"mediaType": ""}}, "image.mediaType: is not a field here: did you mean media_type?"),
        (
            {"corrections": [{"note": "a", "att": 1, "at": "2026-03-14T06:30:00Z"}]},
            "corrections.0.att: is not a field here: did you mean at?",
        ),
        (
            {"image": {"zzz": 1}},
            "image.zzz: is not a field here: the fields are url, alt, caption, credit, width, height, media_type",
        ),
        ({"type": "Artikel"}, "type: must be article, section or author, not 'Artikel': did you mean article?"),
        ({"type": "poem"}, "type: must be article, section or author, not 'poem'"),
        ({"type": None}, "type: must be article, section or author, not null"),
        ({"type": {}}, "type: must be article, section or author, not an object"),
        ({"title": None}, "title: must be a string, not null"),
        ({"title": 5}, "title: must be a string, not a number"),
        ({"title": ""}, "title: must not be empty"),
        ({"title": "\ud800"}, "title: has nothing but half of a character (U+D800 to U+DFFF)"),
        ({"sections": "world"}, "sections: must be a list, not a string"),
        ({"sections": ["a"] * 11}, "sections: has 11 items, at most 10 are allowed"),
        ({"image": "a.jpg"}, "image: must be an object, not a string"),
        ({"image": {"width": "1"}}, "image.width: '1' is not a whole number from 0 to 2^53"),
        ({"image": {"width": True}}, "image.width: true is not a whole number from 0 to 2^53"),
        ({"title": "x" * 1_001}, "title: is 1,001 characters long, at most 1,000 are allowed"),
        ({"published": "today"}, "published: must be a date and time with an offset from UTC, such as 2026-03-14T06:30:00Z"),
        ({"url": "https://[x"}, "url: 'https://[x' is not an absolute http or https address"),
        ({"url": "https://ü.example/\ud800"}, "url: 'https://ü.example/\\ud800' is not an absolute http or https address"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_refusal_says_where_what_and_what_to_do(changes: dict[str, Any], problem: str) -> None:
    assert list(map(str, refusal({**ARTICLE, **changes}))) == [problem]


def test_a_missing_type_is_named_with_the_three_types() -> None:
    assert list(map(str, refusal({"title": "a"}))) == ["type: is missing: article, section or author"]


def test_fields_that_pydantic_refuses_and_rules_of_the_model_are_reported_together() -> None:
    wrong: dict[str, Any] = {
        "url": f"https://www.example.com/{'x' * 100}/",
        "titel": "a",
        "language": 5,
        "content": "<div>" * 300,
        "image": {"url": "a" * 1_900, "captoin": "a"},
        "enclosures": [{"url": "a" * 1_900, "media_type": "audio/mpeg", "length": 1}] * 2,
    }
    fields = [problem.field for problem in refusal({**ARTICLE, **wrong})]
    assert fields == ["content", "language", "image.captoin", "enclosures.0.url", "enclosures.1.url", "titel"]
    del wrong["image"]["captoin"]
    assert "image.url" in [problem.field for problem in refusal({**ARTICLE, **wrong})]


def test_content_is_checked_even_if_the_address_of_its_page_is_wrong() -> None:
    wrong = {"url": "nowhere", "content": "é" * 200_000}
    assert [problem.field for problem in refusal({**ARTICLE, **wrong})] == ["url", "content"]


def test_of_many_unknown_fields_the_first_are_named_and_the_others_counted() -> None:
    problems = refusal({**ARTICLE, **{f"field{number}": 1 for number in range(50_000)}})
    assert len(problems) == MOST_UNKNOWN + 1
    assert str(problems[-1]) == "field10: is not a field here, and neither are 49,989 more"


def test_a_long_name_of_a_field_is_cut() -> None:
    (problem,) = refusal({**ARTICLE, "x" * 100_000: 1})
    assert problem.field == "x" * 100 + "…"


def test_the_schema_is_that_of_the_fields_alone() -> None:
    assert all(each["additionalProperties"] is False for each in ANY_INPUT.json_schema()["$defs"].values())
