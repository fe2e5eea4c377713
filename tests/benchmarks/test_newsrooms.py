"""benchmarks.newsrooms: docs/cost.md is up to date, and a small newsroom pays little by default."""

import json

import pytest
from samtranslator.yaml_helper import yaml_parse

from benchmarks.cost import HERE, PRICES
from benchmarks.newsrooms import NEWSROOMS, Newsroom, alarm_metrics, attack, monthly, page, switched_on
from byline_tools.local.stack import TEMPLATE

MEASURED = json.loads((HERE / "measured.json").read_text(encoding="utf-8"))
SMALL, MEDIUM, LARGE = NEWSROOMS
PARAMETERS = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))["Parameters"]


def test_the_page_is_up_to_date() -> None:
    """`make cost` writes it."""
    assert page(MEASURED) == (HERE.parent / "docs" / "cost.md").read_text(encoding="utf-8")


def test_a_small_newsroom_pays_less_than_five_dollars_with_the_default_parameters() -> None:
    assert (SMALL.subscribers, SMALL.articles_a_day, SMALL.cdn_hits) == (5_000, 10, 0)
    assert 1 < sum(monthly(SMALL, MEASURED).values()) < 5


def test_the_bill_has_the_parts_that_are_there_by_default_and_the_options_those_that_are_not() -> None:
    defaults = {
        "WithMonitoring": "true",
        "WithDashboard": "false",
        "WithAlarmKey": "false",
        "WebAclArn": "",
        "Hubs": "",
        "AccessLogs": "none",
    }
    defaults |= {"WithBackup": "false", "ExportBucket": ""}
    assert {name: PARAMETERS[name]["Default"] for name in defaults} == defaults
    assert any("WithMonitoring" in line for line in monthly(SMALL, MEASURED))
    options = " ".join(switched_on(SMALL))
    assert all(name in options for name, value in defaults.items() if value != "true")


def test_an_option_that_the_page_names_is_a_parameter() -> None:
    lines = [*switched_on(SMALL), *monthly(SMALL, MEASURED)]
    assert {line.split("`")[1] for line in lines if "`" in line} <= PARAMETERS.keys()


def test_every_metric_of_every_alarm_is_paid_for() -> None:
    assert alarm_metrics() == 21
    assert monthly(SMALL, MEASURED)["alarms (`WithMonitoring`)"] == pytest.approx(alarm_metrics() * PRICES["alarm_metric_month"])


def test_purges_cost_only_beyond_the_free_ones() -> None:
    paths = "purges for hubs (`Hubs`, with the CDN)"
    assert switched_on(Newsroom("tiny", 100, 5))[paths] == 0
    assert switched_on(SMALL)[paths] == pytest.approx((10 * 3 * 30 * 2 - 1_000) * 0.005)


@pytest.mark.parametrize("newsroom", NEWSROOMS)
def test_more_polls_cost_more_and_more_hits_of_the_cdn_spare_the_api(newsroom: Newsroom) -> None:
    more = Newsroom("more", newsroom.subscribers * 2, newsroom.articles_a_day, newsroom.cdn_hits)
    fewer = Newsroom("fewer", newsroom.subscribers, newsroom.articles_a_day, 0.99)
    assert sum(monthly(more, MEASURED).values()) > sum(monthly(newsroom, MEASURED).values())
    assert monthly(fewer, MEASURED)["polls: HTTP API"] < monthly(newsroom, MEASURED)["polls: HTTP API"]


def test_an_attack_costs_in_proportion_to_the_requests_that_are_let_through() -> None:
    assert attack(100, 50_000) == pytest.approx(5 * attack(20, 50_000))
    assert int(PARAMETERS["RequestsPerSecond"]["Default"]) == 100
