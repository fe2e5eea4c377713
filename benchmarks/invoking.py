"""Calls a handler as Lambda does, with a poll recorded from API Gateway."""

import json
import sys
from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

POLL = "tests/support/events/poll.json"
CONTEXT = SimpleNamespace(
    aws_request_id="8f5ec4a1-7bc8-4d0c-9f1e-0c1c3c3f5f10",
    function_name="feeds",
    function_version="$LATEST",
    invoked_function_arn="arn:aws:lambda:us-east-1:000000000000:function:feeds",
    memory_limit_in_mb=512,
    get_remaining_time_in_millis=lambda: 10_000,
)


def prepare(module: str, if_none_match: str = "") -> Callable[[], Any]:
    """A function that polls `module`'s handler, which must answer 304 to an entity tag and 200 without one."""
    with open(POLL, encoding="utf-8") as file:  # noqa: PTH123 - pathlib would be part of the cold start
        event = json.load(file)
    event["headers"]["accept-encoding"] = "gzip"
    if if_none_match:
        event["headers"]["if-none-match"] = if_none_match
    handler = import_module(module).handler
    expected = 304 if if_none_match else 200

    def poll() -> Any:
        answer = handler(event, CONTEXT)
        if answer["statusCode"] != expected:
            raise RuntimeError(f"{module} answered {answer['statusCode']} instead of {expected}")
        return answer

    return poll


def main(module: str) -> None:
    """Print the result of a first poll: the entity tag, the length of the body in base64, and the log."""
    answer = prepare(module)()
    etag = next(value for name, value in answer["headers"].items() if name.lower() == "etag")
    print(json.dumps({"etag": etag, "body": len(answer["body"]) * 3 // 4}))


if __name__ == "__main__":
    main(*sys.argv[1:])
