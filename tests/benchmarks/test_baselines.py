"""The baselines in benchmarks/ that render do what Byline's writers do: the same articles in the same order."""

from collections.abc import Callable

import feedparser
import pytest

from benchmarks import bare_django, bare_feedgen, newsroom, rendering

Prepare = Callable[[str, str], Callable[[], bytes]]
PREPARED: list[Prepare] = [bare_django.prepare, bare_feedgen.prepare]


@pytest.mark.parametrize("format_", ["rss", "atom"])
@pytest.mark.parametrize("prepare", PREPARED, ids=lambda prepare: prepare.__module__)
def test_a_baseline_shows_the_articles_that_byline_shows(prepare: Prepare, format_: str) -> None:
    theirs, ours = (feedparser.parse(each(format_, "3")()) for each in (prepare, rendering.prepare))
    assert [entry.id for entry in theirs.entries] == [entry.id for entry in ours.entries] != []
    assert [entry.published_parsed for entry in theirs.entries] == [entry.published_parsed for entry in ours.entries]


@pytest.mark.parametrize("format_", ["rss", "atom"])
@pytest.mark.parametrize("prepare", [*PREPARED, rendering.prepare], ids=lambda prepare: prepare.__module__)
def test_all_of_an_article_is_rendered(prepare: Prepare, format_: str) -> None:
    document = prepare(format_, "1")()
    (entry,) = feedparser.parse(document).entries
    shown = entry.content[0].value if "content" in entry else entry.summary
    assert "".join(shown.split()) == "".join(newsroom.content(1).split())
    assert newsroom.recording().url in document.decode()
