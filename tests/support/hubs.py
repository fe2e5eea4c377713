"""A WebSub hub to be told things: a real HTTP server that answers as a test wants it to."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from byline_tools.local.api_gateway import HttpRequest, HttpResponse
from byline_tools.local.http_server import server


@dataclass
class Hub:
    """What a hub was sent: the requests, and the topic of each."""

    address: str = ""
    requests: list[HttpRequest] = field(default_factory=list)

    @property
    def topics(self) -> list[str]:
        return [topic for request in self.requests for topic in parse_qs(request.body.decode())["hub.url"]]


@contextmanager
def listening(status: Callable[[int], int] = lambda _: 202) -> Iterator[Hub]:
    """Until the block ends, a hub that answers the n-th request, from 1 on, with `status` of n."""
    hub = Hub()

    def answer(request: HttpRequest) -> HttpResponse:
        hub.requests.append(request)
        return HttpResponse(status(len(hub.requests)), (("Location", hub.address), ("Retry-After", "600")))

    with server(answer, quiet=True) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        hub.address = f"http://127.0.0.1:{http.server_address[1]}/"
        try:
            yield hub
        finally:
            http.shutdown()
            thread.join()
