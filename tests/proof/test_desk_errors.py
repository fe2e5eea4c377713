"""Each operation of the desk declares the errors it may raise, and the OpenAPI document has a status for each of them."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import boto3
import pytest

from byline import edit_errors, errors
from byline.desk.desk import Desk, desk_for
from byline.desk.finding import Finder
from byline.desk.raises import RAISES
from byline.desk.redirect_desk import RedirectDesk
from byline.errors import BylineError, TransactionCancelled
from byline.model.feed_key import author_feed, section_feed
from byline.settings import DeskSettings
from byline.storage import item_keys
from byline.storage.article_edits import LARGEST_ITEM
from byline.storage.desk_reader import DeskReader
from byline.storage.dynamodb import Table
from byline_http import desk_api
from byline_http.desk_problems import PROBLEM_TYPES
from byline_http.redirect_addresses import address_of
from tests.support.desks import JANE, TAG, WORLD, DeskFunction, Response, at, page, story
from tests.support.factories import Clock

Operation = Callable[..., Any]
SETTINGS = DeskSettings("byline", "https://www.example.com", "example.com,2026")
NONE, FULL, GONE, SEEN, MOVED, TAKEN_BACK = (at(f"urn:{name}") for name in ("none", "full", "gone", "seen", "moved", "back"))
UNSEEN = at("urn:unseen")
LARGE = {"content": f"<p>{'x' * 290_000}</p>", "tags": [f"{n}{'船' * 990}" for n in range(34)]}

WHY = {"reason": "A court."}
VERSIONS: dict[Operation, str] = {Desk.version: "/1", Desk.versions: ""}

REQUESTS: dict[Operation, tuple[str, str, Any]] = {
    DeskReader.article: ("GET", at(TAG), None),
    DeskReader.profile: ("GET", "/sections/world", None),
    Desk.put_article: ("PUT", at(TAG), story(title="Another")),
    Desk.patch_article: ("PATCH", at(TAG), {"title": "Another"}),
    Desk.withdraw: ("DELETE", at(TAG), None),
    Desk.go_back: ("PUT", f"{at(TAG)}/version", {"number": 1}),
    Desk.version: ("GET", f"{at(TAG)}/versions/1", None),
    Desk.versions: ("GET", f"{at(TAG)}/versions", None),
    Desk.erase_article: ("PUT", f"/erasures{at(TAG)}", WHY),
    Desk.erase_author: ("PUT", "/erasures/authors/jane", WHY),
    Desk.put_profile: ("PUT", "/sections/world", {"title": "Another"}),
    Desk.patch_profile: ("PATCH", "/sections/world", {"title": "Another"}),
    Desk.retire: ("DELETE", "/sections/world", None),
    Desk.revive: ("DELETE", "/sections/gone/retirement", None),
    Desk.concerned: ("GET", "/sections/world/usage", None),
    Desk.scheduled: ("GET", "/scheduled", None),
    Desk.feeds: ("GET", "/feeds", None),
    Finder.articles: ("GET", "/articles?section=world", None),
    RedirectDesk.page: ("GET", "/redirects", None),
    RedirectDesk.one: ("GET", address_of("/feed"), None),
    RedirectDesk.put: ("PUT", address_of("/feed"), {"feed": "site"}),
    RedirectDesk.remove: ("DELETE", address_of("/feed"), None),
}
"""A request for each operation that succeeds under normal circumstances."""

REFUSED: dict[tuple[Operation, type[BylineError]], tuple[str, str, Any]] = {
    (DeskReader.article, edit_errors.UnknownArticle): ("GET", NONE, None),
    (DeskReader.profile, errors.UnknownFeed): ("GET", "/sections/none", None),
    (Desk.put_article, edit_errors.UnknownProfile): ("PUT", at(TAG), story(sections=["none"])),
    (Desk.put_article, edit_errors.RetiredProfile): ("PUT", at(TAG), story(sections=["gone"])),
    (Desk.put_article, edit_errors.AlreadySeen): ("PUT", at(TAG), story(draft=True)),
    (Desk.put_article, edit_errors.AddressTaken): ("PUT", at("urn:second"), story()),
    (Desk.put_article, edit_errors.GuidTaken): ("PUT", at("urn:second"), story(guid="4711", **page(7))),
    (Desk.put_article, edit_errors.TooLarge): ("PUT", at(TAG), story(**LARGE)),
    (Desk.put_article, edit_errors.Withdrawn): ("PUT", TAKEN_BACK, story(**page(6))),
    (Desk.patch_article, edit_errors.Withdrawn): ("PATCH", TAKEN_BACK, {"title": "Another"}),
    (Desk.patch_article, edit_errors.UnknownArticle): ("PATCH", NONE, {"title": "Another"}),
    (Desk.patch_article, edit_errors.UnknownProfile): ("PATCH", at(TAG), {"sections": ["none"]}),
    (Desk.patch_article, edit_errors.RetiredProfile): ("PATCH", at(TAG), {"sections": ["gone"]}),
    (Desk.patch_article, edit_errors.AlreadySeen): ("PATCH", at(TAG), {"draft": True}),
    (Desk.patch_article, edit_errors.AddressTaken): ("PATCH", at(TAG), page(3)),
    (Desk.patch_article, edit_errors.GuidTaken): ("PATCH", UNSEEN, {"guid": "4711"}),
    (Desk.patch_article, edit_errors.TooLarge): ("PATCH", at(TAG), LARGE),
    (Desk.withdraw, edit_errors.UnknownArticle): ("DELETE", NONE, None),
    (Desk.withdraw, edit_errors.TooLarge): ("DELETE", f"{FULL}?notice={quote('船' * 990)}", None),
    **{(operation, edit_errors.UnknownArticle): ("GET", f"{NONE}/versions{end}", None) for operation, end in VERSIONS.items()},
    (Desk.version, edit_errors.UnknownVersion): ("GET", f"{at(TAG)}/versions/9", None),
    (Desk.go_back, edit_errors.UnknownArticle): ("PUT", f"{NONE}/version", {"number": 1}),
    (Desk.go_back, edit_errors.UnknownVersion): ("PUT", f"{at(TAG)}/version", {"number": 9}),
    (Desk.go_back, edit_errors.AddressTaken): ("PUT", f"{MOVED}/version", {"number": 2}),
    (Desk.go_back, edit_errors.GuidTaken): ("PUT", f"{UNSEEN}/version", {"number": 1}),
    (Desk.go_back, edit_errors.AlreadySeen): ("PUT", f"{SEEN}/version", {"number": 1}),
    (Desk.go_back, edit_errors.RetiredProfile): ("PUT", f"{MOVED}/version", {"number": 1}),
    (Desk.go_back, edit_errors.Erased): ("PUT", f"{GONE}/version", {"number": 2}),
    (Desk.go_back, edit_errors.TooLarge): ("PUT", f"{FULL}/version", {"number": 1}),
    (Desk.put_article, edit_errors.Erased): ("PUT", GONE, story()),
    (Desk.patch_article, edit_errors.Erased): ("PATCH", GONE, {"title": "Another"}),
    (Desk.withdraw, edit_errors.Erased): ("DELETE", GONE, None),
    (Desk.put_profile, edit_errors.Erased): ("PUT", "/authors/joe", JANE),
    (Desk.patch_profile, edit_errors.Erased): ("PATCH", "/authors/joe", JANE),
    (Desk.erase_article, edit_errors.UnknownArticle): ("PUT", f"/erasures{NONE}", WHY),
    (Desk.erase_author, errors.UnknownFeed): ("PUT", "/erasures/authors/none", WHY),
    (Desk.put_profile, errors.UnknownFeed): ("PUT", "/sections/none", {**WORLD, "slug": "other"}),
    (Desk.put_profile, edit_errors.RetiredProfile): ("PUT", "/sections/gone", {**WORLD, "slug": "other"}),
    (Desk.put_profile, edit_errors.NameTaken): ("PUT", "/sections/world", {**WORLD, "slug": "art"}),
    (Desk.patch_profile, errors.UnknownFeed): ("PATCH", "/sections/none", {"title": "Another"}),
    (Desk.patch_profile, edit_errors.RetiredProfile): ("PATCH", "/sections/gone", {"slug": "other"}),
    (Desk.patch_profile, edit_errors.NameTaken): ("PATCH", "/sections/world", {"slug": "art"}),
    (Desk.retire, errors.UnknownFeed): ("DELETE", "/sections/none", None),
    (Desk.revive, errors.UnknownFeed): ("DELETE", "/sections/none/retirement", None),
    (Desk.revive, edit_errors.Erased): ("DELETE", "/authors/joe/retirement", None),
    (Desk.concerned, errors.UnknownFeed): ("GET", "/sections/none/usage", None),
    (Finder.articles, errors.UnknownFeed): ("GET", "/articles?section=none", None),
    (Finder.articles, errors.Refused): ("GET", "/articles?cursor=%C3%A9", None),
    (RedirectDesk.page, errors.Refused): ("GET", "/redirects?cursor=%C3%A9", None),
    (RedirectDesk.one, errors.Refused): ("GET", address_of("feed"), None),
    (RedirectDesk.one, edit_errors.UnknownRedirect): ("GET", address_of("/none"), None),
    (RedirectDesk.put, errors.Refused): ("PUT", address_of("feed"), {"feed": "site"}),
    (RedirectDesk.put, errors.UnknownFeed): ("PUT", address_of("/feed"), {"feed": "sections/none"}),
    (RedirectDesk.remove, errors.Refused): ("DELETE", address_of("feed"), None),
    (RedirectDesk.remove, edit_errors.UnknownRedirect): ("DELETE", address_of("/none"), None),
}
"""A request for an operation that is refused with an error under all circumstances."""

DECLARED = {
    "PUT /articles/{article_id}": {200, 201, 400, 404, 409, 412, 413, 415, 422, 503},
    "PATCH /articles/{article_id}": {200, 400, 404, 409, 412, 413, 415, 422, 503},
    **{f"PATCH /{kind}/{{slug}}": {200, 400, 404, 409, 412, 413, 415, 422, 503} for kind in ("sections", "authors")},
    "GET /articles/{article_id}": {200, 400, 404, 422, 503},
    "DELETE /articles/{article_id}": {200, 400, 404, 409, 412, 413, 422, 503},
    **{f"PUT /{kind}/{{slug}}": {200, 201, 400, 404, 409, 412, 413, 415, 422, 503} for kind in ("sections", "authors")},
    **{f"GET /{kind}/{{slug}}": {200, 404, 422, 503} for kind in ("sections", "authors")},
    **{f"DELETE /{kind}/{{slug}}": {204, 404, 409, 412, 422, 503} for kind in ("sections", "authors")},
    "DELETE /{kind}/{slug}/retirement": {204, 404, 409, 412, 422, 503},
    "GET /{kind}/{slug}/usage": {200, 404, 422, 503},
    "GET /articles": {200, 404, 422, 503},
    "GET /articles/{article_id}/versions": {200, 400, 404, 422, 503},
    "GET /articles/{article_id}/versions/{number}": {200, 400, 404, 422, 503},
    "PUT /articles/{article_id}/version": {200, 400, 404, 409, 412, 413, 415, 422, 503},
    "PUT /erasures/articles/{article_id}": {200, 400, 404, 409, 412, 413, 415, 422, 503},
    "PUT /erasures/authors/{slug}": {200, 400, 404, 409, 412, 413, 415, 422, 503},
    "GET /scheduled": {200, 422, 503},
    "GET /feeds": {200, 422, 503},
    "GET /redirects": {200, 422, 503},
    "GET /redirects/{old_path}": {200, 404, 422, 503},
    "PUT /redirects/{old_path}": {200, 201, 400, 404, 409, 413, 415, 422, 503},
    "DELETE /redirects/{old_path}": {204, 404, 409, 422, 503},
}


class BusyTable(Table):
    """A table in which every transaction conflicts with another one."""

    def transact(self, writes: Sequence[Mapping[str, Any]], *in_time: Any) -> None:
        raise TransactionCancelled(["TransactionConflict" for _ in writes])


class Newsroom:
    """A desk with an article, two sections and a retired one, whose requests can be made to fail."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table, self._clock = table, clock
        self._desk = self._desk_of(table)
        for slug in ("world", "art", "gone"):
            self._desk.put(f"/sections/{slug}", WORLD)
        for slug in ("jane", "joe"):
            self._desk.put(f"/authors/{slug}", JANE)
        self._desk.put("/erasures/authors/joe", WHY)
        self._desk.put(address_of("/feed"), {"feed": "sections/world"})
        self._desk.put(MOVED, story(sections=["gone"], **page(3)))
        self._desk.patch(MOVED, {"sections": [], **page(4)})
        self._desk.patch(MOVED, page(3))
        self._desk.delete("/sections/gone")
        self._desk.put(SEEN, story(draft=True, **page(4)))
        self._desk.patch(SEEN, {"status": "published"})
        self._desk.put(GONE, story(**page(5)))
        self._desk.put(f"/erasures{GONE}", WHY)
        self._desk.put(TAKEN_BACK, story(**page(6)))
        self._desk.delete(TAKEN_BACK)
        self._desk.put(UNSEEN, story(draft=True, guid="4711", **page(8)))
        self._desk.patch(UNSEEN, {"guid": "4712"})
        self._desk.put(at("urn:known"), story(guid="4711", **page(9)))
        self._desk.put(at(TAG), story(title="Before"))
        self._desk.put(at(TAG), story())

    def store_article_at_limit_and_shorten_it(self) -> None:
        """The article is at the limit to the byte, so that it cannot come back with the time of another edit."""
        self.store_article_at_limit()
        size = len(json.dumps(self._table.get(item_keys.article_key("urn:full")), ensure_ascii=False).encode())
        self._table.delete(item_keys.article_key("urn:full"))
        signs, letters = divmod(LARGEST_ITEM - size - len(', ""'), len("船".encode()))
        self._desk.put(FULL, story(**{**LARGE, **page(2), "tags": [*LARGE["tags"][:33], f"{'船' * signs}{'x' * letters}"]}))
        self._desk.patch(FULL, {"tags": []})

    def store_article_at_limit(self) -> None:
        self._desk.put(FULL, story(**{**LARGE, **page(2), "tags": LARGE["tags"][:33]}))

    def _desk_of(self, table: Table, clock: Callable[[], datetime] | None = None) -> DeskFunction:
        desk = desk_for(SETTINGS, table, clock or self._clock)
        return DeskFunction(lambda event, context: desk_api.resolve(event, context, desk))

    def ask(self, method: str, target: str, thing: Any, **headers: str) -> Response:
        body = None if thing is None else json.dumps(thing, ensure_ascii=False).encode()
        return self._desk.ask(method, target, raw=body or b"", **headers)

    def ask_when(self, error: type[BylineError], operation: Operation) -> Response:
        """The response to the operation's request under circumstances that raise `error`."""
        headers = {}
        match error:
            case edit_errors.PreconditionFailed:
                headers = {"if_match": '"other"'}
            case edit_errors.EditConflict:
                self._desk = self._desk_of(BusyTable(self._table._client, self._table.name, sleep=lambda _: None))
            case edit_errors.ClockSkewed:
                self._desk = self._desk_of(self._table, lambda: self._clock() + timedelta(minutes=1))
            case errors.Refused:
                sections = [section_feed(slug) for slug in ("world", "gone")]
                profiles = [item_keys.profile_key(key) for key in (*sections, author_feed("jane"))]
                for key in (item_keys.article_key(TAG), *profiles):
                    self._table.put({**(self._table.get(key) or {}), "title": 1, "name": 1, "version": 1})
            case errors.StoreUnavailable:
                boto3.client("dynamodb").delete_table(TableName=self._table.name)
        return self.ask(*REQUESTS[operation], **headers)


