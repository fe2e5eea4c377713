"""Baseline: one `get_item` of boto3 for the head of a feed, without using the result."""

import os
from collections.abc import Callable
from typing import Any

import boto3

KEY = {"pk": {"S": "FEED#sections/world"}, "sk": {"S": "HEAD"}}


def prepare() -> Callable[[], Any]:
    """A function that reads the head."""
    client = boto3.client("dynamodb")
    table = os.environ["TABLE_NAME"]
    return lambda: client.get_item(TableName=table, Key=KEY)
