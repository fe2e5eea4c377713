"""Cleans what people type as the value of a parameter, as the desk cleans articles. CloudFormation checks the result."""

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from byline.intake import addresses
from byline_tools.deploy.parameters import Parameter


def cleaned(name: str, written: str) -> str:
    """The value of parameter `name` as the template takes it: `written` without needless spaces, addresses in ASCII.

    Raises ValueError with the reason if `written` cannot be an address. Anything else is left to the parameter's rule.
    """
    line = " ".join(written.split())
    return _CLEAN[name](line) if line and name in _CLEAN else line


def checked(parameter: Parameter, written: str) -> str:
    """The value of `parameter` as the template takes it. Raises ValueError with the reason if CloudFormation would refuse it."""
    value = cleaned(parameter.name, written)
    if reason := parameter.problem(value):
        raise ValueError(f"{reason}, not {value!r}" if value else reason)
    return value


def host_of(address: str) -> str:
    """The host of a web address, without its port; empty if it has none."""
    return urlsplit(address).hostname or ""


def _address(written: str) -> str:
    try:
        return addresses.address(written)
    except ValueError:
        if "://" not in written and "." in written:
            raise ValueError(f"{written!r} is not a web address: did you mean https://{written}?") from None
        raise


def _base(written: str) -> str:
    """A web address with its host in lower case and no slash at its end."""
    parts = urlsplit(_address(written))
    return urlunsplit(parts._replace(netloc=parts.netloc.lower(), path=parts.path.rstrip("/")))


def _addresses(written: str) -> str:
    return " ".join(dict.fromkeys(_address(each) for each in written.replace(",", " ").split()))


_CLEAN: dict[str, Callable[[str], str]] = {
    "SiteUrl": _address,
    "FeedsUrl": _base,
    "SiteIcon": _address,
    "SiteLogo": _address,
    "Hubs": _addresses,
    "IdAuthority": str.lower,
}
