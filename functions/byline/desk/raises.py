"""The errors that each operation of the desk may raise."""

from collections.abc import Callable, Mapping
from typing import Any

from byline.desk.desk import Desk
from byline.desk.finding import Finder
from byline.desk.redirect_desk import RedirectDesk
from byline.edit_errors import (
    AddressTaken,
    AlreadySeen,
    ClockSkewed,
    EditConflict,
    Erased,
    GuidTaken,
    NameTaken,
    PreconditionFailed,
    RetiredProfile,
    TooLarge,
    UnknownArticle,
    UnknownProfile,
    UnknownRedirect,
    UnknownVersion,
    Withdrawn,
)
from byline.errors import BylineError, Refused, StoreUnavailable, UnknownFeed
from byline.storage.desk_reader import DeskReader

_WRITES = (EditConflict, ClockSkewed, StoreUnavailable)
_ANY_EDIT = (PreconditionFailed, *_WRITES)
_PUT_ARTICLE = (
    Refused,
    UnknownProfile,
    RetiredProfile,
    AlreadySeen,
    Withdrawn,
    Erased,
    AddressTaken,
    GuidTaken,
    TooLarge,
    *_ANY_EDIT,
)
_GO_BACK = (
    Refused,
    RetiredProfile,
    AlreadySeen,
    Erased,
    AddressTaken,
    GuidTaken,
    TooLarge,
    *_ANY_EDIT,
)
_PUT_PROFILE = (
    UnknownFeed,
    Refused,
    RetiredProfile,
    NameTaken,
    Erased,
    *_ANY_EDIT,
)

RAISES: Mapping[Callable[..., Any], tuple[type[BylineError], ...]] = {
    DeskReader.article: (UnknownArticle, Refused, StoreUnavailable),
    DeskReader.profile: (UnknownFeed, Refused, StoreUnavailable),
    Desk.put_article: _PUT_ARTICLE,
    Desk.patch_article: (UnknownArticle, *_PUT_ARTICLE),
    Desk.withdraw: (UnknownArticle, Erased, Refused, TooLarge, *_ANY_EDIT),
    Desk.go_back: (UnknownArticle, UnknownVersion, *_GO_BACK),
    Desk.erase_article: (UnknownArticle, Refused, *_ANY_EDIT),
    Desk.erase_author: (UnknownFeed, Refused, *_ANY_EDIT),
    Desk.version: (UnknownArticle, UnknownVersion, Refused, StoreUnavailable),
    Desk.versions: (UnknownArticle, Refused, StoreUnavailable),
    Desk.put_profile: _PUT_PROFILE,
    Desk.patch_profile: _PUT_PROFILE,
    Desk.retire: (UnknownFeed, *_ANY_EDIT),
    Desk.revive: (UnknownFeed, Refused, Erased, *_ANY_EDIT),
    Desk.concerned: (UnknownFeed, StoreUnavailable),
    Desk.scheduled: (StoreUnavailable,),
    Desk.feeds: (StoreUnavailable,),
    Finder.articles: (UnknownFeed, Refused, StoreUnavailable),
    RedirectDesk.page: (Refused, StoreUnavailable),
    RedirectDesk.one: (UnknownRedirect, Refused, StoreUnavailable),
    RedirectDesk.put: (UnknownFeed, Refused, *_WRITES),
    RedirectDesk.remove: (UnknownRedirect, Refused, *_WRITES),
}
"""The OpenAPI document has a status for each of them."""
