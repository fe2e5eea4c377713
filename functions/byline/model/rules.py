"""Validation of the model's dataclasses: each field declares its rule, and an instance reports all broken rules at once."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import cache
from typing import Any

from byline.errors import Problem, Refused

Rule = Callable[[Any], object]
"""Takes a value; raises ValueError with the reason if the value is not allowed. The return value is ignored."""


def meets(rule: Rule) -> dict[str, Rule]:
    """The metadata of a dataclass field whose values meet `rule`: `title: str = field(metadata=meets(values.title))`."""
    return {"rule": rule}


def enforce(subject: str, thing: Any, *more: Problem | None) -> None:
    """Check every field of the dataclass instance `thing` against its rule.

    Raises Refused for `subject` with all problems: those of the fields, in their order, then `more`. Raises KeyError if a field
    declares no rule.
    """
    problems = [*_problems(thing), *(problem for problem in more if problem)]
    if problems:
        raise Refused(subject, problems)


def _problems(thing: Any) -> Iterator[Problem]:
    kind: Any = type(thing)
    for name, rule in _rules(kind):
        try:
            rule(getattr(thing, name))
        except Refused as error:
            yield from (Problem(f"{name}.{problem.field}", problem.reason) for problem in error.problems)
        except ValueError as error:
            yield Problem(name, str(error))


@cache
def _rules(kind: Any) -> tuple[tuple[str, Rule], ...]:
    return tuple((each.name, each.metadata["rule"]) for each in fields(kind))


def optional(rule: Rule) -> Rule:
    """A rule that allows None and the values that `rule` allows."""
    return lambda value: value is None or rule(value)


def some(rule: Rule, most: int) -> Rule:
    """A rule that allows a tuple of at most `most` different values, each allowed by `rule`."""

    def check(items: Any) -> None:
        if not isinstance(items, tuple):
            raise ValueError("must be a list")
        if len(items) > most:
            raise ValueError(f"has {len(items)} items, at most {most} are allowed")
        for item in items:
            rule(item)
        if len(set(items)) < len(items):
            raise ValueError("contains the same value twice")

    return check


def instance_of(kind: type) -> Rule:
    """A rule that allows instances of `kind`, which were validated when they were created."""
    name = kind.__name__.lower()

    def check(value: Any) -> None:
        if not isinstance(value, kind):
            raise ValueError(f"must be {'an' if name[0] in 'aeiou' else 'a'} {name}")

    return check
