"""Lists of articles on the command line.

Each function registers itself in `list_commands`, from which `byline` takes its commands.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

import click

from byline.model.lifecycle import Status
from byline_tools.cli.console import Output, output_option
from byline_tools.cli.desk_client import PATHS, DeskClient
from byline_tools.cli.desk_target import target_options
from byline_tools.cli.naming import profile_path
from byline_tools.cli.options import TEXT, Time

PAGE = 100
"""The most articles that the desk returns at once."""

WAITING = ("published", "utc", "title", "sections", "id")
WHOLE = ("published", "utc", "id", "withdrawn")
"""Columns that a table shows in one line, however narrow the terminal."""

list_commands = click.Group()


class DayOrTime(Time):
    """A day in the time zone of this machine, or a time with its offset from UTC. `days` are added to a day only."""

    def __init__(self, days: int = 0) -> None:
        self.days = days

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the time, or the beginning of the day, in UTC. Raises click.BadParameter."""
        if isinstance(value, str) and (day := _day(value)):
            return _begins(day + timedelta(days=self.days))
        return super().convert(value, param, ctx)


@list_commands.command("list")
@click.option("--section", type=TEXT, metavar="SLUG", help="Articles in this section.")
@click.option("--author", type=TEXT, metavar="SLUG", help="Articles of this author.")
@click.option("--tag", type=TEXT, help="Articles with this tag.")
@click.option("--status", type=click.Choice([each.value for each in Status]), help="Articles that have this status now.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Articles of this day, in the time zone of this machine.")
@click.option("--from", "since", type=DayOrTime(), metavar="DAY|TIME", help="Articles published on this day or later.")
@click.option("--until", type=DayOrTime(days=1), metavar="DAY|TIME", help="Articles published on this day or earlier.")
@click.option("--words", type=TEXT, help="Articles with all of these words, or parts of words, in the title.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="The most articles to list.")
@click.option("--cursor", type=TEXT, help="Go on where an earlier list ended.")
@target_options
@output_option
def list_articles(desk: DeskClient, output: Output, day: datetime | None, **given: Any) -> None:
    """List stored articles of every status, newest first. Case and accents do not count.

    A list that has reached its --limit ends with the cursor for the rest.
    """
    limit, cursor = given.pop("limit"), given.pop("cursor")
    for kind in PATHS.keys() & {name for name, value in given.items() if value is not None}:
        profile_path(desk, kind, given[kind])
    if day and (given["since"] or given["until"]):
        raise click.UsageError("--day does not go with --from and --until")
    if given["since"] and given["until"] and given["since"] >= given["until"]:
        raise click.UsageError("--from is not before --until: nothing can be between them")
    if day:
        given |= {"since": _begins(day.date()), "until": _begins(day.date() + timedelta(days=1))}
    page = _articles(desk, {"from": given.pop("since"), **given}, limit, cursor)
    if output.as_json:
        click.echo(json.dumps(page, ensure_ascii=False))
        return
    columns = ("published", "status", "title", "id")
    more = f"There are more: --cursor {page['cursor']}" if "cursor" in page else ""
    output.rows(_local(page["articles"]), columns, if_empty=more or "No article was found.", summary=more, whole=WHOLE)


@list_commands.command("drafts")
@target_options
@output_option
def drafts(desk: DeskClient, output: Output) -> None:
    """List all drafts, newest first, with the times at which they are to be published, if they have one that is to come."""
    found = _articles(desk, {"status": Status.DRAFT}, None, None)["articles"]
    columns = WAITING if any("published" in each for each in found) else WAITING[2:]
    output.rows(_in_both_zones(found, output), columns, if_empty="There are no drafts.", whole=WHOLE)


@list_commands.command("scheduled")
@target_options
@output_option
def scheduled(desk: DeskClient, output: Output) -> None:
    """List the articles whose time of publication is yet to come, earliest first."""
    found = desk.get("/scheduled").body
    output.rows(_in_both_zones(found, output), WAITING, if_empty="Nothing is scheduled.", whole=WHOLE)


def _articles(desk: DeskClient, filters: Mapping[str, Any], limit: int | None, cursor: str | None) -> dict[str, Any]:
    """The articles that pass the filters, at most `limit`, and the cursor for the rest if there may be any."""
    found: list[dict[str, Any]] = []
    stated = {name: _text(value) for name, value in filters.items() if value}
    while True:
        wanted = PAGE if limit is None else min(PAGE, limit - len(found))
        query = {**stated, "limit": str(wanted), **({"cursor": cursor} if cursor else {})}
        page = desk.get(f"/articles?{urlencode(query, quote_via=quote)}").body
        found, cursor = [*found, *page["articles"]], page.get("cursor")
        if cursor is None or len(found) == limit:
            return {"articles": found, **({"cursor": cursor} if cursor else {})}


def _local(articles: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The articles with their times in the time zone of this machine."""
    return [{**each, **({"published": _local_time(each["published"])} if "published" in each else {})} for each in articles]


def _in_both_zones(articles: Sequence[Mapping[str, Any]], output: Output) -> list[dict[str, Any]]:
    """The articles with their times in the time zone of this machine and in UTC; JSON has the time in UTC only."""
    if output.as_json:
        return list(map(dict, articles))
    times = [{"utc": _utc(each["published"])} if "published" in each else {} for each in articles]
    named = [{**each, "sections": ", ".join(each.get("sections", ()))} for each in _local(articles)]
    return [{**each, **utc} for each, utc in zip(named, times, strict=True)]


def _local_time(text: str) -> str:
    return datetime.fromisoformat(text).astimezone().strftime("%Y-%m-%d %H:%M %Z")


def _utc(text: str) -> str:
    return datetime.fromisoformat(text).strftime("%m-%d %H:%MZ")


def _text(value: Any) -> str:
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else str(value)


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        return None


def _begins(day: date) -> datetime:
    """The beginning of a day in the time zone of this machine, in UTC."""
    return datetime(day.year, day.month, day.day).astimezone().astimezone(UTC)