@pytest.fixture
def newsroom(table: Table, clock: Clock) -> Newsroom:
    return Newsroom(table, clock)


CIRCUMSTANCES = [
    edit_errors.PreconditionFailed,
    edit_errors.EditConflict,
    edit_errors.ClockSkewed,
    errors.Refused,
    errors.StoreUnavailable,
]
PAIRS = [(operation, error) for operation, declared in RAISES.items() for error in declared]


def problem(response: Response) -> str:
    return str(response.body["type"]).removeprefix("urn:problem-type:byline:")


@pytest.mark.parametrize("operation", REQUESTS, ids=lambda each: each.__qualname__)
def test_where_nothing_is_in_the_way_no_operation_fails(newsroom: Newsroom, operation: Operation) -> None:
    assert newsroom.ask(*REQUESTS[operation]).status in {200, 204}


@pytest.mark.parametrize(("operation", "error"), PAIRS, ids=lambda each: each.__qualname__)
def test_each_error_that_is_declared_can_be_met(newsroom: Newsroom, operation: Operation, error: type[BylineError]) -> None:
    refused = REFUSED.get((operation, error))
    if (operation, error) == (Desk.withdraw, edit_errors.TooLarge):
        newsroom.store_article_at_limit()
    if (operation, error) == (Desk.go_back, edit_errors.TooLarge):
        newsroom.store_article_at_limit_and_shorten_it()
    response = newsroom.ask(*refused) if refused else newsroom.ask_when(error, operation)
    assert (response.status, problem(response)) == (PROBLEM_TYPES[error].status, PROBLEM_TYPES[error].name)


@pytest.mark.parametrize("error", CIRCUMSTANCES, ids=lambda each: each.__qualname__)
@pytest.mark.parametrize("operation", REQUESTS, ids=lambda each: each.__qualname__)
def test_no_operation_meets_an_error_that_is_not_declared(
    newsroom: Newsroom, operation: Operation, error: type[BylineError]
) -> None:
    response = newsroom.ask_when(error, operation)
    assert response.status in {200, 204} or problem(response) in {PROBLEM_TYPES[each].name for each in RAISES[operation]}


def test_each_operation_is_tried_and_each_refused_request_is_of_an_error_that_is_declared() -> None:
    assert REQUESTS.keys() == RAISES.keys()
    assert REFUSED.keys() <= set(PAIRS)


def test_each_operation_of_the_openapi_document_has_a_status_for_each_of_its_errors() -> None:
    paths = desk_api.openapi_document()["paths"]
    declared = {
        f"{method.upper()} {path}": {int(status) for status in operation["responses"]}
        for path, methods in paths.items()
        for method, operation in methods.items()
    }
    assert declared == DECLARED
