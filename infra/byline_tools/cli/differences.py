"""What differs between two versions of an article, for people: words of texts, and JSON of everything else."""

import difflib
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import click

CONTEXT = 4
"""The words shown before and after a change."""

_TOKEN = re.compile(r"<[^>]*>|[^\s<]+|\s+")
_BY_EDITS = frozenset({"edited"})
"""Fields that follow from the others."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a `field` was `before` an edit, and is `after` it; None where it is absent."""

    field: str
    before: Any
    after: Any

    def as_json(self) -> dict[str, Any]:
        """The change as a JSON object."""
        return asdict(self)

    def for_people(self) -> str:
        """The change in one line: what was removed in `[-...-]`, red on a terminal, and what was added in `{+...+}`, green."""
        if isinstance(self.before, str) and isinstance(self.after, str):
            return f"{self.field}: {''.join(_words(_TOKEN.findall(self.before), _TOKEN.findall(self.after)))}"
        removed, added = _without(self.before, self.after), _without(self.after, self.before)
        shown = ["" if removed is None else _removed(_text(removed)), "" if added is None else _added(_text(added))]
        return f"{self.field}: {' '.join(filter(None, shown))}"


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any], names: Collection[str]) -> list[Change]:
    """The changes of the fields called `names`, of an article as the desk shows it."""
    shown = [name for name in names if name not in _BY_EDITS and before.get(name) != after.get(name)]
    return [Change(name, before.get(name), after.get(name)) for name in shown]


def _words(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    matcher = difflib.SequenceMatcher(None, old, new)
    operations = matcher.get_opcodes()
    for number, (operation, start, end, new_start, new_end) in enumerate(operations):
        if operation == "equal":
            yield _shortened(old[start:end], first=number == 0, last=number == len(operations) - 1)
            continue
        removed, added = "".join(old[start:end]), "".join(new[new_start:new_end])
        yield (_removed(removed) if removed else "") + (_added(added) if added else "")


def _shortened(same: Sequence[str], *, first: bool, last: bool) -> str:
    """What stayed the same, without what is far from any change. Every second token is a space."""
    before, after = (0 if first else 2 * CONTEXT), (0 if last else 2 * CONTEXT)
    if len(same) <= before + after:
        return click.unstyle("".join(same))
    return click.unstyle(f"{''.join(same[:before])}…{''.join(same[len(same) - after :])}")


def _without(value: Any, other: Any) -> Any:
    """The value, but of a list only what the `other` list does not have."""
    if not isinstance(value, list) or not isinstance(other, list):
        return value
    return [each for each in value if each not in other] or None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _removed(text: str) -> str:
    return click.style(f"[-{click.unstyle(text)}-]", fg="red")


def _added(text: str) -> str:
    return click.style(f"{{+{click.unstyle(text)}+}}", fg="green")
