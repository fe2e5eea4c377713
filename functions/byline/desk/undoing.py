"""Going back to an earlier version of an article, as a new edit: what readers have seen stays true."""

from dataclasses import dataclass, replace
from datetime import datetime

from byline.desk.article_rules import hides, marked, resolved
from byline.desk.lifecycle_edits import withdrawn
from byline.edit_errors import AlreadySeen, UnknownArticle
from byline.errors import Problem, Refused
from byline.model.article import Article
from byline.model.feed_key import FeedKey
from byline.model.kinds import profiles_of
from byline.model.lifecycle import Status, StoredArticle
from byline.storage.feed_lookup import StoredFeeds


@dataclass(frozen=True, slots=True)
class ReturnArticle:
    """Make an article again what it was `then`."""

    then: StoredArticle

    @property
    def article_id(self) -> str:
        """The article's id."""
        return self.then.article.id

    @property
    def names(self) -> tuple[FeedKey, ...]:
        """The sections and authors that the article named then."""
        return profiles_of(self.then.article)


def returned(edit: ReturnArticle, before: StoredArticle | None, feeds: StoredFeeds, now: datetime) -> StoredArticle:
    """The article after `edit`: its text, tags, corrections, date and lifecycle are those of then.

    Once readers have seen the article, `updated` does not go back, its guid stays, and it cannot become a draft or be scheduled
    (AlreadySeen). One that was withdrawn then is withdrawn `now`, unless it still is. Raises UnknownArticle and RetiredProfile
    too, and Refused if the edit would publish what nobody has seen: its time has passed meanwhile.
    """
    if before is None:
        raise UnknownArticle(edit.article_id)
    if edit.then.erasure:
        raise Refused(f"article {edit.article_id}", [Problem("number", "was erased then: erase it again")])
    article = _dated(resolved(edit.then.article, before, feeds), before, now)
    withdrawal = withdrawn(before, edit.then.withdrawal.notice, now) if edit.then.withdrawal else None
    after = replace(edit.then, article=marked(article, before, now), withdrawal=withdrawal)
    if before.has_been_seen(now):
        if hides(after, before, now):
            raise AlreadySeen(edit.article_id)
    elif after.status(now) is Status.PUBLISHED:
        reason = f"{article.published.isoformat()} has passed, and nobody has seen the article: publish it, or schedule it anew"
        raise Refused(f"article {edit.article_id}", [Problem("published", reason)])
    return after


def _dated(article: Article, before: StoredArticle, now: datetime) -> Article:
    """The article with dates that do not go back and a guid that does not change once readers have seen them."""
    seen = before.article if before.has_been_seen(now) else article
    return replace(article, guid=seen.guid, updated=max(article.updated, seen.updated), edited=before.article.edited)
