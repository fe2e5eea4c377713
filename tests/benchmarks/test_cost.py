import pytest

from benchmarks import cost
from benchmarks.cost import PRICES, Response, Traffic, answers, bill, text

MEASURED = {
    "rows": [
        {"row": "warm 304, head in memo", "instructions": 100_000, "baseline_instructions": 240_000_000},
        {"row": "warm 304, head read", "instructions": 6_000_000, "baseline_instructions": 5_000_000},
        {"row": "200 from a stored document", "instructions": 12_000_000, "baseline_instructions": 240_000_000},
    ],
    "read_units": {"304": 0.5, "200": 7.5, "naive": 34.5},
    "answers": {"serve_feeds": {"body": 50_000, "logged": 200}, "benchmarks.naive": {"body": 50_000, "logged": 800}},
}


def test_every_price_is_dated_and_positive() -> None:
    assert cost.TABLE["date"] == "2025-06-01"
    assert all(price > 0 for price in PRICES.values())


def test_lambda_bills_requests_and_whole_milliseconds() -> None:
    assert Response(1, 0, 0, 0).price["Lambda"] == pytest.approx(0.20 + 1_000 * 0.5 * 0.0000133334)
    assert Response(600_000, 4, 0, 0).price["Lambda"] == pytest.approx(0.20 + 5_000 * 0.5 * 0.0000133334)


def test_a_poll_that_finds_nothing_new_reads_half_a_unit() -> None:
    not_modified, found = answers(MEASURED, Traffic())["Byline"]
    assert not_modified.price["DynamoDB"] == pytest.approx(0.0625)
    assert found.price["DynamoDB"] == pytest.approx(7.5 * 0.125)


def test_the_naive_handler_costs_the_same_for_every_poll_and_more_for_larger_bodies() -> None:
    same, every = answers(MEASURED, Traffic(body_bytes=100_000))["naive"]
    assert same == every
    assert every.read_units == 69


def test_a_cdn_that_answers_everything_leaves_requests_and_transfer_to_pay() -> None:
    traffic = Traffic(conditional=1, cdn_hits=1)
    costs = bill(traffic, *answers(MEASURED, traffic)["Byline"])
    assert {service for service, price in costs.items() if price} == {"CDN", "transfer"}
    assert costs["transfer"] == pytest.approx(0.7 * 0.085)


def test_byline_costs_less_in_every_line() -> None:
    both = answers(MEASURED, Traffic())
    naive, byline = (bill(Traffic(), *both[name]) for name in ("naive", "Byline"))
    assert all(byline[service] <= naive[service] for service in naive)


def test_the_text_states_its_assumptions_and_how_hot_a_feed_may_be() -> None:
    report = text(Traffic(conditional=0.75, cdn_hits=0.5), MEASURED)
    assert "75% find nothing new, a CDN answers 50% itself" in report
    assert "naive 87, Byline 6,000" in report
