"""Paths are purged from CloudFront, whose failures are returned, not raised."""

import os
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from byline.announcing.cdn import MOST_WILDCARDS, Cdn, connect

ORIGIN = {
    "Id": "api",
    "DomainName": "api.example.com",
    "CustomOriginConfig": {"HTTPPort": 80, "HTTPSPort": 443, "OriginProtocolPolicy": "https-only"},
}
CONFIG: Any = {
    "CallerReference": "feeds",
    "Comment": "",
    "Enabled": True,
    "Origins": {"Quantity": 1, "Items": [ORIGIN]},
    "DefaultCacheBehavior": {
        "TargetOriginId": "api",
        "ViewerProtocolPolicy": "allow-all",
        "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}},
        "MinTTL": 0,
    },
}


def new_distribution() -> str:
    return boto3.client("cloudfront").create_distribution(DistributionConfig=CONFIG)["Distribution"]["Id"]


def purged(distribution: str) -> list[dict[str, Any]]:
    """What was asked of a distribution, the first first."""
    client: Any = boto3.client("cloudfront")
    listed = client.list_invalidations(DistributionId=distribution)["InvalidationList"].get("Items", [])
    listed.sort(key=lambda each: each["CreateTime"])
    wanted = [client.get_invalidation(DistributionId=distribution, Id=each["Id"]) for each in listed]
    return [each["Invalidation"]["InvalidationBatch"] for each in wanted]


@pytest.fixture
def distribution() -> Iterator[str]:
    with mock_aws():
        yield new_distribution()


def test_paths_are_forgotten(distribution: str) -> None:
    assert Cdn(connect(), distribution).purge(["/rss.xml", "/sections/world/*"], "r1")
    (asked,) = purged(distribution)
    assert asked["Paths"] == {"Quantity": 2, "Items": ["/rss.xml", "/sections/world/*"]}


def test_the_same_state_is_asked_for_under_the_same_name_and_another_under_another(distribution: str) -> None:
    """CloudFront does nothing for a CallerReference it has seen; moto does, so that each is seen here."""
    for paths, state in ((["/a"], "r1"), (["/a"], "r1"), (["/a"], "r2"), (["/b"], "r1")):
        Cdn(connect(), distribution).purge(paths, state)
    names = [asked["CallerReference"] for asked in purged(distribution)]
    assert names[0] == names[1]
    assert len({*names}) == 3
    assert all(len(name) <= 128 for name in names)


def test_more_wildcards_than_cloudfront_takes_stand_for_everything(distribution: str) -> None:
    for count in (MOST_WILDCARDS, MOST_WILDCARDS + 1):
        Cdn(connect(), distribution).purge(["/rss.xml", *(f"/sections/{number}/*" for number in range(count))], "r1")
    assert [asked["Paths"]["Quantity"] for asked in purged(distribution)] == [MOST_WILDCARDS + 1, 1]
    assert purged(distribution)[1]["Paths"]["Items"] == ["/*"]


def test_a_distribution_that_is_not_there_is_reported_as_a_failure(distribution: str) -> None:
    assert not Cdn(connect(), "E0").purge(["/rss.xml"], "r1")


def test_a_cloudfront_that_is_away_is_reported_as_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "AWS_ENDPOINT_URL_CLOUDFRONT", "http://127.0.0.1:1")
    assert not Cdn(connect(), "E0").purge(["/rss.xml"], "r1")
