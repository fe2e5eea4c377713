"""infra/feed_alarms.yaml, infra/change_alarms.yaml: every alarm has an emitted metric, a runbook entry and a recipient."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.metrics import BYLINE, FUNCTIONS, STATUSES, counted, is_emitted
from tests.support.templates import alarms, metrics_of_alarm
from tests.template.test_template import with_parameters

ALARMS = alarms()
DOCS = Path(__file__).parents[2] / "docs"
SECURITY = DOCS.parent / "SECURITY.md"
RUNBOOK = (DOCS / "operations.md").read_text(encoding="utf-8")
NEW_VERSION = "NewVersionFails"
"""The only alarm of template.yaml, which gradual deployment uses."""

EVERY_ALARM = pytest.mark.parametrize("name", ALARMS)


def sections() -> dict[str, str]:
    """Return the text of the runbook about each alarm, by name."""
    _, text = RUNBOOK.split("\n## Alarms\n")
    parts = re.split(r"^### (\w+)\n", re.split(r"^## ", text, flags=re.MULTILINE)[0], flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@EVERY_ALARM
def test_an_alarm_describes_the_problem_and_names_its_runbook_entry(name: str) -> None:
    what, where = ALARMS[name]["AlarmDescription"].split(" What to do: ")
    assert len(what) > 60
    assert where == f"docs/operations.md, {name}."
    assert len(sections()[name].strip()) > 100


def test_the_runbook_mentions_no_other_alarm() -> None:
    assert sections().keys() == {*ALARMS, NEW_VERSION}
    named = {word for text in sections().values() for word in re.findall(r"\b(?:[A-Z][a-z]+){2,}\b", text)}
    functions = {"ServeFeeds", "ManageArticles", "AnnounceChanges", "ReleaseArticles"}
    assert named <= ALARMS.keys() | functions | {
        "GradualDeployment",
        NEW_VERSION,
        "ApiUrl",
        "MemorySize",
        "MemoSeconds",
        "SharedMaxAge",
        "CloudFront",
        "CloudFormation",
        "TooManyInvalidationsInProgress",
    }


def test_no_page_names_an_alarm_that_does_not_exist() -> None:
    pages = [RUNBOOK, *(page.read_text(encoding="utf-8") for page in DOCS.glob("*.md")), SECURITY.read_text(encoding="utf-8")]
    named = {name for page in pages for name in re.findall(r"\balarm ([A-Z]\w+)", page)}
    assert named
    assert named <= {*ALARMS, NEW_VERSION}


def test_every_failure_in_the_runbook_that_has_an_alarm_names_it() -> None:
    assert re.findall(r"\| alarm(?! [A-Z])", RUNBOOK) == []


@EVERY_ALARM
def test_an_alarm_notifies_when_it_begins_and_when_it_ends(name: str) -> None:
    assert ALARMS[name]["AlarmActions"] == ALARMS[name]["OKActions"] == [{"Ref": "Topic"}]
    assert "InsufficientDataActions" not in ALARMS[name]


@EVERY_ALARM
def test_an_alarm_uses_metrics_that_are_emitted(name: str) -> None:
    watched = list(metrics_of_alarm(ALARMS[name]))
    assert watched
    assert [metric for metric in watched if not is_emitted(*metric)] == []


@EVERY_ALARM
def test_an_expression_uses_all_its_metrics_and_no_others(name: str) -> None:
    parts = ALARMS[name].get("Metrics", [])
    watched = {part["Id"] for part in parts if "MetricStat" in part}
    assert [part for part in parts if "MetricStat" in part and part["ReturnData"]] == []
    assert {word for part in parts if "Expression" in part for word in re.findall(r"\b[a-z]\w*", part["Expression"])} == watched


def test_missing_data_breaches_only_in_alarms_that_report_silence() -> None:
    missing = {name: alarm["TreatMissingData"] for name, alarm in ALARMS.items()}
    assert {name for name, treatment in missing.items() if treatment == "breaching"} == {"NobodyPolls", "ReleasesStopped"}
    assert set(missing.values()) == {"breaching", "notBreaching"}
    below = {name for name, alarm in ALARMS.items() if alarm["ComparisonOperator"] == "LessThanThreshold"}
    assert below == {"NobodyPolls", "ReleasesStopped"}


@EVERY_ALARM
def test_its_evaluation_periods_fit_into_a_day(name: str) -> None:
    alarm: dict[str, Any] = ALARMS[name]
    periods = {alarm["Period"]} if "Period" in alarm else {part["MetricStat"]["Period"] for part in alarm["Metrics"][1:]}
    (period,) = periods
    assert period % 60 == 0
    assert period * alarm["EvaluationPeriods"] <= 86_400
    assert alarm.get("DatapointsToAlarm", 1) <= alarm["EvaluationPeriods"]


def test_the_alarm_of_a_gradual_deployment_watches_the_new_version_and_notifies_like_the_others() -> None:
    alarm = with_parameters(GradualDeployment="true")["Resources"]["NewVersionFails"]["Properties"]
    watched = list(metrics_of_alarm(alarm))
    assert [metric for space, metric, _ in watched] == ["Errors", "Unavailable"]
    versions = [by["ExecutedVersion"] if "ExecutedVersion" in by else by["version"] for *_, by in watched]
    assert [version["Fn::GetAtt"][1] for version in versions] == ["Version"] * 2
    assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Fn::GetAtt": ["AlarmTopic", "Outputs.TopicArn"]}]
    assert alarm["AlarmDescription"].endswith(f"docs/operations.md, {NEW_VERSION}.")
    (unavailable,) = (metric for metric in watched if metric[1] == "Unavailable")
    assert is_emitted(*unavailable)


def test_every_function_is_watched_for_errors_and_those_that_somebody_waits_for_for_throttles() -> None:
    """A throttled stream or schedule raises AnnouncementsLate or ReleasesStopped."""
    watched = {
        (metric, next(iter(by.values()))["Ref"])
        for alarm in ALARMS.values()
        for space, metric, by in metrics_of_alarm(alarm)
        if space == "AWS/Lambda"
    }
    functions = ("ServeFeeds", "ManageArticles", "AnnounceChanges", "ReleaseArticles")
    assert watched >= {("Errors", function) for function in functions}
    assert watched >= {("Throttles", function) for function in ("ServeFeeds", "ManageArticles")}


def test_the_metrics_listed_here_are_those_that_the_code_counts() -> None:
    found = {metric for module in FUNCTIONS.rglob("*.py") for metric in counted(module)}
    known = {(service, name) for service, names in BYLINE.items() for name in names} | {
        (service, "Answers*") for service in STATUSES
    }
    known |= {("manage_articles", "Edits*")}
    assert found == known
