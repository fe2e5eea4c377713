"""The largest responses of the built ServeFeeds, in Lambda's runtime: Lambda accepts them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from byline.formats.registry import FORMATS, Format
from byline.formats.rendering import LARGEST_DOCUMENT
from byline.model.feed import MOST_ARTICLES
from byline.model.values import LARGEST_CONTENT
from tests.e2e.deployment import BUILT, Deployment, deployed
from tests.support.factories import article, author, section
from tests.support.stacks import PARAMETERS

PARAGRAPH = "<p>Ships &amp; sails</p>"


@pytest.fixture(scope="module")
def full(aws: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """A separate stack with as many articles as a feed shows, each of the maximum length."""
    content = PARAGRAPH * (LARGEST_CONTENT // len(PARAGRAPH))
    latest = datetime.now(UTC).replace(microsecond=0)
    with deployed(aws, "full", BUILT, PARAMETERS, tmp_path_factory.mktemp("logs")) as deployment:
        publisher = deployment.publisher()
        for profile in (section(), author()):
            publisher.put(profile)
        for number in range(MOST_ARTICLES):
            publisher.put(article(number, published=latest - timedelta(minutes=number), content=content))
        yield deployment


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
@pytest.mark.parametrize("feed", ["", "/sections/world", "/authors/jane-doe"])
def test_the_longest_feed_is_accepted(full: Deployment, feed: str, format_: Format) -> None:
    response = full.get(f"{feed}/{format_.file_name}")
    assert response.status == 200
    assert LARGEST_DOCUMENT // 2 < len(response.body) <= LARGEST_DOCUMENT
