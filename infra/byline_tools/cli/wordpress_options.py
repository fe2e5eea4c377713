"""The options for exports of WordPress."""

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click

from byline_tools.importers.wordpress.choices import Choices, Term, sections_of, term_of


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


def _terms(_ctx: click.Context, _param: click.Parameter, values: Sequence[str]) -> list[Term] | None:
    try:
        return [term_of(each) for value in values for each in value.split(",") if each != "none"] if values else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def wordpress_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options for exports of WordPress, of which it gets the `choices`."""

    @click.option("--types", default="post", show_default=True, help="WordPress: the types of posts, such as post,page,news.")
    @click.option(
        "--sections",
        multiple=True,
        callback=_sections,
        metavar="MAPPING",
        help="WordPress, feeds: the section that a category becomes, as in news=category:news, or a file with one in each line. "
        "Categories that are not named become tags. By default, each category of WordPress becomes a section.",
    )
    @click.option(
        "--members-only",
        multiple=True,
        callback=_terms,
        metavar="TERM",
        help="WordPress: the category whose posts become drafts, as in category:premium, or none.",
    )
    @wraps(command)
    def with_choices(*args: Any, types: str, sections: Any, members_only: Any, **options: Any) -> Any:
        chosen = tuple(filter(None, map(str.strip, types.split(","))))
        return command(*args, choices=Choices(chosen or ("post",), sections, members_only), **options)

    return with_choices
