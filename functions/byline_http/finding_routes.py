"""The desk's routes that find articles, and the responses for articles, sections and authors that are not stored.

They register themselves in the API that `desk_answers` creates.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from byline.desk.finding import MOST_LISTED, Filters, Finder, ListShown
from byline.edit_errors import UnknownArticle
from byline.errors import Problem, Refused, StoreUnavailable, UnknownFeed
from byline.intake.fields import Headline, Slug, Time
from byline.model.lifecycle import Status
from byline_http import desk_problems
from byline_http.desk_answers import app, desk, respond
from byline_http.desk_responses import responses

PAGE = 50

Section = Annotated[Slug | None, Query(description="The slug of a section that they are in, present or former")]
Author = Annotated[Slug | None, Query(description="The slug of one of their authors, present or former")]
Tag = Annotated[Headline | None, Query(description="One of their tags, in any case")]
OfStatus = Annotated[Status | None, Query(description="Their status now")]
Day = Annotated[date | None, Query(description="The day of their publication, in UTC; instead of from and until")]
From = Annotated[Time | None, Query(alias="from", description="The earliest time of their publication")]
Until = Annotated[Time | None, Query(description="The time before which they were, or are to be, published")]
Words = Annotated[Headline | None, Query(description="Words, or parts of words, that are all in the title, in any case")]
Named = Annotated[str | None, Query(description="An id or an address, instead of everything else: the article that has it")]
Limit = Annotated[int, Query(description="The most articles in the response", ge=1, le=MOST_LISTED)]
Cursor = Annotated[str | None, Query(description="The cursor of the page before")]


@app.get("/articles", responses=responses(ListShown, Finder.articles), summary="Articles of every status, newest first")
def list_articles(
    section: Section = None,
    author: Author = None,
    tag: Tag = None,
    status: OfStatus = None,
    day: Day = None,
    since: From = None,
    until: Until = None,
    words: Words = None,
    named: Named = None,
    limit: Limit = PAGE,
    cursor: Cursor = None,
) -> Response[Any]:
    """A page with a `cursor` is not the last one: send the cursor with the same filters for the next. A page may have fewer
    articles than `limit` although more follow, because a request reads a limited number of articles.
    """
    finder = desk().finder
    if named is not None:
        return respond(finder.named(named))
    if since and until and since >= until:
        raise Refused("list", [Problem("from", "is not before until: nothing can be between them")])
    filters = Filters(section, author, tag, status, since, until, words)
    return respond(finder.articles(_on(day, filters) if day else filters, limit, cursor))


def unknown_article(error: UnknownArticle) -> Response[Any]:
    """404 with the ids that are nearest to the one that is not stored."""
    candidates = _unless_unavailable(desk().finder.candidates, error.article_id)
    return desk_problems.problem_response(UnknownArticle(error.article_id, candidates))


def unknown_feed(error: UnknownFeed) -> Response[Any]:
    """404 with the sections or authors whose names are nearest to the one that does not exist."""
    candidates = _unless_unavailable(desk().finder.feed_candidates, error.feed)
    return desk_problems.problem_response(UnknownFeed(error.feed, candidates))


def _unless_unavailable(find: Callable[[str], list[dict[str, str]]], name: str) -> list[dict[str, str]]:
    try:
        return find(name)
    except StoreUnavailable:
        return []


def _on(day: date, filters: Filters) -> Filters:
    if filters.since or filters.until:
        raise Refused("list", [Problem("day", "does not go with from and until: omit it, or both of them")])
    begins = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return replace(filters, since=begins, until=begins + timedelta(days=1))
