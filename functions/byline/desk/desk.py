"""The operations of the desk's API: articles, sections and authors are stored, withdrawn, renamed, retired and listed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from byline.desk.inputs import DeskArticle, DeskAuthor, DeskSection, feed_shown
from byline.desk.publisher import Publisher
from byline.errors import (
    AlreadySeen,
    BylineError,
    EditConflict,
    NameTaken,
    PreconditionFailed,
    Problem,
    Refused,
    RetiredProfile,
    StoreUnavailable,
    TooLarge,
    UnknownArticle,
    UnknownFeed,
    UnknownProfile,
)
from byline.intake.inputs import Origin
from byline.model.article import Article, Author, Section
from byline.model.feed import FeedKey
from byline.model.lifecycle import StoredArticle, Withdrawal
from byline.settings import DeskSettings
from byline.storage.desk_reader import DeskReader
from byline.storage.dynamodb import Table
from byline.storage.editing import EditResult, OnlyIf
from byline.storage.items import storable

AHEAD = timedelta(minutes=5)
"""How far an editor's clock may be ahead."""

DeskProfile = DeskSection | DeskAuthor


class Desk:
    """Edits and lists of one newsroom's articles. `origin` says whose they are, `reader` reads them, `clock` gives aware UTC.

    Every method is safe to repeat. RAISES has the errors of each.
    """

    def __init__(self, publisher: Publisher, reader: DeskReader, origin: Origin, clock: Callable[[], datetime]) -> None:
        self.reader = reader
        self._publisher = publisher
        self._origin = origin
        self._clock = clock

    def now(self) -> datetime:
        """The time, in whole seconds."""
        return self._clock().replace(microsecond=0)

    def put_article(self, article_id: str, sent: DeskArticle, only_if: OnlyIf) -> EditResult[StoredArticle]:
        """Store an article under its id. Dates that it does not give stay as stored; a new one without dates is published now.

        Raises Refused if it gives another id, has a correction in the future, moves `updated` without a correction, or has
        another withdrawal than the stored article.
        """
        if sent.id not in (None, article_id):
            raise Refused(f"article {article_id}", [Problem("id", f"{sent.id} is not the id in the address")])
        article = sent.to_article(article_id, self._origin, self.now())
        result = self._publisher.articles.put(
            article,
            draft=sent.draft,
            withdrawal=Withdrawal(**sent.withdrawal.model_dump()) if sent.withdrawal else None,
            only_if=only_if,
            dated=lambda article, before, now: dated(article, sent, before, now),
        )
        return replace(result, thing=self.reader.with_present_names(result.thing))

    def withdraw(self, article_id: str, notice: str, only_if: OnlyIf) -> EditResult[StoredArticle]:
        """Take an article out of every feed."""
        result = self._publisher.articles.withdraw(article_id, notice=notice, only_if=only_if)
        return replace(result, thing=self.reader.with_present_names(result.thing))

    def put_profile(self, name: FeedKey, sent: DeskProfile, only_if: OnlyIf) -> EditResult[Section | Author]:
        """Store the section or author called `name`. If `sent` has another slug, it is renamed to that."""
        profile = sent.model_copy(update={"slug": name.slug}).to_domain(self._origin)
        new_slug = sent.slug if sent.slug != name.slug else None
        return self._publisher.profiles.put(profile, new_slug=new_slug, only_if=only_if)

    def retire(self, name: FeedKey, only_if: OnlyIf) -> None:
        """End the feed of a section or author for ever."""
        self._publisher.profiles.retire(name, only_if=only_if)

    def scheduled(self) -> list[dict[str, Any]]:
        """The articles that are not due yet, earliest first, as JSON objects."""
        now = self.now()
        waiting = [each for each in self.reader.scheduled() if each.published > now]
        return [storable({"id": each.article_id, "published": each.published}) for each in waiting]

    def feeds(self) -> list[dict[str, Any]]:
        """Every feed and its current state, as JSON objects."""
        return [storable(feed_shown(feed)) for feed in self.reader.feeds(self.now())]


RAISES: Mapping[Callable[..., Any], tuple[type[BylineError], ...]] = {
    DeskReader.article: (UnknownArticle, Refused, StoreUnavailable),
    DeskReader.profile: (UnknownFeed, Refused, StoreUnavailable),
    Desk.put_article: (
        *(Refused, UnknownProfile, RetiredProfile, AlreadySeen, TooLarge),
        *(PreconditionFailed, EditConflict, StoreUnavailable),
    ),
    Desk.withdraw: (UnknownArticle, Refused, PreconditionFailed, EditConflict, StoreUnavailable),
    Desk.put_profile: (UnknownFeed, Refused, RetiredProfile, NameTaken, PreconditionFailed, EditConflict, StoreUnavailable),
    Desk.retire: (UnknownFeed, PreconditionFailed, EditConflict, StoreUnavailable),
    Desk.scheduled: (StoreUnavailable,),
    Desk.feeds: (StoreUnavailable,),
}
"""The errors that each operation of the desk may raise. The API's document has a status for each of them."""


def desk_for(settings: DeskSettings, table: Table, clock: Callable[[], datetime]) -> Desk:
    """The desk of the newsroom in `table`. `clock` gives aware UTC."""
    return Desk(Publisher(table, clock), DeskReader(table), Origin(settings.site_url, settings.id_authority), clock)


def dated(article: Article, sent: DeskArticle, before: StoredArticle | None, now: datetime) -> Article:
    """The article with its dates: `published` stays once readers have seen it, `updated` moves only for new corrections.

    A new article may give the time of its update, since it may be an old one from elsewhere. Raises Refused.
    """
    ahead = [number for number, each in enumerate(article.corrections) if each.at > now + AHEAD]
    if ahead:
        raise Refused(f"article {article.id}", [Problem(f"corrections.{number}.at", "is in the future") for number in ahead])
    stays = before and (not before.draft or sent.draft)
    had = before.article.published if before and stays else article.published
    published = sent.published or had
    seen = before.article.updated if before and before.has_been_seen(now) else None
    known = before.article.corrections if before and seen else ()
    corrected = [min(each.at, now) for each in article.corrections if each not in known]
    updated = max(published, *([seen] if seen else [sent.updated or published]), *corrected)
    if seen and sent.updated not in (None, seen, updated):
        raise Refused(f"article {article.id}", [Problem("updated", "moves only with a correction: leave it out, or add one")])
    return replace(article, published=published, updated=updated)
