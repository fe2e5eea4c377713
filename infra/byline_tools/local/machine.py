"""Settings that the local server and its clients share: host, credentials and the context of a function."""

import getpass
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from botocore.credentials import Credentials

HOST = "127.0.0.1"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_DEFAULT_REGION": "eu-west-1"}
SIGNER = Credentials(CREDENTIALS["AWS_ACCESS_KEY_ID"], CREDENTIALS["AWS_SECRET_ACCESS_KEY"])
"""Credentials for requests to the local desk. The local server accepts no others."""

EDITOR_HEADER = "Byline-As"
"""The header with the name of the person who edits, percent-encoded UTF-8. Only the local server reads it."""


def login_name() -> str:
    """The login name of whoever runs this process; `nobody` if the system has no name for them."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return "nobody"


@dataclass(frozen=True, slots=True)
class LambdaContext:
    """The second argument of a handler: Lambda's data about the invocation.

    `ends_at` is the moment of `time.monotonic` at which Lambda would end the invocation; None if time does not pass.
    """

    aws_request_id: str
    function_name: str
    ends_at: float | None = None
    invoked_function_arn: str = "arn:aws:lambda:eu-west-1:000000000000:function:local"
    memory_limit_in_mb: int = 512

    def get_remaining_time_in_millis(self) -> int:
        """The milliseconds until `ends_at`, at least 0; ten minutes if time does not pass."""
        return 600_000 if self.ends_at is None else max(int((self.ends_at - time.monotonic()) * 1000), 0)


def use_local_dynamodb(port: int) -> None:
    """Make this process use the DynamoDB of the local server at `port` from now on."""
    os.environ.update({**CREDENTIALS, "AWS_ENDPOINT_URL_DYNAMODB": f"http://localhost:{port + 1}"})


@contextmanager
def environment_with(variables: Mapping[str, str]) -> Iterator[None]:
    """Add `variables` to the process's environment until the block ends. No other variable changes, not even temporarily."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
