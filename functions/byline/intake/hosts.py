"""The host of a web address in the form in which it is looked up: ASCII, without an empty label."""

import re
from ipaddress import IPv6Address
from urllib.parse import unquote

import idna

LONGEST_HOST = 253
LONGEST_LABEL = 63
HIGHEST_PORT = 65_535

_LABEL = re.compile(r"[A-Za-z0-9_-]+")
_JOINERS = "\u200c\u200d"


def ascii_host(host: str) -> str:
    """The host in ASCII, without a dot at its end. Raises ValueError with what is wrong with it, as a phrase.

    Letters beyond ASCII are mapped and encoded as browsers do it (UTS 46, nontransitional): `straße.example` is another host than
    `strasse.example`. A joiner stands only where its script needs it (RFC 5892, appendix A).
    """
    if host.startswith("["):
        IPv6Address(host[1:-1])
        return host
    host = unquote(host)
    labels = (host if host.isascii() else _mapped(host)).removesuffix(".").split(".")
    if "" in labels:
        raise ValueError("a part of its host is empty: remove a dot")
    encoded = [_encoded(label) for label in labels]
    if wrong := next((label for label in encoded if not _LABEL.fullmatch(label)), None):
        raise ValueError(f"{wrong!r} in its host has something else than letters, digits and hyphens")
    if max(map(len, encoded)) > LONGEST_LABEL or len(".".join(encoded)) > LONGEST_HOST:
        raise ValueError(f"its host is longer than {LONGEST_HOST} characters, or a part of it longer than {LONGEST_LABEL}")
    return ".".join(encoded)


def stated_port(port: str) -> str:
    """A port without zeros at its beginning; may be empty. Raises ValueError with what is wrong with it, as a phrase."""
    if not port:
        return ""
    if not (port.isascii() and port.isdigit() and len(port) <= 9 and 0 < int(port) <= HIGHEST_PORT):
        raise ValueError(f"its port {port[:20]!r} is not a number from 1 to {HIGHEST_PORT:,}")
    return str(int(port))


def _mapped(host: str) -> str:
    try:
        return idna.uts46_remap(host, std3_rules=False, transitional=False)
    except idna.IDNAError as error:
        raise ValueError("its host has a character that no host may have") from error


def _encoded(label: str) -> str:
    if label.isascii():
        return label
    try:
        idna.check_initial_combiner(label)
        idna.check_bidi(label)
        joined = all(idna.valid_contextj(label, at) for at, letter in enumerate(label) if letter in _JOINERS)
    except (idna.IDNAError, ValueError) as error:
        raise ValueError(f"{label!r} in its host is not a word that a host may have") from error
    if not joined:
        raise ValueError(f"{label!r} in its host has an invisible joiner where its script has none")
    return f"xn--{label.encode('punycode').decode()}"
