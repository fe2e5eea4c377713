"""CloudFront is purged, and failures are returned, not raised."""

import os
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from byline.announcing.cdn import Cdn, connect

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
    """The invalidations of a distribution, oldest first."""
    client: Any = boto3.client("cloudfront")
    listed = client.list_invalidations(DistributionId=distribution)["InvalidationList"].get("Items", [])
    listed.sort(key=lambda each: each["CreateTime"])
    wanted = [client.get_invalidation(DistributionId=distribution, Id=each["Id"]) for each in listed]
    return [each["Invalidation"]["InvalidationBatch"] for each in wanted]


@pytest.fixture
def distribution() -> Iterator[str]:
    with mock_aws():
        yield new_distribution()


def test_everything_is_purged_for_the_price_of_one_path(distribution: str) -> None:
    assert Cdn(connect(), distribution).purge("r1")
    (asked,) = purged(distribution)
    assert asked["Paths"] == {"Quantity": 1, "Items": ["/*"]}


def test_the_same_state_is_asked_for_under_the_same_name_and_another_under_another(distribution: str) -> None:
    """CloudFront ignores a repeated CallerReference. moto does not, so every request is visible here."""
    for reason in ("r1", "r1", "r2"):
        Cdn(connect(), distribution).purge(reason)
    names = [asked["CallerReference"] for asked in purged(distribution)]
    assert len({*names}) == 2
    assert all(len(name) <= 128 for name in names)


def test_a_distribution_that_is_not_there_is_reported_as_a_failure(distribution: str) -> None:
    assert not Cdn(connect(), "E0").purge("r1")


def test_a_cloudfront_that_is_away_is_reported_as_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "AWS_ENDPOINT_URL_CLOUDFRONT", "http://127.0.0.1:1")
    assert not Cdn(connect(), "E0").purge("r1")
