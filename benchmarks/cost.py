"""`make cost`: the cost of a million polls at AWS's list prices, for Byline and for the naive handler.

Instructions and read units of a response come from measured.json, prices and assumptions from prices.toml.
"""

import argparse
import json
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TABLE = tomllib.loads((HERE / "prices.toml").read_text(encoding="utf-8"))
PRICES: dict[str, float] = TABLE["prices"]
ASSUMED: dict[str, float] = TABLE["assumptions"]
MILLION = 1_000_000
GB = 1e9


@dataclass(frozen=True, slots=True)
class Traffic:
    """A million polls: the share answered with 304, the size of the compressed body, the share answered by a CDN."""

    conditional: float = 0.9
    body_bytes: int = 50_000
    cdn_hits: float = 0.0


@dataclass(frozen=True, slots=True)
class Response:
    """The resources used by one response of a function. Byline logs what fails, and the activity that a dashboard shows."""

    instructions: float
    waiting_ms: float
    read_units: float
    log_bytes: float

    @property
    def price(self) -> dict[str, float]:
        """The cost of a million responses, by service; Lambda bills whole milliseconds."""
        ms = math.ceil(self.instructions / ASSUMED["instructions_per_ms"] + self.waiting_ms)
        return {
            "Lambda": PRICES["lambda_million_requests"] + ms * 1_000 * ASSUMED["memory_gb"] * PRICES["lambda_gb_second"],
            "HTTP API": PRICES["http_api_million_requests"],
            "DynamoDB": self.read_units * PRICES["dynamodb_million_read_units"],
            "logs": self.log_bytes * MILLION / GB * PRICES["logs_gb"],
        }


def answers(measured: Mapping[str, Any], traffic: Traffic) -> dict[str, tuple[Response, Response]]:
    """A 304 and a 200 of each handler; the read units of a 200 grow with its body."""
    counted = {row["row"]: row for row in measured["rows"]}
    units, instructions = measured["read_units"], measured["answers"]
    naive, byline = instructions["benchmarks.naive"], instructions["serve_feeds"]
    growth = traffic.body_bytes / byline["body"]
    every = Response(
        counted["warm 304, head in memo"]["baseline_instructions"] * growth,
        ASSUMED["query_ms"],
        units["naive"] * growth,
        naive["logged"] + ASSUMED["platform_log_bytes"],
    )
    not_modified = Response(counted["warm 304, head read"]["instructions"], ASSUMED["item_read_ms"], units["304"], 0)
    stored = counted["200 from a stored document"]["instructions"] * max(growth, 1)
    document_units = (units["200"] - units["304"]) * growth + units["304"]
    found = Response(stored, 2 * ASSUMED["item_read_ms"], document_units, 0)
    return {"naive": (every, every), "Byline": (not_modified, found)}


def bill(traffic: Traffic, not_modified: Response, found: Response) -> dict[str, float]:
    """The cost of a million polls, by service."""
    reaching = 1 - traffic.cdn_hits
    pair = zip(not_modified.price.items(), found.price.values(), strict=True)
    per_service = {
        service: reaching * (traffic.conditional * price + (1 - traffic.conditional) * other) for (service, price), other in pair
    }
    gigabytes = ((1 - traffic.conditional) * traffic.body_bytes + ASSUMED["header_bytes"]) * MILLION / GB
    if traffic.cdn_hits:
        return {**per_service, "CDN": PRICES["cdn_million_requests"], "transfer": gigabytes * PRICES["cdn_gb_out"]}
    return {**per_service, "CDN": 0.0, "transfer": gigabytes * PRICES["gb_out"]}


def text(traffic: Traffic, measured: Mapping[str, Any]) -> str:
    """The cost of each handler as text."""
    both = answers(measured, traffic)
    bills = {name: bill(traffic, *pair) for name, pair in both.items()}
    lines = [f"{'':10}{'naive':>10}{'Byline':>10}"]
    lines += [f"{service:10}{bills['naive'][service]:10.2f}{bills['Byline'][service]:10.2f}" for service in bills["naive"]]
    lines += [f"{'together':10}{sum(bills['naive'].values()):10.2f}{sum(bills['Byline'].values()):10.2f}"]
    return "\n".join([*_headings(traffic), "", *lines, "", *_ceilings(both)])


def _headings(traffic: Traffic) -> list[str]:
    shares = f"{traffic.conditional:.0%} find nothing new, a CDN answers {traffic.cdn_hits:.0%} itself"
    return [
        f"A million polls in US dollars, at the list prices of {TABLE['region']} on {TABLE['date']}, without free tiers:",
        f"{shares}, a body has {traffic.body_bytes:,} bytes.",
    ]


def _ceilings(both: Mapping[str, tuple[Response, Response]]) -> list[str]:
    naive, byline = (ASSUMED["partition_read_units"] / both[name][0].read_units for name in ("naive", "Byline"))
    return [
        "Polls a second of one hot feed before its partition of the table throttles, if every one of them reads:",
        f"naive {naive:,.0f}, Byline {byline:,.0f}; a container that remembers the head reads nothing.",
    ]


def main() -> None:
    """Print the cost of the given traffic."""
    parser = argparse.ArgumentParser(prog="benchmarks.cost", description=__doc__)
    for field in fields(Traffic):
        parser.add_argument(f"--{field.name.replace('_', '-')}", type=type(field.default), default=field.default)
    measured = json.loads((HERE / "measured.json").read_text(encoding="utf-8"))
    print(text(Traffic(**vars(parser.parse_args())), measured))


if __name__ == "__main__":
    main()
