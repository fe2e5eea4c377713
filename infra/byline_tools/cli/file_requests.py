"""The things in files as requests to the desk: sections and authors first, because articles name them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from byline.intake.addresses import address
from byline.intake.inputs import Origin
from byline.model import values
from byline.model.addresses import is_web_address, same_page
from byline.model.kinds import KINDS
from byline.storage.editing import Outcome
from byline_http.article_addresses import path_of
from byline_tools.cli.desk_client import PATHS, DeskClient, DeskResponse, NotDone
from byline_tools.cli.naming import named
from byline_tools.importers.kept_ids import kept_id
from byline_tools.importers.ndjson import records_in
from byline_tools.importers.records import FileRefused, LineProblem, Record, text_of


@dataclass(frozen=True, slots=True)
class Request:
    """A thing in a line of a file, and its path at the desk. An article has its id, `minted` if the file has no id or guid."""

    file: Path
    line: int
    path: str
    thing: Mapping[str, Any]
    minted: bool = False

    @property
    def is_article(self) -> bool:
        """Whether the thing is an article, not a section or an author."""
        return self.path.startswith("/articles/")

    @property
    def name(self) -> str:
        """The id of an article, or the name of a feed."""
        return str(self.thing["id"]) if self.is_article else self.path.strip("/")

    @property
    def subject(self) -> str:
        """What messages call the thing: `article <id>`, or the name of a feed."""
        return f"article {self.name}" if self.is_article else self.name


class DryRun:
    """Asks the desk about requests, in their order, without storing anything. It knows what the earlier ones would create."""

    def __init__(self, desk: DeskClient) -> None:
        self._desk = desk
        self._new: set[str] = set()

    def put(self, request: Request, *, move_address: bool = False) -> DeskResponse:
        """What the desk would respond to the request; what is new is not named in it. Raises NotDone."""
        try:
            answer = self._desk.put(request.path, self._without_new(request.thing), dry_run=True, move_address=move_address)
        except NotDone:
            self._new.add(request.path)  # what is wrong with it is known: articles that name it do not lack it as well
            raise
        self._new |= {request.path} if answer.outcome == Outcome.NEW else set()
        return answer

    def _without_new(self, thing: Mapping[str, Any]) -> Mapping[str, Any]:
        """The thing without the sections and authors that are new in these files."""
        named = {row.named_in: f"/{row.kind}/" for row in KINDS if isinstance(thing.get(row.named_in), list)}
        return {
            **thing,
            **{name: [each for each in thing[name] if f"{path}{each}" not in self._new] for name, path in named.items()},
        }


def readable_requests_in(
    files: Sequence[Path], authority: str | None, desk: DeskClient
) -> tuple[list[Request], list[FileRefused]]:
    """The things in `files`, in the order to store them, and the error of each file with lines that are no JSON, or do not say
    what they are. An article without an id has that of the stored one with its address.

    `authority` is for the ids of those that are not stored.
    """
    requests: list[Request] = []
    unread: list[FileRefused] = []
    for file in files:
        problems: list[LineProblem] = []
        for record in records_in(text_of(file, problems), problems):
            request = _request(file, record, authority)
            problems.append(request) if isinstance(request, LineProblem) else requests.append(request)
        if problems:
            unread.append(FileRefused(str(file), sorted(problems, key=lambda each: each.line)))
    requests = _with_kept_ids(requests, desk)
    return sorted(requests, key=lambda each: each.is_article), unread


def _request(file: Path, record: Record, authority: str | None) -> Request | LineProblem:
    thing = record.thing
    match thing:
        case {"type": str(kind)} if kind in PATHS:
            slug = thing.get("slug")
            wrong = _wrong_slug(slug)
            return LineProblem(record.line, wrong) if wrong else Request(file, record.line, f"{PATHS[kind]}{slug}", thing)
        case {"type": str(kind)} if kind != "article":
            return LineProblem(record.line, f"has the type {kind!r}, which is neither article, section nor author")
        case {"slug": str(slug)} if "type" not in thing:
            kind = "author" if "name" in thing or "bio" in thing else "section"
            return LineProblem(record.line, f'has no type: add "type": "{kind}" to {slug}', "have no type")
        case {"id": str(article_id)} if article_id:
            return Request(file, record.line, path_of(article_id), thing)
        case {"url": str(url)} if authority:
            guid = thing.get("guid") if isinstance(thing.get("guid"), str) else None
            article_id = Origin("", authority).id_of(guid, _cleaned(url))
            return Request(file, record.line, path_of(article_id), {**thing, "id": article_id}, minted=guid is None)
    needs = "a url and --id-authority, from which its id is made"
    return LineProblem(record.line, f"has an article without an id, which needs {needs}", "have articles without an id")


def _cleaned(url: str) -> str:
    """The address as it is stored; one that is refused as it is, since the desk reports it with what else is wrong."""
    try:
        return address(url)
    except ValueError:
        return url


def _with_kept_ids(requests: Sequence[Request], desk: DeskClient) -> list[Request]:
    """The requests, in which articles without id and guid have the ids of the stored articles with their addresses."""
    used = {each.name for each in requests if each.is_article}
    return [_with_kept_id(each, desk, used) if each.minted else each for each in requests]


def _with_kept_id(request: Request, desk: DeskClient, used: set[str]) -> Request:
    url = str(request.thing["url"])
    stored = named(desk, url) if is_web_address(url) else None
    holders = {url: str(stored["id"])} if stored and same_page(stored["url"]) == same_page(url) else {}
    article_id = kept_id(request.name, url, holders, used)
    return replace(request, path=path_of(article_id), thing={**request.thing, "id": article_id})


def _wrong_slug(slug: Any) -> str:
    """What is wrong with the slug of a section or author; empty if nothing is."""
    if slug is None:
        return "has no slug: it is the name in addresses"
    try:
        values.slug(slug)
    except ValueError as error:
        return f"has a wrong slug: {error}"
    return ""
