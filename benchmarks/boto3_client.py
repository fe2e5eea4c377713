"""Baseline: importing boto3 and making a client, before which no function that uses it can do anything."""

from collections.abc import Callable
from typing import Any


def prepare() -> Callable[[], Any]:
    """What makes the client."""
    import boto3  # noqa: PLC0415 - part of what is measured

    return lambda: boto3.client("dynamodb")
