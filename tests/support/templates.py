"""The nested templates, and the metrics in them."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from samtranslator.yaml_helper import yaml_parse

INFRA = Path(__file__).parents[2] / "infra"
Metric = tuple[str, str, dict[str, Any]]
"""Namespace, name, dimensions."""


def nested(name: str) -> dict[str, Any]:
    """Return the template infra/`name`.yaml."""
    template: dict[str, Any] = yaml_parse((INFRA / f"{name}.yaml").read_text(encoding="utf-8"))
    return template


def alarms() -> dict[str, dict[str, Any]]:
    """Return the properties of every alarm by its name in the template."""
    resources = {**nested("feed_alarms")["Resources"], **nested("change_alarms")["Resources"]}
    return {name: resource["Properties"] for name, resource in resources.items() if resource["Type"] == "AWS::CloudWatch::Alarm"}


def metrics_of_alarm(alarm: Mapping[str, Any]) -> Iterator[Metric]:
    """Yield the metrics of an alarm."""
    watched = (
        [alarm] if "MetricName" in alarm else [part["MetricStat"]["Metric"] for part in alarm["Metrics"] if "MetricStat" in part]
    )
    for metric in watched:
        yield _text(metric["Namespace"]), metric["MetricName"], {pair["Name"]: pair["Value"] for pair in metric["Dimensions"]}


def _text(namespace: Any) -> str:
    """Return a namespace as it is written: AWS's by its name, Byline's as a parameter or with the stack's name."""
    return namespace if isinstance(namespace, str) else str(next(iter(namespace.values())))


def dashboard(*, cdn: bool) -> dict[str, Any]:
    """Return the dashboard as CloudWatch gets it, with the name of each parameter without a default as its value."""
    template = nested("dashboard")
    body, variables = template["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    values = {"AWS::Region": "eu-west-1", **{name: p.get("Default") or name for name, p in template["Parameters"].items()}}
    with_cdn, without = variables["Cdn"]["Fn::If"][1:]
    substituted = {**values, "Answers": variables["Answers"]["Fn::Sub"], "Cdn": with_cdn["Fn::Sub"] if cdn else without}
    for _ in range(3):  # substituted text contains parameters itself
        body = re.sub(r"\$\{([\w:]+)\}", lambda found: substituted[found[1]], body)
    loaded: dict[str, Any] = json.loads(body)
    return loaded


def metrics_of_widget(widget: Mapping[str, Any]) -> Iterator[Metric]:
    """Yield the metrics of a widget, with CloudWatch's abbreviations "." and "..." (as in the line above) expanded."""
    above: list[str] = []
    for line in widget["properties"]["metrics"]:
        words = [word for word in line if isinstance(word, str)]
        if not words:
            continue
        if words[0] == "...":
            words = above[: len(above) - len(words) + 1] + words[1:]
        above = [above[position] if word == "." else word for position, word in enumerate(words)]
        yield above[0], above[1], dict(zip(above[2::2], above[3::2], strict=True))


def expressions(widget: Mapping[str, Any]) -> Iterator[str]:
    """Yield the metric math of a widget."""
    yield from (line[0]["expression"] for line in widget["properties"]["metrics"] if "expression" in line[0])
