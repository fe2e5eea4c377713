"""A DynamoDB that only looks up responses. It runs in a separate process, so that only its client is measured.

Items are serialised before the first request; later writes are stored. Conditions always hold. Filters, projections and updates
are not supported. It counts requests by operation, and read units.
"""

import json
import sys
import zlib
from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

from benchmarks.dynamodb_json import Unsupported, attribute, condition_of, key_of, size_of

HOST = "127.0.0.1"
READ_UNIT = 4_096
"""Bytes per unit, rounded up: an eventually consistent read of this size takes half a unit, a consistent one a whole unit."""


class Canned:
    """Items by key, as bytes; `counts` has the number of requests by operation.

    If `revisions` is more than one, each read of a head returns the next revision.
    """

    def __init__(self, items: Iterable[Mapping[str, Any]] = (), *, revisions: int = 1) -> None:
        self.counts: Counter[str] = Counter()
        self.read_units = 0.0
        self._revisions = revisions
        self._heads = 0
        self._items: dict[tuple[str, str], bytes] = {}
        self._partitions: defaultdict[str, list[str]] = defaultdict(list)
        for item in items:
            self._keep({name: attribute(value) for name, value in item.items()}, in_order=False)
        for partition in self._partitions.values():
            partition.sort()
        self._operations: dict[str, Callable[[Any], bytes]] = {
            "GetItem": self._get,
            "Query": self._query,
            "BatchGetItem": self._batch_get,
            "PutItem": self._put,
            "TransactWriteItems": self._transact,
        }

    def answer(self, operation: str, body: bytes) -> bytes:
        """DynamoDB's response; raises Unsupported."""
        if operation not in self._operations:
            raise Unsupported(f"{operation} is not canned")
        self.counts[operation] += 1
        return self._operations[operation](json.loads(body))

    def _keep(self, item: Mapping[str, Any], *, in_order: bool = True) -> None:
        pk, sk = item["pk"]["S"], item["sk"]["S"]
        if (pk, sk) not in self._items:
            insort(self._partitions[pk], sk) if in_order else self._partitions[pk].append(sk)
        self._items[pk, sk] = json.dumps(item, separators=(",", ":")).encode()

    def _read(self, sizes: Iterable[int], request: Mapping[str, Any]) -> None:
        per_unit = 1.0 if request.get("ConsistentRead") else 0.5
        self.read_units += sum(per_unit * max(1, -(-size // READ_UNIT)) for size in sizes)

    def _get(self, request: Any) -> bytes:
        item = self._items.get(key_of(request["Key"]))
        self._heads += request["Key"]["sk"] == {"S": "HEAD"}
        self._read([size_of(item)], request)
        if item and (revision := self._heads % self._revisions):
            item = item.replace(b'"revision":{"S":"', b'"revision":{"S":"%d-' % revision)
        return b'{"Item":' + item + b"}" if item else b"{}"

    def _batch_get(self, request: Any) -> bytes:
        ((table, wanted),) = request["RequestItems"].items()
        found = [self._items.get(key_of(key)) for key in wanted["Keys"]]
        self._read(map(size_of, found), wanted)
        items = b",".join(filter(None, found))
        return b'{"Responses":{"%s":[%s]},"UnprocessedKeys":{}}' % (table.encode(), items)

    def _query(self, request: Any) -> bytes:
        pk, (low, high) = condition_of(request)
        keys = self._partitions.get(pk, [])
        first, last = bisect_left(keys, low), bisect_right(keys, high) if high else len(keys)
        limit = request.get("Limit", last - first)
        chosen = keys[first:last][:limit] if request.get("ScanIndexForward", True) else keys[first:last][::-1][:limit]
        found = [self._items[pk, sk] for sk in chosen]
        self._read([sum(map(size_of, found))], request)
        more = {"LastEvaluatedKey": {"pk": {"S": pk}, "sk": {"S": chosen[-1]}}} if 0 < limit < last - first else {}
        rest = json.dumps({"Count": len(found), "ScannedCount": len(found), **more}).encode()
        return b'{"Items":[%s],%s' % (b",".join(found), rest[1:])

    def _put(self, request: Any) -> bytes:
        self._keep(request["Item"])
        return b"{}"

    def _transact(self, request: Any) -> bytes:
        for write in request["TransactItems"]:
            if "Put" in write:
                self._keep(write["Put"]["Item"])
        return b"{}"


class Server(ThreadingTCPServer):
    """Serves `canned` over HTTP/1.1 with persistent connections; any GET returns the counts as JSON."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, canned: Canned, port: int = 0) -> None:
        self.canned = canned
        super().__init__((HOST, port), _Connection)


class _Connection(StreamRequestHandler):
    disable_nagle_algorithm = True
    server: Server

    def handle(self) -> None:
        while line := self.rfile.readline():
            headers = dict(self._headers())
            body = self.rfile.read(int(headers.get("content-length", 0)))
            status, answer = self._answer(line, headers.get("x-amz-target", ""), body)
            crc = zlib.crc32(answer)
            self.wfile.write(
                b"HTTP/1.1 %s\r\nServer: canned\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: %d\r\n"
                b"Connection: keep-alive\r\nx-amzn-RequestId: 1\r\nx-amz-crc32: %d\r\n\r\n%s" % (status, len(answer), crc, answer)
            )

    def _headers(self) -> Iterable[tuple[str, str]]:
        while line := self.rfile.readline().strip():
            name, _, value = line.decode("latin-1").partition(":")
            yield name.lower(), value.strip()

    def _answer(self, line: bytes, target: str, body: bytes) -> tuple[bytes, bytes]:
        canned = self.server.canned
        if line.startswith(b"GET"):
            return b"200 OK", json.dumps({"requests": canned.counts, "read_units": canned.read_units}).encode()
        try:
            return b"200 OK", canned.answer(target.rpartition(".")[2], body)
        except Unsupported as error:
            return b"400 Bad Request", json.dumps({"__type": "ValidationException", "message": str(error)}).encode()


def main(articles: int, sections: int, revisions: int) -> None:
    """Serve a newsroom of that size and number of revisions on a free port until the process is killed; print the port."""
    from benchmarks.newsroom import stored  # noqa: PLC0415 - not needed by importers of Canned and Server

    with Server(Canned(stored(articles, sections), revisions=revisions)) as server:
        print(server.server_address[1], flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
