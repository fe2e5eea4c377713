"""The feeds of a local server at a name in DNS, as those of a deployed stack are, for processes that tests start."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import urllib3

from byline_tools.local.api_gateway import HttpRequest, HttpResponse
from byline_tools.local.http_server import answering, server

NAME = "feeds.example.com"
DNS = f"""\
import socket

of_the_system = socket.getaddrinfo


def getaddrinfo(host, *more, **named):
    return of_the_system("127.0.0.1" if host == {NAME!r} else host, *more, **named)


socket.getaddrinfo = getaddrinfo
"""
OF_THE_CONNECTION = {"content-length", "transfer-encoding", "connection", "date", "server", "host", "accept-encoding"}


@contextmanager
def at_a_name(feeds: str) -> Iterator[str]:
    """Answer with the feeds at `feeds` at an address whose host is NAME, until the block ends; yield that address."""

    def respond(request: HttpRequest) -> HttpResponse:
        headers = {name: value for name, value in request.headers if name.lower() not in OF_THE_CONNECTION}
        found = urllib3.request(request.method, f"{feeds}{request.target}", headers=headers, body=request.body or None)
        kept = ((name, value) for name, value in found.headers.items() if name.lower() not in OF_THE_CONNECTION)
        named = tuple((name, value.replace(feeds, address)) for name, value in kept)
        return HttpResponse(found.status, named, found.data.replace(feeds.encode(), address.encode()))

    with server(respond, quiet=True) as http:
        address = f"http://{NAME}:{http.server_address[1]}"
        with answering(http):
            yield address


def knowing_the_name(environment: Mapping[str, str], folder: Path) -> dict[str, str]:
    """`environment` for a Python to which NAME is this machine; `folder` gets what it loads for that."""
    (folder / "sitecustomize.py").write_text(DNS, encoding="utf-8")
    return {**environment, "PYTHONPATH": os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))}
