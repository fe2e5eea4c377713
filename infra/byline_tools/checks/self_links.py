"""The link by which an XML feed names its own address: `link` in Atom, `atom:link` in RSS.

RFC 4287, 4.1.1 and 4.2.7.2; RSS profile, atom:link.
"""

from collections.abc import Iterator
from typing import Any

from byline_tools.checks.addresses import is_web, same
from byline_tools.checks.circumstances import Circumstances
from byline_tools.checks.finding import Finding, error, shown, warning
from byline_tools.checks.xml_document import ATOM, at


def check_self_link(owner: Any, says: str, circumstances: Circumstances) -> Iterator[Finding]:
    """Yield the findings about the self links of `owner`, the channel or feed element."""
    links = [link for link in owner.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if not links:
        yield from at(owner, [warning('no link with rel="self" names the address to subscribe to', says)])
    for link in links[1:]:
        yield from at(link, [error('a second link with rel="self"', says)])
    for link in links[:1]:
        address = link.get("href", "")
        if not is_web(address):
            yield from at(link, [error(f"{shown(address)} is not an absolute web address", says)])
        elif circumstances.address is not None and not same(address, circumstances.address):
            yield from at(link, [error(f"the feed names {shown(address)} as its address but was fetched from another", says)])
