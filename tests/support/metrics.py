"""Every metric that alarms and the dashboard may use: Byline's own, and those of AWS."""

import ast
from collections.abc import Iterator
from pathlib import Path

FUNCTIONS = Path(__file__).parents[2] / "functions"
STATUSES = {
    "serve_feeds": (200, 301, 403, 404, 405, 410, 503),
    "manage_articles": (200, 201, 204, 400, 404, 405, 409, 412, 413, 415, 422, 500, 503),
}

BYLINE = {
    "serve_feeds": {"DocumentsRendered", "DocumentsNotStored", "ArticlesLeftOut", "Unavailable"},
    "manage_articles": {"DeskFailed"},
    "announce_changes": {
        *("FeedsAnnounced", "DocumentsRendered", "ArticlesLeftOut"),
        *("HubPings", "HubPingsFailed", "Purges", "PurgesFailed"),
    },
    "release_articles": {"ArticlesReleased"},
}
"""By service, which is also the name of the function's file. Responses are counted too, by STATUSES."""

FORMATS = {"rss", "atom", "json", "page"}
"""The second dimension of the responses that serve_feeds counts."""

AWS = {
    "AWS/Lambda": ({"Invocations", "Errors", "Throttles", "Duration", "IteratorAge"}, {"FunctionName"}),
    "AWS/ApiGateway": ({"Count", "5xx", "4xx", "Latency", "IntegrationLatency"}, {"ApiId", "Stage"}),
    "AWS/DynamoDB": (
        {"ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits", "ReadThrottleEvents", "WriteThrottleEvents"},
        {"TableName"},
    ),
    "AWS/SQS": ({"ApproximateNumberOfMessagesVisible"}, {"QueueName"}),
    "AWS/CloudFront": ({"Requests", "4xxErrorRate", "5xxErrorRate"}, {"DistributionId", "Region"}),
}
"""Names and dimensions as AWS documents them for an HTTP API, a function, a table, a queue and a distribution."""


def is_emitted(namespace: str, name: str, dimensions: dict[str, str]) -> bool:
    """Whether a metric of this name with these dimensions exists."""
    if namespace in AWS:
        names, wanted = AWS[namespace]
        return name in names and dimensions.keys() == wanted
    service = dimensions["service"]
    if name in {f"Answers{status}" for status in STATUSES.get(service, ())}:
        return service == "manage_articles" or dimensions.get("format") in FORMATS
    return name in BYLINE[service] and dimensions.keys() == {"service", *(["version"] if name == "Unavailable" else [])}


def counted(module: Path) -> Iterator[tuple[str, str]]:
    """Service and name of every metric that a function's module emits; `*` is a computed end of a name."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    services = [ast.literal_eval(call.args[0]) for call in calls if _called(call) == "Counts"]
    for call in calls:
        if services and call.args and _called(call) in {"failure", "activity"}:
            yield from ((services[0], name) for name in _names(call.args[0]))


def _called(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _names(node: ast.expr) -> list[str]:
    """The names written in the call itself."""
    if isinstance(node, ast.JoinedStr):
        return [f"{ast.literal_eval(node.values[0])}*"]
    return [ast.literal_eval(node)]
