"""Purging changed feeds from CloudFront."""

import hashlib
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_cloudfront import CloudFrontClient

MOST_WILDCARDS = 15
"""The most paths with a `*` that CloudFront processes at a time (quotas on invalidations)."""

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

    def purge(self, paths: list[str], state: str) -> bool:
        """Invalidate `paths`. False if CloudFront refused or did not respond; its copies then stay until they are stale.

        If `paths` has more paths with a `*` than CloudFront accepts, `/*` replaces all paths. CloudFront ignores a repeated
        request for the same paths and `state`.
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
    """A client with short time-outs, because stale copies expire without a purge."""
    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
    )
    return boto3.client("cloudfront", config=config)
