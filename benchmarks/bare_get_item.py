"""Baseline: one `get_item` of boto3's for the head of a feed, and nothing done with it."""

import os
from collections.abc import Callable
from typing import Any

import boto3

KEY = {"pk": {"S": "FEED#sections/world"}, "sk": {"S": "HEAD"}}


def prepare() -> Callable[[], Any]:
    """What reads the head."""
    client = boto3.client("dynamodb")
    table = os.environ["TABLE_NAME"]
    return lambda: client.get_item(TableName=table, Key=KEY)
