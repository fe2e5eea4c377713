"""Asks whether the API's own address is closed, if readers are to come by another one."""

from collections.abc import Iterator, Mapping

from urllib3.exceptions import HTTPError

from byline_tools.deploy.smoke_feeds import Result, ask, differs, holds

REFUSED = 403
"""The status for requests that did not come through the CDN (OnlyThroughCdn)."""


def api(parameters: Mapping[str, str], outputs: Mapping[str, str]) -> Iterator[Result]:
    """Everything about the API's own address, which is open unless `parameters` close it. `outputs` are those of the stack."""
    address = f"{outputs['ApiUrl']}/rss.xml"
    if "NameTarget" in outputs:
        yield holds("the API's own address does not answer", _status(address) != 200)
    if parameters["OnlyThroughCdn"] == "true":
        yield differs("the API refuses who does not come through the CDN", _status(address), REFUSED)


def _status(address: str) -> int | None:
    """The status of the response; None if there is none."""
    try:
        return ask(address).status
    except HTTPError:
        return None
