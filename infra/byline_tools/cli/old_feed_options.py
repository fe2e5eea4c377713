"""The options of an import for the feeds that readers have had so far."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

import click

from byline.model.feed_key import SITE, FeedKey
from byline_tools.cli.sources import FILE_OR_ADDRESS
from byline_tools.importers.feeds.old_ids import Taken
from byline_tools.importers.standard_input import FileOrAddress


class Compared(click.ParamType[tuple[FeedKey, FileOrAddress]]):
    """An old feed, as a file or an address, after the name of ours and `=`; without a name, ours is the site's."""

    name = "old feed"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[FeedKey, FileOrAddress]:
        """Return the key of our feed, and the old one. Raises click.BadParameter."""
        named, equals, rest = str(value).partition("=")
        try:
            key = FeedKey.named(named) if equals else SITE
        except ValueError:
            key, rest = SITE, value  # an address or a file with `=` in its name
        return key, FILE_OR_ADDRESS.convert(rest if equals else value, param, ctx)


@dataclass(frozen=True, slots=True)
class OldFeeds:
    """Old feeds: those of which ids are taken, with what is taken, and those that ours are compared with."""

    taking: Sequence[tuple[FileOrAddress, Taken]]
    comparing: Sequence[tuple[FeedKey, FileOrAddress]]


_ids_option = click.option(
    "--ids-from",
    multiple=True,
    type=FILE_OR_ADDRESS,
    metavar="FEED",
    help="An old feed, as a file or an address: articles without a guid get that of the item with their address.",
)
_atom_ids_option = click.option(
    "--atom-ids-from",
    multiple=True,
    type=FILE_OR_ADDRESS,
    metavar="FEED",
    help="An old Atom feed: articles without an id get that of the entry with their address.",
)
_compare_option = click.option(
    "--compare",
    multiple=True,
    type=Compared(),
    metavar="[NAME=]FEED",
    help="Store nothing, and say what subscribers of this old feed would see as new, missing, moved or dated otherwise. "
    "NAME is that of the feed that takes its place, as in sections/world=https://...; by default the site's.",
)


def old_feed_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options for old feeds, which it gets as `old`."""

    @_ids_option
    @_atom_ids_option
    @_compare_option
    @wraps(command)
    def with_old_feeds(*args: Any, ids_from: Sequence[Any], atom_ids_from: Sequence[Any], compare: Any, **options: Any) -> Any:
        taking = [*((each, Taken.guid) for each in ids_from), *((each, Taken.id) for each in atom_ids_from)]
        return command(*args, old=OldFeeds(taking, compare), **options)

    return with_old_feeds
