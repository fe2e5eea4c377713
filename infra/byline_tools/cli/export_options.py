"""The options for exports of WordPress and Ghost."""

from collections.abc import Callable, Sequence
from functools import reduce, wraps
from pathlib import Path
from typing import Any

import click

from byline_tools.cli.options import TEXT
from byline_tools.importers.choices import URL_PATTERN, Choices, Term, sections_of, term_of, url_pattern

_NO_TERMS = ("none", "preview")
"""Values of --members-only that name no term."""


def _sections(_ctx: click.Context, _param: click.Parameter, values: Sequence[str]) -> dict[Term, str] | None:
    """The mappings in the values of the option: one, several separated by commas, or a file of them."""
    lines: list[str] = []
    try:
        for value in values:
            is_file = "=" not in value
            lines += Path(value).read_text(encoding="utf-8").splitlines() if is_file else value.split(",")
        return sections_of(lines) if values else None
    except (OSError, ValueError) as error:
        raise click.BadParameter(str(error)) from error


def _terms(_ctx: click.Context, _param: click.Parameter, values: Sequence[str]) -> tuple[list[Term] | None, bool]:
    """The terms, None if nothing is said about any, and whether previews are public."""
    named = [each for value in values for each in value.split(",")]
    try:
        terms = [term_of(each) for each in named if each not in _NO_TERMS]
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    return (terms if terms or "none" in named else None), "preview" in named


def _pattern(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    try:
        return url_pattern(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


_OPTIONS = (
    click.option(
        "--types",
        type=TEXT,
        default="post",
        show_default=True,
        help="WordPress, Ghost: the types of posts, such as post,page,news; sent: of Ghost, what was only sent by mail.",
    ),
    click.option(
        "--sections",
        multiple=True,
        callback=_sections,
        metavar="MAPPING",
        help="WordPress, Ghost, feeds: the section that a category or tag becomes, as in news=category:news or coast=tag:coast, "
        "or a file with one in each line. Categories that are not named become tags. By default, each category of WordPress "
        "becomes a section.",
    ),
    click.option(
        "--members-only",
        multiple=True,
        callback=_terms,
        metavar="TERM",
        help="WordPress, Ghost: the category or tag whose posts become drafts, as in category:premium or tag:premium, or none. "
        "preview: of Ghost's posts for members, publish what everybody could read.",
    ),
    click.option(
        "--url-pattern",
        type=TEXT,
        default=URL_PATTERN,
        show_default=True,
        callback=_pattern,
        metavar="PATH",
        help="Ghost: where the posts are, as its routes say, such as /{year}/{slug}/.",
    ),
)


def export_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options for exports of WordPress and Ghost, of which it gets the `choices`."""

    @wraps(command)
    def with_choices(*args: Any, types: str, sections: Any, members_only: Any, url_pattern: str, **options: Any) -> Any:
        chosen = tuple(filter(None, map(str.strip, types.split(",")))) or ("post",)
        terms, previews = members_only
        return command(*args, choices=Choices(chosen, sections, terms, previews, url_pattern), **options)

    return reduce(lambda done, option: option(done), reversed(_OPTIONS), with_choices)
