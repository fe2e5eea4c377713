"""A WebSub hub for testing: it accepts and reports pings, and distributes nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from urllib.parse import parse_qs

from byline_tools.local.api_gateway import HttpRequest, HttpResponse
from byline_tools.local.http_server import answering, server

TEXT = (("Content-Type", "text/plain; charset=utf-8"),)


@contextmanager
def listening(report: Callable[[str], None], port: int = 0) -> Iterator[str]:
    """Run a hub until the block ends; yields its address. `report` gets the address of each document that is pinged.

    Port 0 chooses a free one. Raises OSError if the port is taken.
    """
    with server(partial(_respond, report), port, quiet=True) as http, answering(http):
        yield f"http://127.0.0.1:{http.server_address[1]}/"


def _respond(report: Callable[[str], None], request: HttpRequest) -> HttpResponse:
    form = parse_qs(request.body.decode("utf-8", "replace"))
    if request.method != "POST" or form.get("hub.mode") != ["publish"] or not form.get("hub.url"):
        return HttpResponse(400, TEXT, b"This hub only takes hub.mode=publish with a hub.url (WebSub, section 6).\n")
    for topic in form["hub.url"]:
        report(topic)
    return HttpResponse(202, TEXT)
