"""infra/dashboard.yaml: CloudWatch can read it, and it shows emitted metrics."""

import re
import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from byline_tools.local.stack import TEMPLATE
from tests.support.metrics import STATUSES, is_emitted
from tests.support.templates import dashboard, expressions, metrics_of_widget, nested

PRICES = Path(__file__).parents[2] / "benchmarks" / "prices.toml"


@pytest.fixture(params=[True, False], ids=["with the CDN", "without"])
def widgets(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = dashboard(cdn=request.param)["widgets"]
    return found


def titled(title: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = [part for part in dashboard(cdn=False)["widgets"] if title in part["properties"]["title"]]
    (widget,) = found
    return widget


def test_every_metric_is_one_that_is_emitted(widgets: list[dict[str, Any]]) -> None:
    shown = [metric for widget in widgets for metric in metrics_of_widget(widget)]
    assert len(shown) > 40
    assert [metric for metric in shown if not is_emitted(*metric)] == []


def test_every_answer_is_searched_by_the_dimensions_of_its_metric(widgets: list[dict[str, Any]]) -> None:
    searches = {found for widget in widgets for math in expressions(widget) for found in re.findall(r"SEARCH\('(.*?)'", math)}
    answers = '{"Namespace",service,format} service="serve_feeds"'
    named = {f'{answers} MetricName="Answers{status}"' for status in STATUSES["serve_feeds"]}
    assert searches == {answers, *named, '{"Namespace",service} service="manage_articles"'}


def test_expressions_use_metrics_of_their_own_widget(widgets: list[dict[str, Any]]) -> None:
    for widget in widgets:
        ids = {part["id"] for line in widget["properties"]["metrics"] for part in line if isinstance(part, dict) and "id" in part}
        text = " ".join(re.sub(r"SEARCH\('.*?'\)|'[^']*'", "", math) for math in expressions(widget))
        assert set(re.findall(r"\b[a-z]\w*", text)) <= ids, widget["properties"]["title"]


def test_widgets_have_a_title_and_a_region_and_do_not_overlap(widgets: list[dict[str, Any]]) -> None:
    for widget in widgets:
        assert widget["properties"]["title"]
        assert widget["x"] + widget["width"] <= 24
        assert widget["properties"]["region"] == ("us-east-1" if widget["properties"]["title"] == "CDN" else "eu-west-1")
    assert [pair for pair in combinations(widgets, 2) if overlap(*pair)] == []


def overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
    below = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
    return not (beside or below)


def test_304s_are_invocations_minus_errors_and_counted_answers() -> None:
    assert "invoked - crashed - FILL(counted, 0)" in list(expressions(titled("Polls by answer")))
    assert list(expressions(titled("Share of 304")))[1] == "100 * (invoked - crashed - FILL(counted, 0)) / invoked"


def test_a_million_polls_cost_what_the_benchmarks_say() -> None:
    prices = tomllib.loads(PRICES.read_text(encoding="utf-8"))["prices"]
    parameters = nested("dashboard")["Parameters"]
    assert {name: float(parameters[name]["Default"]) for name in parameters if name.endswith("Price")} == {
        "GbSecondPrice": prices["lambda_gb_second"],
        "InvocationsPrice": prices["lambda_million_requests"],
        "RequestsPrice": prices["http_api_million_requests"],
        "ReadUnitsPrice": prices["dynamodb_million_read_units"],
    }
    memory = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))["Globals"]["Function"]["MemorySize"]
    assert float(parameters["MemoryGb"]["Default"]) == memory / 1024


def test_cost_is_calculated_for_a_million_invocations() -> None:
    """A thousand polls of 4 ms through the API, with 500 read units in all."""
    values = {"invoked": 1_000, "ms": 4_000, "asked": 1_000, "units": 500}
    for line in titled("A million polls")["properties"]["metrics"]:
        if "expression" in line[0]:
            math = re.sub(r"FILL\((\w+), 0\)", r"\1", line[0]["expression"]).replace("lambda", "function")
            values[line[0]["id"].replace("lambda", "function")] = eval(math, {}, values)  # noqa: S307 - our own arithmetic
    assert values["together"] == pytest.approx(0.20 + 4 * 0.5 * 0.0000133334 * 1_000 + 1.00 + 0.5 * 0.125)
