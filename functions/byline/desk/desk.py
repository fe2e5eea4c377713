"""The operations of the desk's API: store, withdraw, rename, retire, revive and list articles, sections and authors."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from byline import errors
from byline.desk.article_edits import PutArticle, StatedDates, WithdrawArticle
from byline.desk.inputs import DeskArticle, DeskAuthor, DeskSection
from byline.desk.profile_edits import PutProfile
from byline.desk.publisher import Publisher
from byline.desk.shown import feed_shown, scheduled_shown, usage_shown
from byline.errors import Problem, Refused
from byline.intake.inputs import Origin
from byline.model.feed_key import FeedKey
from byline.model.lifecycle import StoredArticle
from byline.model.precondition import Precondition
from byline.model.profiles import Profile
from byline.settings import DeskSettings
from byline.storage.desk_reader import DeskReader
from byline.storage.dynamodb import Table
from byline.storage.editing import EditResult

DeskProfile = DeskSection | DeskAuthor


class Desk:
    """Edits and lists the articles of one newsroom, `origin`. `reader` reads them, `clock` returns aware UTC.

    Every method is safe to repeat. RAISES lists the errors of each.
    """

    def __init__(self, publisher: Publisher, reader: DeskReader, origin: Origin, clock: Callable[[], datetime]) -> None:
        self.reader = reader
        self._publisher = publisher
        self._origin = origin
        self._clock = clock

    def now(self) -> datetime:
        """The time in whole seconds."""
        return self._clock().replace(microsecond=0)

    def put_article(self, article_id: str, sent: DeskArticle, only_if: Precondition) -> EditResult[StoredArticle]:
        """Store an article under its id. An unspecified date keeps its stored value; a new article is published now.

        Raises Refused if `sent` has another id, a correction in the future, a changed `updated` without a correction, or a
        withdrawal that differs from the stored one.
        """
        if sent.id not in (None, article_id):
            raise Refused(f"article {article_id}", [Problem("id", f"{sent.id} is not the id in the address")])
        now = self.now()
        edit = PutArticle(
            sent.to_article(article_id, now),
            draft=sent.draft,
            withdrawal=sent.withdrawal.to_withdrawal() if sent.withdrawal else None,
            dates=StatedDates(sent.published, sent.updated),
        )
        return self._with_present_names(self._publisher.articles.edit(edit, only_if))

    def withdraw(self, article_id: str, notice: str, only_if: Precondition) -> EditResult[StoredArticle]:
        """Remove an article from every feed. `notice` replaces it for readers who have seen it."""
        return self._with_present_names(self._publisher.articles.edit(WithdrawArticle(article_id, notice), only_if))

    def put_profile(self, name: FeedKey, sent: DeskProfile, only_if: Precondition) -> EditResult[Profile]:
        """Store the section or author called `name`. If `sent` has another slug, it is renamed to that."""
        profile = sent.to_profile(name.slug, self._origin.site_url)
        new_slug = sent.slug if sent.slug != name.slug else None
        return self._publisher.profiles.edit(PutProfile(profile, new_slug=new_slug), only_if)

    def retire(self, name: FeedKey, only_if: Precondition) -> None:
        """End the feed of a section or author until it is revived."""
        self._publisher.profiles.retire(name, only_if)

    def revive(self, name: FeedKey, only_if: Precondition) -> None:
        """Undo the retirement of a section or author."""
        self._publisher.profiles.revive(name, only_if)

    def concerned(self, name: FeedKey) -> dict[str, Any]:
        """How many articles and which addresses the retirement of a section or author concerns, as a JSON object."""
        return usage_shown(self.reader.usage(name))

    def scheduled(self) -> list[dict[str, Any]]:
        """The articles that are not due yet, earliest first, as JSON objects."""
        now = self.now()
        return [scheduled_shown(each) for each in self.reader.scheduled() if each.published > now]

    def feeds(self) -> list[dict[str, Any]]:
        """Every feed and its current state, as JSON objects."""
        return [feed_shown(feed) for feed in self.reader.feeds(self.now())]

    def _with_present_names(self, result: EditResult[StoredArticle]) -> EditResult[StoredArticle]:
        return replace(result, thing=self.reader.with_present_names(result.thing))


RAISES: Mapping[Callable[..., Any], tuple[type[errors.BylineError], ...]] = {
    DeskReader.article: (errors.UnknownArticle, errors.Refused, errors.StoreUnavailable),
    DeskReader.profile: (errors.UnknownFeed, errors.Refused, errors.StoreUnavailable),
    Desk.put_article: (
        *(errors.Refused, errors.UnknownProfile, errors.RetiredProfile, errors.AlreadySeen, errors.TooLarge),
        *(errors.PreconditionFailed, errors.EditConflict, errors.ClockSkewed, errors.StoreUnavailable),
    ),
    Desk.withdraw: (
        errors.UnknownArticle,
        errors.Refused,
        errors.TooLarge,
        errors.PreconditionFailed,
        errors.EditConflict,
        errors.ClockSkewed,
        errors.StoreUnavailable,
    ),
    Desk.put_profile: (
        errors.UnknownFeed,
        errors.Refused,
        errors.RetiredProfile,
        errors.NameTaken,
        errors.PreconditionFailed,
        errors.EditConflict,
        errors.ClockSkewed,
        errors.StoreUnavailable,
    ),
    Desk.retire: (
        errors.UnknownFeed,
        errors.PreconditionFailed,
        errors.EditConflict,
        errors.ClockSkewed,
        errors.StoreUnavailable,
    ),
    Desk.revive: (
        errors.UnknownFeed,
        errors.Refused,
        errors.PreconditionFailed,
        errors.EditConflict,
        errors.ClockSkewed,
        errors.StoreUnavailable,
    ),
    Desk.concerned: (errors.UnknownFeed, errors.StoreUnavailable),
    Desk.scheduled: (errors.StoreUnavailable,),
    Desk.feeds: (errors.StoreUnavailable,),
}
"""The errors that each operation of the desk may raise. The OpenAPI document has a status for each of them."""


def desk_for(settings: DeskSettings, table: Table, clock: Callable[[], datetime]) -> Desk:
    """The desk of the newsroom in `table`. `clock` returns aware UTC."""
    return Desk(Publisher(table, clock), DeskReader(table), Origin(settings.site_url, settings.id_authority), clock)
