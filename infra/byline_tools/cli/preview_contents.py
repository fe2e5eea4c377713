"""What a preview shows: articles of a file or of the desk, the sections and authors they name, and what would be refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from byline import errors
from byline.desk.inputs import DeskArticle
from byline.model.feed_key import FeedKey
from byline.model.kinds import KINDS, model_of, profiles_of
from byline.model.lifecycle import Status
from byline.model.profiles import Profile
from byline.model.times import utc_now
from byline_tools.cli.desk_client import DeskClient, NotDone
from byline_tools.cli.file_requests import DryRun, Request
from byline_tools.importers.records import FileRefused
from byline_tools.preview.shown import ShownArticle, article_from, profile_from

NOT_FOUND = 404
_NOT_PUT = frozenset({"draft", "status", "withdrawal", "revision", "edited"})
"""What an article does not state that is no longer a draft: it is published at its time, or scheduled."""

Refused = tuple[str | Request, NotDone]
"""What people call a stored article, or a thing in a file, and why the desk would refuse it."""


@dataclass(slots=True)
class Contents:
    """Articles and profiles to show, what the desk would refuse, and what is no JSON in files."""

    articles: list[ShownArticle] = field(default_factory=list)
    profiles: dict[FeedKey, Profile] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    unread: list[FileRefused] = field(default_factory=list)

    @property
    def are_wrong(self) -> bool:
        """Whether something would be refused."""
        return bool(self.refused or self.unread)


def stored(desk: DeskClient, path: str, name: str) -> Contents:
    """The stored article at `path`, and what the desk would refuse if a draft were published now. Raises NotDone."""
    contents = Contents()
    shown = desk.get(path).body
    contents.articles.append(article_from(shown, _now()))
    if shown["status"] == Status.DRAFT:
        published = {each: value for each, value in shown.items() if each not in _NOT_PUT} | {"draft": False}
        try:
            desk.put(path, published, dry_run=True)
        except NotDone as error:
            contents.refused.append((name, error))
    _add_stored_profiles(desk, contents)
    return contents


def in_file(desk: DeskClient, requests: Sequence[Request]) -> Contents:
    """The things in a file, as they would be stored. What the desk refuses is shown as well, as far as it can be read."""
    contents = Contents()
    dry_run = DryRun(desk)
    for request in requests:
        try:
            _add(contents, request, dry_run.put(request).body)
        except NotDone as error:
            contents.refused.append((request, error))
            _add_refused(desk, contents, request)
    _add_stored_profiles(desk, contents)
    return contents


def _add(contents: Contents, request: Request, shown: Mapping[str, Any]) -> None:
    if request.is_article:
        # The dry run was not asked for sections and authors that are new in the file.
        named = {row.named_in: request.thing[row.named_in] for row in KINDS if request.thing.get(row.named_in)}
        contents.articles.append(article_from({**shown, **named}, _now()))
    else:
        key = FeedKey.named(request.name)
        contents.profiles[key] = profile_from(model_of(key), {**shown, "slug": key.slug})


def _add_refused(desk: DeskClient, contents: Contents, request: Request) -> None:
    """Add what the file and the desk together say of an article, if that is one."""
    if not request.is_article:
        return
    before = _found(desk, request.path) or {}
    try:
        sent = DeskArticle.model_validate({**before, **request.thing})
        article = sent.to_article(str(request.thing["id"]), _now())
    except (errors.Refused, ValidationError):
        return
    contents.articles.append(ShownArticle(article, sent.status or Status.PUBLISHED))


def _add_stored_profiles(desk: DeskClient, contents: Contents) -> None:
    """Add the sections and authors that articles name, unless the file has them or they do not exist."""
    for key in {key for each in contents.articles for key in profiles_of(each.article)} - contents.profiles.keys():
        if shown := _found(desk, f"/{key}"):
            contents.profiles[key] = profile_from(model_of(key), shown)


def _now() -> datetime:
    return utc_now().replace(microsecond=0)


def _found(desk: DeskClient, path: str) -> Any:
    """What is stored at `path`; None if that is nothing. Raises NotDone."""
    try:
        return desk.get(path).body
    except NotDone as error:
        if error.status == NOT_FOUND:
            return None
        raise
