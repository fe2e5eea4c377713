"""Damages files as disks, networks and editors do."""

import random
import re
from collections.abc import Callable, Sequence

_VALUE = re.compile(rb'"[^"\n]*"(?=\s*[,}\]])|<!\[CDATA\[.*?\]\]>|(?<=[: ])[0-9]+', re.DOTALL)
_OTHER_JSON = (b"null", b"[]", b"{}", b"-1", b"1e999", b'"\\ud800"', b"true", b'""', b'[["a"]]', b'"\\u0000"', b"9" * 400)
_OTHER_XML = (b"", b"<a>b</a>", b"0000-00-00", b"&#65;", b"9" * 400, b"<![CDATA[[a b=']]>", b"<![CDATA[<!-- wp:block]]>", b"\xff")


def damaged(content: bytes, chance: random.Random) -> bytes:
    """`content` with one kind of damage, seldom two or three."""
    for _ in range(chance.choice([1, 1, 1, 1, 2, 3])):
        content = chance.choice(_DAMAGES)(content, chance)
    return content


def _flipped(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 20]) if changed else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(content))
    return chance.choice([content[:at], content[at:]])


def _doubled(content: bytes, chance: random.Random) -> bytes:
    start, end = _part(content, chance)
    return content[:end] + content[start:end] * chance.randint(1, 3) + content[end:]


def _removed(content: bytes, chance: random.Random) -> bytes:
    start, end = _part(content, chance)
    return content[:start] + content[end:]


def _nested(content: bytes, chance: random.Random) -> bytes:
    """With another beginning, many of it, in some part: an element, a bracket, a comment, a whole file."""
    at = chance.randint(0, len(content))
    inside = chance.choice([b"<a>", b"[", b'{"a":', b"<!--", b"<![CDATA[", b"[x]", b"(", b"&amp;", b"<div class='kg-card'>"])
    return content[:at] + chance.choice([inside * chance.choice([1, 50, 3_000]), content]) + content[at:]


def _exchanged(content: bytes, chance: random.Random) -> bytes:
    """With a value of another type in place of some text, a number or a bracket."""
    old = chance.choice([b'"', b":", b",", b"0", b"1", b"{", b"}", b"null", b"public", b"]]>", b"</", b"-->", b"http"])
    new = chance.choice([b"", b"null", b"[]", b"{}", b"-1", b"1e999", b'"\\ud800"', b"\x00", b"\xff\xfe", b"<", b"&#1;", b"true"])
    return content.replace(old, new, chance.randint(1, 5))


def _retyped(content: bytes, chance: random.Random) -> bytes:
    """With some values of another type, or empty, or absurd."""
    values = list(_VALUE.finditer(content))
    for value in sorted(chance.sample(values, min(len(values), chance.choice([1, 2, 5]))), key=re.Match.start, reverse=True):
        other = chance.choice(_OTHER_XML if value[0].startswith(b"<") else _OTHER_JSON)
        content = content[: value.start()] + other + content[value.end() :]
    return content


def _part(content: bytes, chance: random.Random) -> Sequence[int]:
    return sorted(chance.randint(0, len(content)) for _ in range(2))


_DAMAGES: Sequence[Callable[[bytes, random.Random], bytes]] = (
    _flipped,
    _cut,
    _doubled,
    _removed,
    _nested,
    _exchanged,
    _retyped,
    _retyped,
)
