"""Newsroom files: what `byline import` reads, with a section, an author or an article in each line."""

import json
from collections.abc import Iterator, Mapping
from typing import IO, Any

from byline.intake.inputs import ArticleInput, AuthorInput, SectionInput
from byline.model.addresses import same_page
from byline_http.article_addresses import path_of
from byline_tools.exporters.left_out import LeftOut
from byline_tools.exporters.newsroom import Get, Thing, Unreadable
from byline_tools.exporters.states import has_made_summary, is_draft, published_of

FIELDS = {
    "section": tuple(SectionInput.model_fields),
    "author": tuple(AuthorInput.model_fields),
    "article": tuple(name for name in ArticleInput.model_fields if name not in ("status", "draft")),
}
"""The fields of a line, by type. The status of an article is derived from what the desk says of it."""

SHARED = "articles with an address that an earlier one has (import with --move-address)"
MOST_VERSIONS = 100


class NdjsonExport:
    """Writes things to `file`, one in each line, and the versions of articles to `versions`, if it is given.

    `left_out` counts what an import cannot take.
    """

    def __init__(self, file: IO[bytes], left_out: LeftOut, versions: IO[bytes] | None = None) -> None:
        self._file = file
        self._left_out = left_out
        self._versions = versions
        self._pages: set[int] = set()

    def add(self, thing: Thing) -> int:
        """Write a thing, and return how many of its versions are written."""
        self._file.write(line_of(as_input(thing)))
        if thing["type"] != "article":
            return 0
        page = hash(same_page(thing["url"]))
        self._left_out.note(SHARED, int(page in self._pages))
        self._pages.add(page)
        return self._add_versions(thing["id"])

    def _add_versions(self, article_id: str) -> int:
        if self._versions is None:
            return 0
        written = 0
        for each in versions_of(self._left_out.get, article_id):
            self._versions.write(line_of(each))
            written += 1
        return written


def as_input(thing: Thing) -> dict[str, Any]:
    """A thing of the desk as a line of a newsroom file.

    A summary that is made of the content, and the dates of a draft without a time of its own, follow again when it is imported.
    An article that is not a draft has no status: by its time, it is scheduled or published.
    """
    line = {"type": thing["type"], **{name: thing[name] for name in FIELDS[thing["type"]] if name in thing}}
    if thing["type"] != "article":
        return line
    if has_made_summary(thing):
        line.pop("summary", None)
    if published_of(thing) is None:
        line.pop("published", None)
        line.pop("updated", None)
    return {**line, **({"status": "draft"} if is_draft(thing) else {})}


def line_of(thing: Mapping[str, Any]) -> bytes:
    """The line that holds a JSON object."""
    return json.dumps(thing, ensure_ascii=False).encode() + b"\n"


def versions_of(get: Get, article_id: str) -> Iterator[dict[str, Any]]:
    """The stored versions of an article, oldest first, each as a JSON object of the type `version`."""
    path, listed, below = f"{path_of(article_id)}/versions", list[dict[str, Any]](), ""
    while page := get(f"{path}?limit={MOST_VERSIONS}{below}"):
        listed += page
        if len(page) < MOST_VERSIONS:
            break
        below = f"&below={page[-1]['number']}"
    for each in reversed(listed):
        try:
            article = get(f"{path}/{each['number']}")
        except Unreadable:  # it has expired since
            continue
        yield {"type": "version", "of": article_id, **each, "article": article}
