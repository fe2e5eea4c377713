"""Runs every function of a template in Lambda's runtime, behind an API gateway."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from byline.desk.publisher import Publisher
from byline.storage.dynamodb import Table
from byline_tools.local.api_gateway import FORBIDDEN, NOT_FOUND, HttpRequest, HttpResponse, event_for, find_route, response_from
from byline_tools.local.stack import Route, Stack
from tests.e2e.cloud import Cloud
from tests.e2e.runtime import MACHINE, ROOT, Runtime, running

BUILT = ROOT / ".aws-sam" / MACHINE / "template.yaml"
"""The output of `make build`."""

CATCH_ALL = "/{proxy+}"
"""The path of both APIs' routes for addresses that they do not have."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """A deployed stack. `runtimes` has its functions by their names in the template."""

    cloud: Cloud
    routes: list[Route]
    runtimes: Mapping[str, Runtime]
    logs: Path

    def publisher(self) -> Publisher:
        """Return a publisher that writes to the stack's table."""
        table = Table(self.cloud.client("dynamodb"), self.cloud.physical("Table"))
        return Publisher(table, lambda: datetime.now(UTC))

    def invoke(self, name: str, event: Any) -> Any:
        """Return the result of function `name` for `event`. Raises FunctionFailed."""
        return self.runtimes[name].invoke(event)

    def request(
        self, method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes = b"", *, signed: bool = False
    ) -> HttpResponse:
        """Return the API's response; IAM accepts `signed` requests. Raises FunctionFailed where the API would answer 500."""
        request = HttpRequest(method, target, list((headers or {}).items()), body)
        # Both APIs have one address here. For what neither knows, a signature decides which one is asked.
        routes = [route for route in self.routes if route.path != CATCH_ALL or route.signed == signed]
        match = find_route(routes, request.method, request.path)
        if match is None:
            return NOT_FOUND
        if match.route.signed and not signed:
            return FORBIDDEN
        (runtime,) = [each for each in self.runtimes.values() if each.function.handler == match.route.handler]
        return response_from(runtime.invoke(event_for(request, match, datetime.now(UTC), "jane" if signed else None)))

    def get(self, target: str, **headers: str) -> HttpResponse:
        """Return the response to a GET. Names of headers have `_` for hyphens."""
        return self.request("GET", target, {name.replace("_", "-"): value for name, value in headers.items()})

    @contextmanager
    def with_another(self, name: str, endpoint: str = "", **variables: str) -> Iterator["Deployment"]:
        """Yield the deployment with a new container of function `name`, with other `variables` or another AWS."""
        function = self.runtimes[name].function
        function = replace(function, variables={**function.variables, **variables})
        log = self.logs / f"{name}-{len(list(self.logs.iterdir()))}.log"
        with running(function, endpoint or self.cloud.address, log) as runtime:
            yield replace(self, runtimes={**self.runtimes, name: runtime})


Another = Callable[..., Deployment]
"""A deployment with a new container of a function: `another("ServeFeeds", endpoint="...", NAME="value")`."""


@contextmanager
def deployed(address: str, name: str, template: Path, parameters: Mapping[str, str], logs: Path) -> Iterator[Deployment]:
    """Deploy `template` as stack `name` at moto's `address`. Its functions run until the block ends."""
    cloud = Cloud(address, name, template, parameters)
    with ExitStack() as up:
        runtimes = {
            function.name: up.enter_context(running(function, address, logs / f"{function.name}.log"))
            for function in cloud.functions()
        }
        yield Deployment(cloud, Stack(parameters, template).routes(), runtimes, logs)
