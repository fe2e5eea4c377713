"""Baseline: importing boto3 and creating a client, the first step of every function that uses it."""

from collections.abc import Callable
from typing import Any


def prepare() -> Callable[[], Any]:
    """A function that creates the client."""
    import boto3  # noqa: PLC0415 - part of what is measured

    return lambda: boto3.client("dynamodb")
