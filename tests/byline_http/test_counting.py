"""byline_http.counting: which counts become metrics, under which names and dimensions."""

import json
from typing import Any

import pytest

from byline_http.counting import Counts

ALL = {"ACTIVITY_METRICS": "true", "POWERTOOLS_METRICS_NAMESPACE": "Byline/gazette"}
FAILURES = {**ALL, "ACTIVITY_METRICS": "false"}


def written(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_counts_are_written_in_one_line_with_the_namespace_of_the_stack(capsys: pytest.CaptureFixture[str]) -> None:
    counts = Counts("serve_feeds", ALL)
    counts.activity("Answers200", 2)
    counts.activity("Answers200")
    counts.failure("ArticlesLeftOut")
    counts.flush(format="rss")
    (line,) = written(capsys)
    (metrics,) = line["_aws"]["CloudWatchMetrics"]
    assert metrics["Namespace"] == "Byline/gazette"
    assert metrics["Dimensions"] == [["format", "service"]]
    assert (line["service"], line["format"], line["Answers200"], line["ArticlesLeftOut"]) == ("serve_feeds", "rss", [3], [1])


def test_activity_is_counted_only_where_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    counts = Counts("serve_feeds", FAILURES)
    counts.activity("Answers200")
    counts.failure("ArticlesLeftOut")
    counts.flush()
    (line,) = written(capsys)
    assert "Answers200" not in line
    assert line["ArticlesLeftOut"] == [1]


def test_no_failures_are_no_metric(capsys: pytest.CaptureFixture[str]) -> None:
    counts = Counts("serve_feeds", FAILURES)
    counts.failure("ArticlesLeftOut", 0)
    counts.flush()
    assert written(capsys) == []


def test_dimensions_belong_to_one_line_only(capsys: pytest.CaptureFixture[str]) -> None:
    counts = Counts("serve_feeds", FAILURES)
    counts.failure("Unavailable")
    counts.flush(version="7")
    counts.failure("ArticlesLeftOut")
    counts.flush()
    first, second = written(capsys)
    assert first["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["version", "service"]]
    assert second["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["service"]]
