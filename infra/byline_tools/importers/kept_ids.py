"""Keeps the ids of articles that are stored already."""

from collections.abc import Sequence
from dataclasses import replace

from byline.desk.publisher import Publisher
from byline.model.article import Article
from byline_tools.importers.admitted import FileRead


def keep_ids(files: Sequence[FileRead], publisher: Publisher) -> None:
    """Give each article of `files` that states no id the id of the stored article with its address. Raises StoreUnavailable.

    Readers know that id. It may be another than the one that is made of the address.
    """
    named = {(file.path, record.line) for file in files for record in file.records if record.thing.get("id") is not None}
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
                holder = holders.get(each.thing.url, each.thing.id)
                if holder not in used:
                    used.add(holder)
                    file.admitted[at] = replace(each, thing=replace(each.thing, id=holder))
