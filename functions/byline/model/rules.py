"""How the domain's things see to it that they are valid: a rule for each field, every broken one named at once."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from byline.errors import Problem, Refused

Rule = Callable[[Any], object]
"""Takes a value and raises ValueError, with the reason, if it may not be."""


def _problems(thing: object, rules: Mapping[str, Rule]) -> Iterator[Problem]:
    for field, rule in rules.items():
        try:
            rule(getattr(thing, field))
        except Refused as error:
            yield from (Problem(f"{field}.{problem.field}", problem.reason) for problem in error.problems)
        except ValueError as error:
            yield Problem(field, str(error))


def enforce(subject: str, thing: object, rules: Mapping[str, Rule], *more: Problem | None) -> None:
    """Raise Refused with every problem at once, so that a sender need not find them one by one."""
    problems = [*_problems(thing, rules), *(problem for problem in more if problem)]
    if problems:
        raise Refused(subject, problems)


def optional(rule: Rule) -> Rule:
    """The rule, or nothing at all."""
    return lambda value: value is None or rule(value)


def some(rule: Rule, most: int) -> Rule:
    """A tuple of at most `most` different values, each fit for `rule`."""

    def check(items: Any) -> None:
        if not isinstance(items, tuple):
            raise ValueError("must be a list")
        if len(items) > most:
            raise ValueError(f"has {len(items)} items, at most {most} are allowed")
        for item in items:
            rule(item)
        if len(set(items)) < len(items):
            raise ValueError("names something twice")

    return check


def instance_of(kind: type) -> Rule:
    """A value of that kind, which has seen to its own rules."""

    def check(value: Any) -> None:
        if not isinstance(value, kind):
            raise ValueError(f"must be an {kind.__name__.lower()}")

    return check
