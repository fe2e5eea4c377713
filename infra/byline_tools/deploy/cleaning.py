"""Cleans what people type as the value of a parameter, as the desk cleans articles. CloudFormation checks the result."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlsplit, urlunsplit

from byline.intake import addresses
from byline_tools.deploy.id_authority import owned
from byline_tools.deploy.parameters import Parameter, declared

_FEEDS = (".xml", ".json", ".opml")
"""How the addresses of feeds and of their lists end."""


def cleaned(name: str, written: str) -> str:
    """The value of parameter `name` as the template takes it: `written` without needless spaces, addresses in ASCII.

    Raises ValueError with the reason if `written` cannot be an address. Anything else is left to the parameter's rule.
    """
    line = " ".join(written.split())
    return _CLEAN[name](line) if line and name in _CLEAN else line


def checked(parameter: Parameter, written: str, today: date) -> str:
    """The value of `parameter` as the template takes it.

    Raises ValueError with the reason if CloudFormation would refuse it, or if its date is after `today`, a day in UTC.
    """
    value = cleaned(parameter.name, written)
    if reason := parameter.problem(value):
        raise ValueError(f"{reason}, not {value!r}" if value else reason)
    return owned(value, today) if parameter.name == "IdAuthority" else value


def host_of(address: str) -> str:
    """The host of a web address, without its port; empty if it has none."""
    return urlsplit(address).hostname or ""


def _address(written: str) -> str:
    try:
        address = addresses.address(written)
    except ValueError:
        if "://" not in written and "." in written:
            raise ValueError(f"{written!r} is not a web address: did you mean https://{written}?") from None
        raise
    return _reachable(address)


def _reachable(address: str) -> str:
    """`address`, if its host can be that of a server that everyone reaches. Raises ValueError with the reason."""
    parts = urlsplit(address)
    if parts.username is not None:
        raise ValueError(f"{address!r} has a user before its host, whom everyone would see: leave out what is before the @")
    if not parts.hostname or declared()["DomainName"].problem(parts.hostname):
        raise ValueError(
            f"{address!r} has a host that readers cannot reach: give one with a name in DNS, such as www.example.com"
        )
    return address


def _base(written: str) -> str:
    """A web address with its host in lower case, without the usual port and a slash at its end, which is not that of a feed."""
    parts = urlsplit(_address(written))
    netloc = parts.netloc.lower().removesuffix({"https": ":443", "http": ":80"}[parts.scheme])
    base = parts._replace(netloc=netloc, path=parts.path.rstrip("/"))
    if base.path.endswith(_FEEDS):
        above = urlunsplit(base._replace(path=base.path.rpartition("/")[0], query="", fragment=""))
        raise ValueError(
            f"{written!r} is the address of one feed: give what the addresses of all feeds begin with, such as {above}"
        )
    return urlunsplit(base)


def _addresses(written: str) -> str:
    return " ".join(dict.fromkeys(_address(each) for each in written.replace(",", " ").split()))


_CLEAN: dict[str, Callable[[str], str]] = {
    "SiteUrl": _address,
    "FeedsUrl": _base,
    "SiteIcon": _address,
    "SiteLogo": _address,
    "Hubs": _addresses,
    "IdAuthority": lambda written: written.lower().replace(" ", ""),
    "DomainName": str.lower,
}
