"""An HTTP server on this machine."""

import re
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from byline_tools.local.api_gateway import BAD_REQUEST, TOO_LARGE, HttpRequest, HttpResponse
from byline_tools.local.machine import HOST

LARGEST_BODY = 10 * 1024 * 1024
"""In bytes: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html."""

LONGEST_LENGTH = 20
"""In digits. Python refuses to read numbers of more than 4,300 digits."""

LONGEST_ERROR = 80
"""In characters, of a line about what is no request."""

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A method (RFC 9110, section 5.6.2)."""


def server(respond: Callable[[HttpRequest], HttpResponse], port: int = 0, *, quiet: bool = False) -> ThreadingHTTPServer:
    """An HTTP server on 127.0.0.1 that sends the responses of `respond`; raises OSError if the port is taken.

    It logs each request in a line on standard error, unless it is `quiet`. Port 0 chooses a free one.
    """

    class Connection(_Connection):
        respond_to = staticmethod(respond)
        is_quiet = quiet

    return _Server((HOST, port), Connection)


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


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print the error, unless it is that the client has left."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Byline"
    sys_version = ""
    timeout = 30
    respond_to: Callable[[HttpRequest], HttpResponse]
    is_quiet: bool

    def __getattr__(self, name: str) -> Any:
        # http.server looks for one method per HTTP method. API Gateway routes whatever the method is.
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def _serve(self) -> None:
        length = (self.headers.get("Content-Length") or "0").lstrip("0") or "0"
        if not _TOKEN.fullmatch(self.command) or not length.isdecimal() or "Transfer-Encoding" in self.headers:
            self._refuse(BAD_REQUEST)
        elif len(length) > LONGEST_LENGTH or int(length) > LARGEST_BODY:
            self._refuse(TOO_LARGE)
        elif len(body := self.rfile.read(int(length))) == int(length):
            request = HttpRequest(self.command, self.path, list(self.headers.items()), body, self.client_address[0])
            self._send(type(self).respond_to(request))
        else:
            self.close_connection = True  # the client left before it had sent the whole body

    def _refuse(self, response: HttpResponse) -> None:
        """Respond without reading the body. No other request can follow it."""
        self.close_connection = True
        self._send(replace(response, headers=[*response.headers, ("Connection", "close")]))

    def _send(self, response: HttpResponse) -> None:
        self.send_response(response.status)
        for name, value in response.headers:
            self.send_header(name, value)
        # A length of 0 in a response to HEAD would be wrong: it is the length for GET (RFC 9110, section 8.6).
        has_body = response.status not in {204, 304} and self.command != "HEAD"
        if has_body:
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if has_body:
            self.wfile.write(response.body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:  # noqa: ARG002 - http.server's signature
        """Log method, path and status, to show the requests of feed readers. What is no request has neither, and is an error."""
        if not self.is_quiet and (path := getattr(self, "path", None)):
            self.log_message("%s %s %s", self.command, path, code)

    def log_error(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's signature
        """Log what is no request, such as a TLS handshake, in a short line. That a connection was idle is no error."""
        if not self.is_quiet and not any(isinstance(each, TimeoutError) for each in args):
            self.log_message("%s", textwrap.shorten(format % args, LONGEST_ERROR, placeholder="..."))
