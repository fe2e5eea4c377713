"""The errors that each operation of the desk may raise."""

from collections.abc import Callable, Mapping
from typing import Any

from byline import errors
from byline.desk.desk import Desk
from byline.desk.finding import Finder
from byline.storage.desk_reader import DeskReader

_ANY_EDIT = (errors.PreconditionFailed, errors.EditConflict, errors.ClockSkewed, errors.StoreUnavailable)
_PUT_ARTICLE = (
    *(errors.Refused, errors.UnknownProfile, errors.RetiredProfile, errors.AlreadySeen, errors.Withdrawn, errors.Erased),
    *(errors.AddressTaken, errors.TooLarge),
    *_ANY_EDIT,
)
_GO_BACK = (
    *(errors.Refused, errors.RetiredProfile, errors.AlreadySeen, errors.Erased, errors.AddressTaken, errors.TooLarge),
    *_ANY_EDIT,
)
_PUT_PROFILE = (
    *(errors.UnknownFeed, errors.Refused, errors.RetiredProfile, errors.NameTaken, errors.Erased),
    *_ANY_EDIT,
)

RAISES: Mapping[Callable[..., Any], tuple[type[errors.BylineError], ...]] = {
    DeskReader.article: (errors.UnknownArticle, errors.Refused, errors.StoreUnavailable),
    DeskReader.profile: (errors.UnknownFeed, errors.Refused, errors.StoreUnavailable),
    Desk.put_article: _PUT_ARTICLE,
    Desk.patch_article: (errors.UnknownArticle, *_PUT_ARTICLE),
    Desk.withdraw: (errors.UnknownArticle, errors.Erased, errors.Refused, errors.TooLarge, *_ANY_EDIT),
    Desk.go_back: (errors.UnknownArticle, errors.UnknownVersion, *_GO_BACK),
    Desk.erase_article: (errors.UnknownArticle, errors.Refused, *_ANY_EDIT),
    Desk.erase_author: (errors.UnknownFeed, errors.Refused, errors.EditConflict, errors.ClockSkewed, errors.StoreUnavailable),
    Desk.version: (errors.UnknownArticle, errors.UnknownVersion, errors.Refused, errors.StoreUnavailable),
    Desk.versions: (errors.UnknownArticle, errors.Refused, errors.StoreUnavailable),
    Desk.put_profile: _PUT_PROFILE,
    Desk.patch_profile: _PUT_PROFILE,
    Desk.retire: (errors.UnknownFeed, *_ANY_EDIT),
    Desk.revive: (errors.UnknownFeed, errors.Refused, errors.Erased, *_ANY_EDIT),
    Desk.concerned: (errors.UnknownFeed, errors.StoreUnavailable),
    Desk.scheduled: (errors.StoreUnavailable,),
    Desk.feeds: (errors.StoreUnavailable,),
    Finder.articles: (errors.UnknownFeed, errors.Refused, errors.StoreUnavailable),
}
"""The OpenAPI document has a status for each of them."""
