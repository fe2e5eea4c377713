"""template.yaml: access logs of both APIs are asked for, and have no addresses of people unless these are asked for too."""

import json
from typing import Any

import pytest

from tests.support.cloudformation import DeployedTemplate
from tests.support.stacks import PARAMETERS
from tests.template.test_template import with_parameters

ABOUT_PEOPLE = ("identity", "authorizer", "Ip", "user")


def settings(access_logs: str) -> list[dict[str, Any]]:
    """Return the settings of both stages; nothing for a stage that logs nothing."""
    chosen = {**PARAMETERS, "AccessLogs": access_logs}
    resources = DeployedTemplate(with_parameters(AccessLogs=access_logs), chosen).resources
    stages = [each for each in resources.values() if each["Type"] == "AWS::ApiGatewayV2::Stage"]
    assert len(stages) == 2
    found = [stage["Properties"].get("AccessLogSettings") for stage in stages]
    assert ("AccessLog" in resources) == (access_logs != "none")
    return [each for each in found if each]


def test_nothing_is_logged_by_default() -> None:
    assert settings("none") == []
    assert with_parameters()["Parameters"]["AccessLogs"]["Default"] == "none"


def test_requests_are_logged_without_anything_about_people() -> None:
    both = settings("requests")
    assert {json.loads(each["Format"])["api"] for each in both} == {"feeds", "desk"}
    for each in both:
        assert json.loads(each["Format"]).keys() == {"time", "api", "method", "path", "status", "bytes", "ms"}
        assert not any(word in each["Format"] for word in ABOUT_PEOPLE)
        assert "AccessLog" in each["DestinationArn"]


def test_addresses_are_logged_only_where_that_is_asked_for() -> None:
    lines = {(line := json.loads(each["Format"]))["api"]: line.keys() for each in settings("addresses")}
    assert lines["feeds"] >= {"address", "program"}
    assert lines["desk"] == lines["feeds"] | {"editor"}


@pytest.mark.parametrize("access_logs", ["requests", "addresses"])
def test_logs_end_with_the_retention_of_the_others(access_logs: str) -> None:
    chosen = {**PARAMETERS, "AccessLogs": access_logs, "LogRetentionDays": "7"}
    group = DeployedTemplate(with_parameters(), chosen).resources["AccessLog"]
    assert group["Properties"] == {"RetentionInDays": "7"}
