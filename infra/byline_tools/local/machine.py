"""What the local server and those who speak to it agree on: where it is, who may sign, what a function is told."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from botocore.credentials import Credentials

HOST = "127.0.0.1"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_DEFAULT_REGION": "eu-west-1"}
SIGNER = Credentials(CREDENTIALS["AWS_ACCESS_KEY_ID"], CREDENTIALS["AWS_SECRET_ACCESS_KEY"])
"""Whoever signs with these is the desk: a stand-in for IAM."""


@dataclass(frozen=True, slots=True)
class LambdaContext:
    """What Lambda tells a handler of its own invocation."""

    aws_request_id: str
    function_name: str
    invoked_function_arn: str = "arn:aws:lambda:eu-west-1:000000000000:function:local"
    memory_limit_in_mb: int = 512

    def get_remaining_time_in_millis(self) -> int:
        """As much as the template's Timeout gives."""
        return 10_000


def use_local_dynamodb(port: int) -> None:
    """Have everything from now on speak to the DynamoDB of the local server at `port`."""
    os.environ.update({**CREDENTIALS, "AWS_ENDPOINT_URL_DYNAMODB": f"http://localhost:{port + 1}"})


@contextmanager
def environment_with(variables: Mapping[str, str]) -> Iterator[None]:
    """The process's environment with `variables` in it, and afterwards as it was."""
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
