"""`make cost`: what three newsrooms pay in a month at AWS's list prices, line by line. Writes docs/cost.md.

Prices and assumptions come from prices.toml, what a poll takes from measured.json, what an alarm watches from infra/.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from samtranslator.yaml_helper import yaml_parse

from benchmarks.cost import HERE, MILLION, PRICES, TABLE, Traffic, answers, bill

ASSUMED: dict[str, float] = TABLE["newsroom"]
INFRA = HERE.parent / "infra"
DAYS, MINUTES = 30, 30 * 24 * 60
BACKUP_DAYS = 35
LAMBDA_MS = PRICES["lambda_gb_second"] / 1_000
"""A millisecond of a gigabyte."""


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A newsroom: its size, and the share of polls that a CDN answers itself, 0 without a CDN."""

    name: str
    subscribers: int
    articles_a_day: int
    cdn_hits: float = 0.0

    @property
    def polls(self) -> float:
        """Millions of polls in a month."""
        return self.subscribers * ASSUMED["polls_a_subscriber"] * DAYS / MILLION

    @property
    def edits(self) -> float:
        """Edits in a month."""
        return self.articles_a_day * ASSUMED["edits_an_article"] * DAYS

    @property
    def gigabytes(self) -> float:
        """Size of the table, in GB."""
        return self.articles_a_day * 365 * ASSUMED["years"] * ASSUMED["article_gb"]


NEWSROOMS = (
    Newsroom("small", 5_000, 10),
    Newsroom("medium", 100_000, 100, cdn_hits=0.5),
    Newsroom("large", 1_000_000, 500, cdn_hits=0.9),
)


def alarm_metrics() -> int:
    """Return how many metrics the alarms of infra/ watch: AWS bills each of them."""
    alarms = [
        resource["Properties"]
        for name in ("feed_alarms", "change_alarms")
        for resource in yaml_parse((INFRA / f"{name}.yaml").read_text(encoding="utf-8"))["Resources"].values()
    ]
    return sum(sum("MetricStat" in part for part in alarm.get("Metrics", [{"MetricStat": {}}])) for alarm in alarms)


def monthly(newsroom: Newsroom, measured: Mapping[str, Any]) -> dict[str, float]:
    """Return the lines of a month's bill in US dollars, with the default parameters, and a CDN if it has one."""
    traffic = Traffic(cdn_hits=newsroom.cdn_hits)
    polls = {line: newsroom.polls * price for line, price in bill(traffic, *answers(measured, traffic)["Byline"]).items()}
    return {
        "polls: HTTP API": polls["HTTP API"],
        "polls: Lambda": polls["Lambda"],
        "polls: DynamoDB": polls["DynamoDB"],
        "polls: data to readers": polls["transfer"],
        "polls: CloudFront's requests": polls["CDN"],
        "edits: DynamoDB": newsroom.edits * _write_units() * PRICES["dynamodb_million_write_units"] / MILLION,
        "edits: the desk": newsroom.edits * (1.2 / MILLION + ASSUMED["desk_ms"] * 0.5 * LAMBDA_MS),
        "edits: announcing": newsroom.edits * (0.2 / MILLION + ASSUMED["announcing_ms"] * LAMBDA_MS),
        "edits: logs": newsroom.edits * ASSUMED["edit_log_bytes"] / 1e9 * PRICES["logs_gb"],
        "releases, every minute": MINUTES
        * (0.2 / MILLION + PRICES["scheduler_million"] / MILLION + ASSUMED["releasing_ms"] * 0.25 * LAMBDA_MS),
        "the table, and its recovery": newsroom.gigabytes * (PRICES["dynamodb_gb_month"] + PRICES["restore_gb_month"]),
        "alarms (`WithMonitoring`)": alarm_metrics() * PRICES["alarm_metric_month"],
    }


def _write_units() -> float:
    """The write units of an edit: its transaction, and the documents of its feeds."""
    feeds = ASSUMED["feeds_an_article"]
    return 2 * (ASSUMED["article_units"] + 2 * feeds + ASSUMED["other_units"]) + 3 * feeds * ASSUMED["document_units"]


