"""A WebSub hub for tests: a real HTTP server with chosen responses."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from byline_tools.local.api_gateway import HttpRequest, HttpResponse
from byline_tools.local.http_server import server


@dataclass
class Hub:
    """The address of a hub, and the requests it got."""

    address: str = ""
    requests: list[HttpRequest] = field(default_factory=list)

    @property
    def topics(self) -> list[str]:
        return [topic for request in self.requests for topic in parse_qs(request.body.decode())["hub.url"]]


@contextmanager
def listening(status: Callable[[int], int] = lambda _: 202) -> Iterator[Hub]:
    """Run a hub until the block ends. Its response to the n-th request, from 1 on, has the status `status(n)`."""
    hub = Hub()

    def respond(request: HttpRequest) -> HttpResponse:
        hub.requests.append(request)
        return HttpResponse(status(len(hub.requests)), (("Location", hub.address), ("Retry-After", "600")))

    with server(respond, quiet=True) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        hub.address = f"http://127.0.0.1:{http.server_address[1]}/"
        try:
            yield hub
        finally:
            http.shutdown()
            thread.join()
