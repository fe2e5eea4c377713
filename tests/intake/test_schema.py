"""What docs/newsroom.schema.json takes, the intake takes, and the other way round."""

import json
import re
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from byline.errors import Refused
from byline.intake.inputs import Origin
from byline_tools.build.generated_docs import newsroom_schema
from tests.intake.test_refusals import ARTICLE, AUTHOR, SECTION

SCHEMA = json.loads(newsroom_schema())
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
VALIDATORS = {
    definition["properties"]["type"]["const"]: Draft202012Validator(
        {"$defs": SCHEMA["$defs"], "$ref": f"#/$defs/{name}"}, format_checker=FormatChecker()
    )
    for name, definition in SCHEMA["$defs"].items()
    if "const" in definition["properties"].get("type", {})
}
"""A validator for the things of each type alone."""
OTHER_VALIDATOR = jsonschema_rs.Draft202012Validator(SCHEMA, validate_formats=True)
ORIGIN = Origin("https://www.example.com", "example.com,2026")

UNSTATABLE = {
    "text that is empty without its markup and without characters that XML excludes": "must not be empty",
    "a day that its month does not have": "names the day",
    "a time beyond 1900 to 9999 once it is in UTC": "must be in the years",
    "a leap second that is not the last of a day in UTC": "leap seconds exist",
    "an id or content of too many bytes": "bytes long",
    "an address that begins like one, but has no valid host": "is not an absolute http or https address",
    "a relative address that cannot be resolved": "is neither an http or https address",
    "an address that is too long once it is encoded or resolved": "characters long, at most 2,000",
    "content that is too long once it is sanitised": "characters long, at most 300,000",
    "HTML that cannot be sanitised": "is HTML ",
    "characters that no Unicode text has": "half of a character|contains U\\+",
}
"""The rules that a schema cannot state, and what the refusal says: the only reasons for which the intake refuses what the schema
takes. There is nothing that the intake takes and the schema does not."""

STRINGS = [
    *(
        "",
        " ",
        "\x00",
        "x",
        "World",
        "world",
        "world\n",
        "wörld",
        "a-b",
        "a--b",
        "x" * 100,
        "x" * 101,
        "<b></b>",
        "&nbsp;",
        "\ud800",
    ),
    *("x" * 1_000, "x" * 1_001, "x" * 20_000, "x" * 20_001, "&amp;" * 300, "x" * 300_001, "<div>" * 300),
    *("2026-03-14T06:30:00Z", "2026-03-14t06:30:00z", "2026-03-14 06:30:00Z", "2026-03-14T06:30Z", "2026-03-14T06:30:00"),
    *(
        "2016-12-31T23:59:60Z",
        "2016-12-31T15:59:60-08:00",
        "2016-12-31T23:58:60Z",
        "2016-12-31T23:59:61Z",
        "2026-02-30T00:00:00Z",
    ),
    *(
        "2026-03-14T24:00:00Z",
        "2026-03-14T06:30:00.5Z",
        "2026-03-14T06:30:00.Z",
        "2026-03-14T06:30:00+0100",
        "2026-03-14T06:30:00+24:00",
    ),
    *(
        "1900-01-01T00:30:00+01:00",
        "1899-12-31T23:59:59Z",
        "9999-12-31T23:59:60Z",
        "٢٠٢٦-03-14T06:30:00Z",
        "2026-03-14",
        "2026-03-14T06:30:00Z\n",
    ),
    *(
        "https://www.example.com/",
        " HTTPS://www.example.com/ä b ",
        "https://",
        "https:///a",
        "https://[x",
        "https://ü@example.com/",
        "/a.jpg",
    ),
    *(
        "//cdn.example.com/a.jpg",
        "a.jpg",
        "mailto:a@b.example",
        "C:\\a.jpg",
        "C:/a.jpg",
        "file:///a.jpg",
        "/home/me/a.jpg",
        "\\\\s\\a.jpg",
    ),
    *(
        "https:a.jpg",
        "https://e.example/" + "x" * 1_982,
        "https://e.example/" + "x" * 1_983,
        "https://e.example/" + "é" * 900,
        "./home/a",
    ),
    *("tag:example.com,2026:1", "urn:a b", "https://t.example/é", "https://t.example/港", "urn:" + "x" * 496, "urn:" + "x" * 497),
    *("urn:" + "港" * 400, "urn:\u202eabc", "urn:a\n", "urn:", "é:a"),
    *("image/jpeg", "Image/JPEG", "image", "image/\u212a", "image/jpeg\n", "a/" + "x" * 125, "a/" + "x" * 126, "image/jpeg; q=1"),
    *(
        "en",
        "pt-BR",
        "english",
        "en_GB",
        "en\n",
        "jane@example.com",
        "jane@example",
        "Jane <jane@example.com>",
        "j" * 243 + "@example.com",
    ),
]
NUMBERS = [0, 1, 1234.0, 1.5, -1, -0.0, -1.0, 2**53, 2**53 + 1, 2.0**60, float("inf"), True]
VALUES = st.sampled_from([*STRINGS, *NUMBERS, None, False]) | st.text(max_size=30) | st.integers() | st.floats(allow_nan=False)
ANY_VALUE = VALUES | st.lists(VALUES, max_size=12) | st.dictionaries(st.sampled_from(["url", "alt", "x"]), VALUES, max_size=2)

SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "integer": st.sampled_from(NUMBERS) | st.integers(0, 2**53),
    "boolean": st.booleans(),
    "null": st.none(),
    "string": st.sampled_from(STRINGS),
}


def described(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values of the kind that a schema describes, right and wrong ones."""
    if "$ref" in schema:
        return described(SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]])
    if "anyOf" in schema:
        return st.one_of(*map(described, schema["anyOf"]))
    if schema["type"] == "object":
        known = {name: described(each) for name, each in schema["properties"].items()}
        required = {name: known.pop(name) for name in schema.get("required", ())}
        return st.fixed_dictionaries(required, optional=known)
    if schema["type"] == "array":
        return st.lists(described(schema["items"]), max_size=3)
    return SCALARS[schema["type"]]


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """A thing that is right, with some fields changed, left out or added."""
    thing = dict(draw(st.sampled_from([ARTICLE, AUTHOR, SECTION])))
    (definition,) = [
        each for each in SCHEMA["$defs"].values() if each["properties"].get("type", {}).get("const") == thing["type"]
    ]
    for name in draw(st.lists(st.sampled_from([*thing, "titel"]), min_size=1, max_size=2)):
        if draw(st.integers(0, 9)) == 0:
            thing.pop(name, None)
        else:
            thing[name] = draw(described(definition["properties"].get(name, {"type": "null"})) | ANY_VALUE)
    return thing


def reasons(thing: Any) -> list[str]:
    try:
        ORIGIN.admit(thing)
    except Refused as error:
        return [problem.reason for problem in error.problems]
    return []


def check_agreement(thing: dict[str, Any], validator: Draft202012Validator = VALIDATOR) -> None:
    valid, refused = validator.is_valid(thing), reasons(thing)
    stated = [reason for reason in refused if not re.search("|".join(UNSTATABLE.values()), reason)]
    assert valid or refused, "the intake takes what the schema does not"
    assert not valid or not stated, "the schema takes what the intake does not"


@settings(max_examples=300, deadline=None)
@given(mutated())
def test_schema_and_intake_agree(thing: dict[str, Any]) -> None:
    check_agreement(thing)


def test_the_schema_takes_each_type_by_one_definition_alone() -> None:
    for kind, validator in VALIDATORS.items():
        taken = {thing["type"] for thing in (ARTICLE, AUTHOR, SECTION) if validator.is_valid(thing)}
        assert taken == {kind}


@pytest.mark.parametrize("value", [*STRINGS, *NUMBERS, None, False, [], {}], ids=lambda value: repr(value)[:40])
def test_schema_and_intake_agree_on_every_value_in_every_field(value: Any) -> None:
    for thing in (ARTICLE, AUTHOR, SECTION):
        alone = VALIDATORS[thing["type"]]
        check_agreement({**thing, "type": value})
        for name, had in thing.items():
            check_agreement({**thing, name: value}, alone)
            if isinstance(had, list):
                check_agreement({**thing, name: [value]}, alone)
            inside = had[0] if isinstance(had, list) else had
            for inner in inside if isinstance(inside, dict) else ():
                part = {**inside, inner: value}
                check_agreement({**thing, name: [part] if isinstance(had, list) else part}, alone)


def test_another_validator_agrees() -> None:
    for value in STRINGS:
        for name in ("id", "url", "title", "published", "language", "sections"):
            thing = {**ARTICLE, name: [value] if name == "sections" else value}
            if value.isprintable():
                assert OTHER_VALIDATOR.is_valid(thing) == VALIDATOR.is_valid(thing), (name, value)


@pytest.mark.parametrize(
    "changes",
    [
        {"image": {"width": 1234.0}},
        {"published": "2016-12-31T23:59:60Z"},
        {"published": "2026-03-14t06:30:00z"},
        {"id": "https://t.example/é"},
        {"title": "x" * 1_000},
        {"status": "draft", "published": None},
        {"draft": True, "published": None},
        {"draft": False, "status": "published"},
        {"draft": None, "status": None},
    ],
    ids=str,
)
def test_both_take_it(changes: dict[str, Any]) -> None:
    thing = {**ARTICLE, **changes}
    assert VALIDATOR.is_valid(thing)
    assert reasons(thing) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "x" * 1_001},
        {"sections": ["x" * 101]},
        {"image": {"width": 2**53 + 1}},
        {"image": {"url": "C:\\a.jpg"}},
        {"language": "english!"},
        {"published": None},
        {"published": None, "status": "scheduled"},
        {"draft": True, "status": "published"},
        {"draft": False, "status": "draft"},
        {"status": "withdrawn"},
    ],
    ids=str,
)
def test_neither_takes_it(changes: dict[str, Any]) -> None:
    thing = {**ARTICLE, **changes}
    assert not VALIDATOR.is_valid(thing)
    assert reasons(thing) != []
