"""A function that its event controls."""

import os
import sys
import time
from typing import Any


def handler(event: dict[str, Any], context: Any) -> Any:
    """Handle an event; by default, return the environment of the function."""
    match event:
        case {"rawPath": _}:
            return {"statusCode": 200, "body": event["pathParameters"]["word"]}
        case {"sleep": seconds}:
            time.sleep(seconds)
        case {"characters": count}:
            return "x" * count
        case {"raise": reason}:
            raise ValueError(reason)
        case {"exit": status}:
            os._exit(status)
    return {
        "event": event,
        "environment": dict(os.environ),
        "folder": str(os.getcwd()),  # noqa: PTH109 - as the system has it
        "path": sys.path,
        "left_ms": context.get_remaining_time_in_millis(),
        "memory": context.memory_limit_in_mb,
    }
