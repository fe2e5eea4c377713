"""Makes slugs of the names that WordPress has in addresses, which may have letters of any script."""

import base64
import hashlib
from collections.abc import Collection
from itertools import count
from urllib.parse import unquote

from slugify import slugify

from byline.model.values import LONGEST_SLUG, is_slug


class Slugs:
    """Gives each key a slug of its own, the same one every time. Those `exact` keys that are slugs keep them."""

    def __init__(self, exact: Collection[str]) -> None:
        self._exact = {key for key in exact if is_slug(key)}
        self._made: dict[str, str] = {}
        self._taken: set[str] = set()

    def of(self, key: str, *texts: str) -> str:
        """The slug of `key`, made of the first of these texts that has letters or digits."""
        if key not in self._made:
            self._made[key] = self._free(key, next(filter(None, (_slug(unquote(each)) for each in texts)), _digest(key)))
            self._taken.add(self._made[key])
        return self._made[key]

    def _free(self, key: str, wanted: str) -> str:
        if key in self._exact and key not in self._taken:
            return key
        tries = (wanted if number == 1 else f"{wanted[: LONGEST_SLUG - 6]}-{number}" for number in count(1))
        return next(each for each in tries if each not in self._taken and each not in self._exact)


def _slug(text: str) -> str:
    return str(slugify(text[:1_000], entities=False, decimal=False, hexadecimal=False, max_length=LONGEST_SLUG - 6))


def _digest(text: str) -> str:
    return base64.b32encode(hashlib.sha256(text.encode()).digest()[:5]).decode().lower()
