"""What a rehearsal of an import prints: numbers for each old feed, and the first stories that subscribers would see otherwise."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import click

from byline_tools.cli.console import Output
from byline_tools.importers.feeds.rehearsal import Comparison, Difference, Kind
from byline_tools.importers.report import Report

MOST_SHOWN = 5
"""The most stories of a kind that are shown for a feed; --json has all of them."""

_COLUMNS = ("feed", "old_feed", "old_stories", "stories", *(each.value for each in Kind))


def show(comparisons: Sequence[Comparison], report: Report, *, as_json: bool) -> None:
    """Print the result, and what the import would report."""
    refused = [str(each) for each in report.refusals()]
    if as_json:
        found = [{**_row(each), "differences": [_as_json(one) for one in each.differences]} for each in comparisons]
        click.echo(json.dumps({"compared": found, "refused": refused, **report.as_json()}, ensure_ascii=False))
        return
    Output(as_json=False).rows([_row(each) for each in comparisons], _COLUMNS)
    for line in (*_lines(comparisons), *refused, *report.lines()):
        click.echo(line)


def _row(comparison: Comparison) -> dict[str, Any]:
    numbers = {each.value: len(comparison.of(each)) for each in Kind}
    named = {"feed": str(comparison.key), "old_feed": comparison.source}
    return {**named, "old_stories": comparison.old, "stories": comparison.ours, **numbers}


def _as_json(difference: Difference) -> dict[str, str]:
    return {"kind": difference.kind.value, **{name: getattr(difference, name) for name in ("title", "old", "ours", "why")}}


def _lines(comparisons: Sequence[Comparison]) -> Iterator[str]:
    for comparison in comparisons:
        for kind in Kind:
            found = comparison.of(kind)
            if found:
                yield f"{comparison.key}: {len(found):,} {'story' if len(found) == 1 else 'stories'} {kind.value}"
            yield from (f"  {_in_words(each)}" for each in found[:MOST_SHOWN])
            if len(found) > MOST_SHOWN:
                yield f"  and {len(found) - MOST_SHOWN:,} more, which --json names"


def _in_words(difference: Difference) -> str:
    values = [f"{name} {value}" for name, value in (("old", difference.old), ("ours", difference.ours)) if value]
    return f"{difference.title}: {difference.why} ({', '.join(values)})"
