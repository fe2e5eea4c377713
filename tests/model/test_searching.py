"""Words without regard to case and accents, and the ids that are nearly right."""

import pytest

from byline.model.searching import folded, nearest

TAG = "tag:example.com,2026:"
IDS = [f"{TAG}fog", f"{TAG}tide", f"{TAG}storm-warning", "https://old.example/?p=17", f"{TAG}mmexq3yzsbkeawxz"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Häfen", "hafen"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Tomás Ñ", "tomas n"),
        ("東京", "東京"),
        ("हिन्दी", "हिनदी"),
    ],
)
def test_case_and_accents_do_not_count_but_vowel_signs_do(text: str, plain: str) -> None:
    assert folded(text) == plain


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fog", f"{TAG}fog"),
        (f"{TAG}fogg", f"{TAG}fog"),
        (f"{TAG}FOG", f"{TAG}fog"),
        ("tag:example.com,2025:fog", f"{TAG}fog"),
        (f"{TAG}storm-waring", f"{TAG}storm-warning"),
        (f"{TAG}mmexq3yzsbkeawzx", f"{TAG}mmexq3yzsbkeawxz"),
        ("https://old.example/?p=71", "https://old.example/?p=17"),
    ],
)
def test_the_nearest_id_is_the_first_candidate(typed: str, meant: str) -> None:
    assert nearest(typed, IDS, 3)[0] == meant


@pytest.mark.parametrize("typed", [f"{TAG}kites", "urn:else", "", "g", "https://other.example/world"])
def test_ids_that_share_no_more_than_their_authority_are_no_candidates(typed: str) -> None:
    assert nearest(typed, IDS, 3) == []


@pytest.mark.parametrize(
    ("typed", "existing", "found"),
    [
        ("tag:example.com,2026:nope", ["tag:t.example,2026:in-54"], []),
        ("tag:example.com,2026:nope", ["tag:t.example,2026:nope", f"{TAG}nape"], [f"{TAG}nape", "tag:t.example,2026:nope"]),
        ("www.example.com/er", ["t.example/er", "www.example.com/en"], ["www.example.com/en", "t.example/er"]),
        ("www.example.com:8080/er", ["www.example.com/er", "www.example.com:8080/en"], ["www.example.com:8080/en"]),
        ("tag:exmaple.com,2026:fog", IDS, [f"{TAG}fog"]),
        ("fogg", IDS, [f"{TAG}fog"]),
    ],
)
def test_those_of_the_same_authority_or_host_come_first(typed: str, existing: list[str], found: list[str]) -> None:
    assert nearest(typed, existing, 3)[: len(found) or 3] == found


def test_candidates_are_bounded_in_number_and_the_closest_come_first() -> None:
    close = [f"{TAG}story-number-{number}" for number in range(9)]
    found = nearest(f"{TAG}story-number-4x", close, 3)
    assert (found[0], len(found)) == (f"{TAG}story-number-4", 3)


def test_long_ids_are_compared_by_their_ends() -> None:
    long = [f"https://a.example/{'x' * 400}/{number:060}" for number in range(500)]
    assert nearest(long[7], long, 1) == [long[7]]


def test_two_letters_in_the_wrong_order_are_near_even_in_a_short_id() -> None:
    ids = ["tag:example.com,2026:fog", "tag:example.com,2026:tide"]
    assert nearest("tag:example.com,2026:fgo", ids, 3) == ids[:1]


def test_an_address_of_the_same_site_is_nearer_than_one_that_only_looks_alike() -> None:
    others = [f"t.example/world/fgo{number}" for number in range(3)]
    assert nearest("www.example.com/world/fgo", [*others, "www.example.com/world/fog"], 3)[0] == "www.example.com/world/fog"
