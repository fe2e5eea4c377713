"""Keeps the ids of articles that are stored already."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from byline.desk.publisher import Publisher
from byline.model.article import Article
from byline_tools.importers.admitted import FileRead


def keep_ids(files: Sequence[FileRead], publisher: Publisher) -> None:
    """Give each article of `files` without id and guid the id of the stored article with its address. Raises StoreUnavailable.

    Readers know that id. It may be another than the one that is made of the address.
    """
    named = {(file.path, record.line) for file in files for record in file.records if _is_named(record.thing)}
    used = {each.thing.id for file in files for each in file.admitted if isinstance(each.thing, Article)}
    urls = [
        each.thing.url
        for file in files
        for each in file.admitted
        if isinstance(each.thing, Article) and (each.path, each.line) not in named
    ]
    holders = publisher.holders(urls)
    for file in files:
        for at, each in enumerate(file.admitted):
            if isinstance(each.thing, Article) and (each.path, each.line) not in named:
                kept = kept_id(each.thing.id, each.thing.url, holders, used)
                file.admitted[at] = replace(each, thing=replace(each.thing, id=kept))


def _is_named(thing: Mapping[str, Any]) -> bool:
    return any(thing.get(name) is not None for name in ("id", "guid"))


def kept_id(minted: str, url: str, holders: Mapping[str, str], used: set[str]) -> str:
    """The id of an article whose address is `url`, which states none: that of the stored article with the address, or `minted`.

    `holders` has the ids of stored articles by address. No id is kept twice: it is not among those `used`, and becomes one.
    """
    holder = holders.get(url, minted)
    if holder in used:
        return minted
    used.add(holder)
    return holder
