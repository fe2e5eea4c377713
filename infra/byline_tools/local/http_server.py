"""An HTTP server on this machine."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from byline_tools.local.api_gateway import HttpRequest, HttpResponse
from byline_tools.local.machine import HOST


def server(respond: Callable[[HttpRequest], HttpResponse], port: int = 0, *, quiet: bool = False) -> ThreadingHTTPServer:
    """An HTTP server on 127.0.0.1 that sends the responses of `respond`; raises OSError if the port is taken.

    It logs each request in a line on standard error, unless it is `quiet`. Port 0 chooses a free one.
    """

    class Connection(_Connection):
        respond_to = staticmethod(respond)
        is_quiet = quiet

    return ThreadingHTTPServer((HOST, port), Connection)


@contextmanager
def answering(http: ThreadingHTTPServer) -> Iterator[None]:
    """Run the server in a separate thread until the block ends."""
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield
    finally:
        http.shutdown()
        thread.join()


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Byline"
    sys_version = ""
    timeout = 30
    respond_to: Callable[[HttpRequest], HttpResponse]
    is_quiet: bool

    def _serve(self) -> None:
        length = self.headers.get("Content-Length") or "0"
        if not length.isdecimal() or "Transfer-Encoding" in self.headers:
            self.send_error(400)
            return
        body = self.rfile.read(int(length))
        request = HttpRequest(self.command, self.path, list(self.headers.items()), body, self.client_address[0])
        response = type(self).respond_to(request)
        self.send_response(response.status)
        for name, value in response.headers:
            self.send_header(name, value)
        # A length of 0 in a response to HEAD would be wrong: it is the length for GET (RFC 9110, section 8.6).
        if response.status != 304 and self.command != "HEAD":
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD" and response.status != 304:
            self.wfile.write(response.body)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _serve

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:  # noqa: ARG002 - http.server's signature
        """Log method, path and status, to show the requests of feed readers."""
        if not self.is_quiet:
            self.log_message("%s %s %s", self.command, self.path, code)
