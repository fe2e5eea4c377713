"""The time of an article's last update after an edit, and what is wrong with the dates that are stated."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from byline.desk.article_rules import AHEAD
from byline.errors import Problem
from byline.model.article import Article, Correction
from byline.model.feed_state import SECOND
from byline.model.lifecycle import StoredArticle


@dataclass(frozen=True, slots=True)
class Dating:
    """What the dates after an edit at `now` follow from: `article`, which is `before` with what the edit states, the time
    `stated` of its last update, None if the edit states none, and the time at which it is then `published`.
    """

    article: Article
    stated: datetime | None
    published: datetime
    before: StoredArticle | None
    now: datetime

    def elsewhere(self) -> datetime:
        """The time of the last update, as another system states it."""
        return max(self.published, self.stated or self._own_date() or self.published)

    def updated(self) -> datetime:
        """The time of the last update. Once readers have seen the article, only a new correction moves it."""
        new = self._new_corrections()
        corrected = [min(each.at, self.now) for each in new]
        if self.before is None or not self._is_out:
            return max(self.published, self._until_it_is_out(), *corrected)
        old = self.before.article.updated
        updated = max(self.published, old, *corrected)
        if not new or updated > old:
            return updated
        return updated + SECOND if updated > self.now else self.now  # so that readers notice

    def problems(self, updated: datetime, *, is_old: bool) -> Iterator[Problem]:
        """What is wrong with the dates, if the article was last `updated` then.

        A new article that `is_old` has been published elsewhere, so it may have corrections.
        """
        has_readers, new = self._has_been_seen or is_old, self._new_corrections()
        for number, each in enumerate(self.article.corrections):
            field = f"corrections.{number}"
            if each.at > self.now + AHEAD:
                yield Problem(f"{field}.at", "is in the future")
            elif each in new and each.at < self.published - AHEAD:
                yield Problem(f"{field}.at", f"is before the article was published, {self.published.isoformat()}")
            if each in new and not has_readers:
                yield Problem(field, "corrects what nobody has read yet: change the text, without a correction")
        stated = self._restated()
        if stated and stated > max(self.now, self.published) + AHEAD:
            yield Problem("updated", "is in the future")
        elif stated and self._has_been_seen and updated not in (stated, min(stated, self.now)):
            yield Problem("updated", "changes only with a correction: omit it, or add a correction")

    @property
    def _has_been_seen(self) -> bool:
        return self.before is not None and self.before.has_been_seen(self.now)

    @property
    def _is_out(self) -> bool:
        """Whether readers have seen the article by the editor's clock, too."""
        return self._has_been_seen and self.before is not None and self.before.article.published <= self.now

    def _until_it_is_out(self) -> datetime:
        """The time that is stated, or else the stored one. If the time of publication moves, it is not to come any longer."""
        stated, own = self._restated(), self._own_date()
        if stated and not self._has_been_seen:
            return stated
        if own is None or self.before is None or self.published == self.before.article.published:
            return own or self.published
        return min(own, max(self.published, self.now))

    def _restated(self) -> datetime | None:
        """The time that the edit states, unless that is the stored one."""
        return None if self.before and self.stated == self.before.article.updated else self.stated

    def _own_date(self) -> datetime | None:
        """The time at which the stored article was updated; None if that follows from its time of publication."""
        before = self.before
        return before.article.updated if before and before.article.updated > before.article.published else None

    def _new_corrections(self) -> list[Correction]:
        known = self.before.article.corrections if self.before else ()
        return [each for each in self.article.corrections if each not in known]
