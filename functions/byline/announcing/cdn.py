"""Purging CloudFront."""

import hashlib
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_cloudfront import CloudFrontClient


CONNECT_SECONDS = 2
READ_SECONDS = 5
ATTEMPTS = 2
LONGEST_SECONDS = ATTEMPTS * (CONNECT_SECONDS + READ_SECONDS) + 1
"""The most seconds that `Cdn.purge` takes: the pause before the second attempt takes 1 s at most."""


class Cdn:
    """The CloudFront distribution with the id `distribution`."""

    def __init__(self, client: "CloudFrontClient", distribution: str) -> None:
        self._client = client
        self._distribution = distribution

    def purge(self, reason: str) -> bool:
        """Invalidate everything. False if CloudFront refused or did not respond; its copies then stay until they are stale.

        One path for all, because CloudFront charges by the path, and its copies last a minute anyway. CloudFront ignores a
        repeated request for the same `reason`.
        """
        reference = hashlib.sha256(reason.encode()).hexdigest()
        try:
            self._client.create_invalidation(
                DistributionId=self._distribution,
                InvalidationBatch={"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": reference},
            )
        except (BotoCoreError, ClientError):
            return False
        return True


def connect() -> "CloudFrontClient":
    """A client with short time-outs, because stale copies expire without a purge."""
    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
    )
    return boto3.client("cloudfront", config=config)
