"""Making CloudFront forget what it holds of changed feeds."""

import hashlib
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_cloudfront import CloudFrontClient

MOST_WILDCARDS = 15
"""So many paths with a * CloudFront works on at a time; it takes no more (its quotas on invalidations)."""


class Cdn:
    """The distribution of that id."""

    def __init__(self, client: "CloudFrontClient", distribution: str) -> None:
        self._client = client
        self._distribution = distribution

    def purge(self, paths: list[str], state: str) -> bool:
        """Have `paths` fetched anew; False if CloudFront would not take it, when what it holds lasts until it is stale.

        More of them with a * than it takes stand for everything. Asked again for the same `state`, CloudFront does nothing twice.
        """
        reference = hashlib.sha256("\n".join([state, *paths]).encode()).hexdigest()
        if sum(path.endswith("*") for path in paths) > MOST_WILDCARDS:
            paths = ["/*"]
        try:
            self._client.create_invalidation(
                DistributionId=self._distribution,
                InvalidationBatch={"Paths": {"Quantity": len(paths), "Items": paths}, "CallerReference": reference},
            )
        except (BotoCoreError, ClientError):
            return False
        return True


def connect() -> "CloudFrontClient":
    """A client that gives up soon: what a reader may see a little later is not worth waiting for."""
    config = Config(connect_timeout=2, read_timeout=5, retries={"mode": "standard", "total_max_attempts": 2})
    return boto3.client("cloudfront", config=config)
