"""Baseline: importing boto3 and making a client, which every function that uses it must do first."""

from collections.abc import Callable
from typing import Any


def prepare() -> Callable[[], Any]:
    """A function that makes the client."""
    import boto3  # noqa: PLC0415 - part of what is measured

    return lambda: boto3.client("dynamodb")
