"""The desk's routes for sections and authors. They register themselves in the API that `desk_answers` creates."""

from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Path

from byline.desk.desk import Desk
from byline.desk.inputs import DeskAuthor, DeskSection
from byline.desk.shown import UsageShown, profile_shown
from byline.model.feed_key import FeedKey, Kind, author_feed, section_feed
from byline.model.precondition import Precondition
from byline.model.profiles import Profile
from byline.serving.preconditions import precondition
from byline.storage.desk_reader import DeskReader
from byline.storage.editing import EditResult, Outcome
from byline_http.desk_answers import Changes, DryRun, IfMatch, IfNoneMatch, Slug, app, desk, done, edited, respond
from byline_http.desk_responses import BODY_PROBLEMS, responses, responses_to_put

ProfileKind = Annotated[Literal["sections", "authors"], Path(description="What the feed is about")]


@app.put("/sections/<slug>", responses=responses_to_put(DeskSection, Desk.put_profile), summary="Store or rename a section")
def put_section(
    slug: Slug,
    section: Annotated[DeskSection, Body()],
    if_match: IfMatch = None,
    if_none_match: IfNoneMatch = None,
    dry_run: DryRun = False,
) -> Response[Any]:
    """What is not sent stays as it is. Another `slug` renames the section: its old addresses redirect permanently."""
    return _put_profile(section_feed(slug), section, precondition(if_match, if_none_match), dry_run)


@app.put("/authors/<slug>", responses=responses_to_put(DeskAuthor, Desk.put_profile), summary="Store or rename an author")
def put_author(
    slug: Slug,
    author: Annotated[DeskAuthor, Body()],
    if_match: IfMatch = None,
    if_none_match: IfNoneMatch = None,
    dry_run: DryRun = False,
) -> Response[Any]:
    """What is not sent stays as it is. Another `slug` renames the author: their old addresses redirect permanently."""
    return _put_profile(author_feed(slug), author, precondition(if_match, if_none_match), dry_run)


@app.patch("/sections/<slug>", responses=responses(DeskSection, Desk.patch_profile, *BODY_PROBLEMS), summary="Change a section")
def patch_section(slug: Slug, changes: Changes, if_match: IfMatch = None, dry_run: DryRun = False) -> Response[Any]:
    """Changes only what is sent. Another `slug` renames the section."""
    return _patch_profile(section_feed(slug), changes, precondition(if_match, None), dry_run)


@app.patch("/authors/<slug>", responses=responses(DeskAuthor, Desk.patch_profile, *BODY_PROBLEMS), summary="Change an author")
def patch_author(slug: Slug, changes: Changes, if_match: IfMatch = None, dry_run: DryRun = False) -> Response[Any]:
    """Changes only what is sent. Another `slug` renames the author."""
    return _patch_profile(author_feed(slug), changes, precondition(if_match, None), dry_run)


@app.get("/sections/<slug>", responses=responses(DeskSection, DeskReader.profile), summary="A stored section")
def get_section(slug: Slug) -> Response[Any]:
    """Finds the section by its present or any former name."""
    return _profile(section_feed(slug))


@app.get("/authors/<slug>", responses=responses(DeskAuthor, DeskReader.profile), summary="A stored author")
def get_author(slug: Slug) -> Response[Any]:
    """Finds the author by their present or any former name."""
    return _profile(author_feed(slug))


@app.delete("/sections/<slug>", responses=responses(None, Desk.retire), summary="Retire a section")
def retire_section(slug: Slug, if_match: IfMatch = None) -> Response[Any]:
    """Its feeds respond with 410 until it is revived. Its articles stay in their other feeds."""
    return _retire(section_feed(slug), precondition(if_match, None))


@app.delete("/authors/<slug>", responses=responses(None, Desk.retire), summary="Retire an author")
def retire_author(slug: Slug, if_match: IfMatch = None) -> Response[Any]:
    """Their feeds respond with 410 until they are revived. Their articles stay in their other feeds."""
    return _retire(author_feed(slug), precondition(if_match, None))


@app.delete("/<kind>/<slug>/retirement", responses=responses(None, Desk.revive), summary="Revive a section or author")
def revive(kind: ProfileKind, slug: Slug, if_match: IfMatch = None) -> Response[Any]:
    """Undoes a retirement: the feeds are served and listed again."""
    return done(desk().revive(FeedKey(Kind(kind), slug), precondition(if_match, None)))


@app.get("/<kind>/<slug>/usage", responses=responses(UsageShown, Desk.concerned), summary="What a retirement concerns")
def usage(kind: ProfileKind, slug: Slug) -> Response[Any]:
    """Counts the articles in the feed, and lists the addresses to which readers may have subscribed."""
    return respond(desk().concerned(FeedKey(Kind(kind), slug)))


def _put_profile(name: FeedKey, sent: DeskSection | DeskAuthor, only_if: Precondition, dry_run: bool) -> Response[Any]:
    return _edited_profile(name, desk().put_profile(name, sent, only_if, dry_run=dry_run))


def _patch_profile(name: FeedKey, changes: dict[str, Any], only_if: Precondition, dry_run: bool) -> Response[Any]:
    return _edited_profile(name, desk().patch_profile(name, changes, only_if, dry_run=dry_run))


def _profile(name: FeedKey) -> Response[Any]:
    record = desk().reader.profile(name)
    return respond(profile_shown(record.profile, record.revision, retired=record.retired), record.revision)


def _retire(name: FeedKey, only_if: Precondition) -> Response[Any]:
    return done(desk().retire(name, only_if))


def _edited_profile(name: FeedKey, result: EditResult[Profile]) -> Response[Any]:
    retired = result.outcome is not Outcome.NEW and desk().reader.profile(name).retired
    return edited(result, profile_shown(result.thing, result.revision, retired=retired))
