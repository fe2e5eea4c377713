"""The checker finds no error and no warning in Byline's own feeds, in any format, as documents and over HTTP."""

import pytest

from byline.formats.registry import FORMATS, Format
from byline_tools.checks.document import check
from byline_tools.checks.http import check_address
from byline_tools.local.server import Service
from tests.golden import golden_file
from tests.support.factories import NOW
from tests.support.newsrooms import FEEDS


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
@pytest.mark.parametrize("name", FEEDS)
def test_a_document_is_valid(name: str, format_: Format) -> None:
    feed = FEEDS[name]
    document = golden_file(name, format_).read_bytes()
    assert check(document, address=format_.address(feed.site, feed.key), now=NOW) == []


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
@pytest.mark.parametrize("feed", ["", "/sections/world", "/sections/science", "/authors/ines-okafor", "/authors/yuki-tanabe"])
def test_a_feed_is_valid_as_it_is_served(service: Service, feed: str, format_: Format) -> None:
    assert check_address(f"{service.address}{feed}/{format_.file_name}") == []
