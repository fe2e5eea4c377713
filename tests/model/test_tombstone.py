"""Tombstones of withdrawn articles."""

from datetime import timedelta
from typing import Any

import pytest

from byline.errors import Refused
from tests.support.factories import NOW, article, tombstone


def test_a_tombstone_without_a_notice_is_no_article() -> None:
    assert tombstone().as_article() is None


def test_a_notice_is_an_article_under_the_same_id_that_says_nothing_else() -> None:
    gone, notice = article(7), "It was <not> so & is gone."
    said = tombstone(7, notice=notice).as_article()
    assert said
    assert (said.id, said.url, said.published, said.updated) == (gone.id, gone.url, gone.published, NOW)
    assert (said.title, said.summary, said.content) == (notice, notice, "<p>It was &lt;not&gt; so &amp; is gone.</p>")
    assert (said.sections, said.authors, said.image, said.enclosures) == ((), (), None, ())


def test_a_notice_is_never_older_than_the_article_it_stands_for() -> None:
    said = tombstone(at=NOW - timedelta(hours=1), published=NOW, notice="Gone.").as_article()
    assert said
    assert said.updated == said.published == NOW


@pytest.mark.parametrize(
    "damage",
    [{"article_id": 7}, {"at": "soon"}, {"url": "/relative"}, {"url": None}, {"published": None}, {"notice": "two\nlines"}],
)
def test_a_tombstone_that_no_feed_could_show_is_refused(damage: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="tombstone"):
        tombstone(**damage)
