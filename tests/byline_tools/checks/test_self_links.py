"""byline_tools.checks.self_links: the feed's own address."""

import pytest
from lxml import etree

from byline_tools.checks.circumstances import Circumstances
from byline_tools.checks.self_links import check_self_link
from tests.byline_tools.checks.good import NOW

ADDRESS = "https://feeds.example.com/atom.xml"


@pytest.mark.parametrize("address", [None, ADDRESS, "HTTPS://FEEDS.example.com/atom.xml"])
def test_one_link_with_the_fetched_address_is_valid(address: str | None) -> None:
    feed = etree.fromstring(f'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="{ADDRESS}"/></feed>')
    assert list(check_self_link(feed, "", Circumstances(NOW, address))) == []


def test_a_link_to_another_address_is_an_error() -> None:
    feed = etree.fromstring(f'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="{ADDRESS}"/></feed>')
    [finding] = check_self_link(feed, "RFC 4287", Circumstances(NOW, "https://example.org/atom.xml"))
    assert (finding.severity.value, finding.where, finding.says) == ("error", "feed/link", "RFC 4287")
