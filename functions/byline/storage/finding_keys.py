"""The keys of the items by which articles and feeds are found: lists, addresses, guids, redirects. Only this module makes them.

pk                        sk                          holds
LIST#published            <published>#<id>            what lists show of an article that is published or scheduled
LIST#draft                <published>#<id>            the same of a draft
LIST#withdrawn            <published>#<id>            the same of a withdrawn article
ADDRESS#<address>         ADDRESS                     the id of the article that has the address
GUID#<guid>               GUID                        the id of the article that has the guid, if that is not its id
REDIRECTS                 /category/world/feed        the feed and the format that an old path leads to
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from byline.model.addresses import same_page
from byline.model.lifecycle import Status
from byline.model.times import format_time
from byline.storage.item_keys import Bounds, Key, dated

LIST, ADDRESS, GUID, REDIRECTS = "LIST#", "ADDRESS#", "GUID#", "REDIRECTS"
ADDRESS_SORT_KEY, GUID_SORT_KEY = "ADDRESS", "GUID"
FIRST, LAST = "0", "~"
"""Before and after every sort key of a list."""


@dataclass(frozen=True, slots=True)
class Range:
    """A part of one list: its partition, and the bounds of sort keys."""

    pk: str
    between: Bounds


def list_key(status: Status, published: datetime, article_id: str) -> Key:
    """The key of an article of that status in its list. What is scheduled is listed with what is published."""
    return {"pk": _list_pk(status), "sk": dated(published, article_id)}


def ranges(status: Status | None, now: datetime, since: datetime | None, until: datetime | None) -> Collection[Range]:
    """The parts of the lists with the articles of that status at `now`, of all if it is None.

    Only those published at or after `since` and before `until`, if these are given.
    """
    low, high = format_time(since) if since else FIRST, format_time(until) if until else LAST
    due = f"{format_time(now)}$"  # after what is published at this second, and before what is later
    if status is None:
        found = [Range(_list_pk(each), (low, high)) for each in (Status.PUBLISHED, Status.DRAFT, Status.WITHDRAWN)]
    elif status is Status.PUBLISHED:
        found = [Range(_list_pk(status), (low, min(high, due)))]
    elif status is Status.SCHEDULED:
        found = [Range(_list_pk(status), (max(low, due), high))]
    else:
        found = [Range(_list_pk(status), (low, high))]
    return [each for each in found if each.between[0] < each.between[1]]


def address_key(url: str) -> Key:
    """The key under which the article with this address is found. It is the same for all addresses of one page."""
    return {"pk": f"{ADDRESS}{same_page(url)}", "sk": ADDRESS_SORT_KEY}


def guid_key(guid: str) -> Key:
    """The key under which the article with this guid is found."""
    return {"pk": f"{GUID}{guid}", "sk": GUID_SORT_KEY}


def redirect_key(path: str) -> Key:
    """The key of the redirect from an old path. All of them are one partition, so that they can be listed."""
    return {"pk": REDIRECTS, "sk": path}


def after_redirect(path: str | None) -> Bounds:
    """The bounds of the redirects from old paths from `path` on, itself included; of all for None."""
    return path or "/", "/\U0010ffff"


def _list_pk(status: Status) -> str:
    return f"{LIST}{Status.PUBLISHED if status is Status.SCHEDULED else status}"
