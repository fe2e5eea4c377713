"""The desk's commands: articles, sections and authors are stored, withdrawn, renamed, retired and listed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from byline.desk.article_edits import PutArticle, StatedDates, WithdrawArticle
from byline.desk.inputs import DeskArticle, DeskAuthor, DeskSection
from byline.desk.profile_edits import PutProfile, RetireProfile
from byline.desk.publisher import Publisher
from byline.desk.shown import feed_shown, scheduled_shown
from byline.errors import Problem, Refused
from byline.intake.inputs import Origin
from byline.model.feed_key import FeedKey
from byline.model.lifecycle import StoredArticle
from byline.model.precondition import Precondition
from byline.model.profiles import Author, Section
from byline.storage.desk_reader import DeskReader
from byline.storage.editing import EditResult

DeskProfile = DeskSection | DeskAuthor


class Desk:
    """Edits of one newsroom. `origin` says whose articles these are, `clock` gives aware UTC.

    Every method is safe to repeat. What it raises: see `articles` and `profiles`.
    """

    def __init__(self, publisher: Publisher, archive: DeskReader, origin: Origin, clock: Callable[[], datetime]) -> None:
        self.archive = archive
        self._publisher = publisher
        self._origin = origin
        self._clock = clock

    def now(self) -> datetime:
        """The time, in whole seconds."""
        return self._clock().replace(microsecond=0)

    def put_article(self, article_id: str, sent: DeskArticle, only_if: Precondition) -> EditResult[StoredArticle]:
        """Store an article under its id. A date that it does not state stays as it is; a new article is published now.

        Raises Refused if it names another id, is corrected in the future, moves `updated` without a correction, or has another
        withdrawal than what is stored.
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
        return self._with_present_names(self._publisher.articles.edit(edit, only_if, now))

    def withdraw(self, article_id: str, notice: str, only_if: Precondition) -> EditResult[StoredArticle]:
        """Take an article out of every feed."""
        return self._with_present_names(self._publisher.articles.edit(WithdrawArticle(article_id, notice), only_if))

    def put_profile(self, name: FeedKey, sent: DeskProfile, only_if: Precondition) -> EditResult[Section | Author]:
        """Store a section or author; one that says another slug than that of its address is renamed."""
        profile = sent.to_profile(name.slug, self._origin.site_url)
        new_slug = sent.slug if sent.slug != name.slug else None
        return self._publisher.profiles.edit(PutProfile(profile, new_slug=new_slug), only_if)

    def retire(self, name: FeedKey, only_if: Precondition) -> None:
        """End the feed of a section or author for ever."""
        self._publisher.profiles.edit(RetireProfile(name), only_if)

    def scheduled(self) -> list[dict[str, Any]]:
        """What waits for its time, earliest first, as it is told."""
        now = self.now()
        return [scheduled_shown(each) for each in self.archive.scheduled() if each.published > now]

    def feeds(self) -> list[dict[str, Any]]:
        """Every feed and the state it is in, as it is told."""
        return [feed_shown(feed) for feed in self.archive.feeds(self.now())]

    def _with_present_names(self, result: EditResult[StoredArticle]) -> EditResult[StoredArticle]:
        return replace(result, thing=self.archive.with_present_names(result.thing))