def switched_on(newsroom: Newsroom) -> dict[str, float]:
    """Return what each optional part adds to a month's bill, in US dollars, where it is switched on."""
    paths = max(0, newsroom.edits * ASSUMED["purges_an_edit"] - ASSUMED["free_purge_paths"])
    reaching = newsroom.polls * (1 - newsroom.cdn_hits)
    return {
        "dashboard (`WithDashboard`)": PRICES["dashboard_month"] + ASSUMED["activity_metrics"] * PRICES["metric_month"],
        "key for alarms (`WithAlarmKey`)": PRICES["key_month"],
        "web ACL (`WebAclArn`, with the CDN)": PRICES["firewall_month"] + newsroom.polls * PRICES["firewall_million_requests"],
        "purges for hubs (`Hubs`, with the CDN)": paths * PRICES["purge_path"],
        "access logs (`AccessLogs`)": reaching * ASSUMED["access_log_bytes"] * MILLION / 1e9 * PRICES["logs_gb"],
        "daily backups, kept for 35 days (`WithBackup`)": newsroom.gigabytes * BACKUP_DAYS * PRICES["backup_gb_month"],
        "daily exports, kept for 35 days (`ExportBucket`)": newsroom.gigabytes
        * (DAYS * PRICES["export_gb"] + BACKUP_DAYS * PRICES["s3_gb_month"]),
    }


def attack(requests_a_second: int, body_bytes: int) -> float:
    """Return what a day of so many requests costs that each fetch a whole document, past any CDN, in US dollars."""
    measured = json.loads((HERE / "measured.json").read_text(encoding="utf-8"))
    traffic = Traffic(conditional=0, body_bytes=body_bytes)
    return requests_a_second * 86_400 / MILLION * sum(bill(traffic, *answers(measured, traffic)["Byline"]).values())


PAGE = """\
# What it costs

Generated by `make cost`, in US dollars a month, at the list prices of {region} on {date}, without free tiers. Prices
and assumptions are in [prices.toml](../benchmarks/prices.toml). Look at your own bill after a week.

## A month with the default parameters

The medium and the large newsroom have a CDN, which answers half and nine tenths of the polls itself.

{bills}

## What each optional part adds

{options}

## What an attacker can make you pay

Requests beyond `RequestsPerSecond` (100 by default) get 429, which costs nothing. Here each request fetches a whole
document, past any CDN. A day of that costs:

| requests a second | a document of 50 KB, compressed | a document of 1 MB, which the attacker asks for uncompressed |
|---|---|---|
{attacks}

A path that nobody knows costs half a read unit, for the redirect that might lead from it, and a short answer, which a CDN keeps
for `SharedMaxAge`. Random paths, or random values of `feed` in a query, pass the CDN, but cost less than the documents above.

Set a budget with an alarm (AWS Budgets). `OnlyThroughCdn` refuses these requests with a short answer, for a fifth of
the price or less, and a web ACL limits each address.
"""


def page(measured: Mapping[str, Any]) -> str:
    """Return docs/cost.md."""
    bills = [monthly(each, measured) for each in NEWSROOMS]
    attacks = [f"| {rate} | {attack(rate, 50_000):,.0f} | {attack(rate, 1_000_000):,.0f} |" for rate in (20, 100, 500)]
    return PAGE.format(
        region=TABLE["region"],
        date=TABLE["date"],
        bills="\n".join(_table(bills, [sum(lines.values()) for lines in bills])),
        options="\n".join(_table([switched_on(each) for each in NEWSROOMS])),
        attacks="\n".join(attacks),
    )


def _table(bills: list[dict[str, float]], together: list[float] | None = None) -> list[str]:
    heads = [f"{each.name}: {each.subscribers:,} subscribers, {each.articles_a_day} articles a day" for each in NEWSROOMS]
    rows = [f"| {line} | {' | '.join(f'{lines[line]:,.2f}' for lines in bills)} |" for line in bills[0]]
    total = [f"| **together** | {' | '.join(f'**{each:,.2f}**' for each in together)} |"] if together else []
    return [f"| | {' | '.join(heads)} |", "|---|" + "---|" * len(heads), *rows, *total]


@click.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def main(path: Path) -> None:
    """Write the page to PATH."""
    path.write_text(page(json.loads((HERE / "measured.json").read_text(encoding="utf-8"))), encoding="utf-8")


if __name__ == "__main__":
    main()
