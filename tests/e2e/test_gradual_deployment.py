"""The built ServeFeeds as a new version that fails: its log raises NewVersionFails, which takes a gradual deployment back."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from byline.desk.publisher import Publisher
from tests.e2e.deployment import Another, Deployment
from tests.e2e.runtime import FunctionFailed, running
from tests.support.cloudformation import DeployedTemplate
from tests.support.factories import article, section
from tests.support.stacks import PARAMETERS
from tests.template.test_template import with_parameters

FUNCTION = "ServeFeeds"
PATHS = ["/sections/gradual/rss.xml", "/", "/feeds.opml"]
GRADUAL = {**PARAMETERS, "GradualDeployment": "true"}

Broken = Callable[[str, str], Deployment]
"""A deployment whose ServeFeeds has another text in place of a module: `broken("byline/formats/rss_atom.py", "...")`."""


def publish(publisher: Publisher, number: int) -> None:
    """Publish an article in a section that no other test reads."""
    publisher.put(section("gradual"))
    publisher.put(article(number, sections=("gradual",), authors=()))


def counted_by_version(deployment: Deployment) -> list[dict[str, Any]]:
    """Return the lines of the log that CloudWatch reads as the metric that the alarm watches."""
    alarm = DeployedTemplate(with_parameters(GradualDeployment="true"), GRADUAL).resources["NewVersionFails"]["Properties"]
    (watched,) = (part["MetricStat"]["Metric"] for part in alarm["Metrics"] if part["Id"] == "unavailable")
    name, dimensions = watched["MetricName"], {each["Name"] for each in watched["Dimensions"]}
    lines = [line for line in deployment.runtimes[FUNCTION].log_lines() if name in line]
    for line in lines:
        (metrics,) = line["_aws"]["CloudWatchMetrics"]
        assert metrics["Namespace"] == watched["Namespace"]
        assert set(metrics["Dimensions"][0]) == dimensions
    return lines


@pytest.fixture
def broken(deployment: Deployment, tmp_path: Path) -> Iterator[Broken]:
    """Returns the deployment with a release of ServeFeeds that has an error in one module."""
    function = deployment.runtimes[FUNCTION].function
    folder = shutil.copytree(function.folder, tmp_path / "release")
    opened = []

    def released(module: str, text: str) -> Deployment:
        for compiled in [*folder.glob(f"{module}c"), *(folder / module).parent.glob(f"__pycache__/{Path(module).stem}.*")]:
            compiled.unlink()
        (folder / module).write_text(text, encoding="utf-8")
        container = running(replace(function, folder=folder), deployment.cloud.address, tmp_path / "log")
        opened.append(container)
        return replace(deployment, runtimes={**deployment.runtimes, FUNCTION: container.__enter__()})

    yield released
    for container in opened:
        container.__exit__(None, None, None)


def test_answers_that_are_right_are_not_counted_against_a_version(another: Another, publisher: Publisher) -> None:
    publish(publisher, 60)
    new = another(FUNCTION)
    assert [new.get(path).status for path in [*PATHS, "/sections/nowhere/rss.xml"]] == [200, 200, 200, 404]
    assert counted_by_version(new) == []


def test_a_version_with_an_invalid_setting_is_taken_back(another: Another) -> None:
    new = another(FUNCTION, SITE_TITLE="")
    assert [new.get(path).status for path in PATHS] == [503] * 3
    assert len(counted_by_version(new)) == 3


def test_a_version_without_its_table_is_taken_back(another: Another) -> None:
    new = another(FUNCTION, TABLE_NAME="nowhere")
    assert [new.get(path).status for path in PATHS] == [503] * 3
    assert len(counted_by_version(new)) == 3


def test_a_version_whose_renderer_raises_is_taken_back(broken: Broken, publisher: Publisher) -> None:
    publish(publisher, 61)
    new = broken("byline/formats/rendering.py", "def render(*_, **__):\n    raise RuntimeError\n")
    assert new.get(PATHS[0]).status == 503
    assert len(counted_by_version(new)) == 1


def test_a_version_that_cannot_be_imported_is_an_error_that_lambda_counts(broken: Broken) -> None:
    new = broken("serve_feeds.py", "raise ImportError\n")
    with pytest.raises(FunctionFailed):
        new.get(PATHS[0])
