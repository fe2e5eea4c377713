"""What the desk does, as it is asked for: articles, sections and authors by name, stored, told, withdrawn, renamed, retired."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from byline.desk.inputs import DeskArticle, DeskAuthor, DeskSection
from byline.desk.publisher import Publisher
from byline.desk.shown import feed_shown, scheduled_shown
from byline.errors import Problem, Refused
from byline.intake.inputs import Origin
from byline.model.article import Article
from byline.model.feed_key import FeedKey
from byline.model.lifecycle import StoredArticle
from byline.model.profiles import Author, Section
from byline.storage.desk_reader import DeskReader
from byline.storage.editing import EditResult, OnlyIf

AHEAD = timedelta(minutes=5)
"""By so much an editor's clock may be ahead of ours."""

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

    def put_article(self, article_id: str, sent: DeskArticle, only_if: OnlyIf) -> EditResult[StoredArticle]:
        """Store an article under its id. What it does not say of its dates stays as it is; without any, it is published now.

        Raises Refused if it names another id, is corrected in the future, moves `updated` without a correction, or has another
        withdrawal than what is stored.
        """
        if sent.id not in (None, article_id):
            raise Refused(f"article {article_id}", [Problem("id", f"{sent.id} is not the id in the address")])
        article = sent.to_article(article_id, self.now())
        kept = self._publisher.articles.put(
            article,
            draft=sent.draft,
            withdrawal=sent.withdrawal.to_withdrawal() if sent.withdrawal else None,
            only_if=only_if,
            dated=lambda article, before, now: dated(article, sent, before, now),
        )
        return replace(kept, thing=self.archive.with_present_names(kept.thing))

    def withdraw(self, article_id: str, notice: str, only_if: OnlyIf) -> EditResult[StoredArticle]:
        """Take an article out of every feed."""
        kept = self._publisher.articles.withdraw(article_id, notice=notice, only_if=only_if)
        return replace(kept, thing=self.archive.with_present_names(kept.thing))

    def put_profile(self, name: FeedKey, sent: DeskProfile, only_if: OnlyIf) -> EditResult[Section | Author]:
        """Store a section or author; one that says another slug than that of its address is renamed."""
        profile = sent.to_profile(name.slug, self._origin.site_url)
        new_slug = sent.slug if sent.slug != name.slug else None
        return self._publisher.profiles.put(profile, new_slug=new_slug, only_if=only_if)

    def retire(self, name: FeedKey, only_if: OnlyIf) -> None:
        """End the feed of a section or author for ever."""
        self._publisher.profiles.retire(name, only_if=only_if)

    def scheduled(self) -> list[dict[str, Any]]:
        """What waits for its time, earliest first, as it is told."""
        now = self.now()
        return [scheduled_shown(each) for each in self.archive.scheduled() if each.published > now]

    def feeds(self) -> list[dict[str, Any]]:
        """Every feed and the state it is in, as it is told."""
        return [feed_shown(feed) for feed in self.archive.feeds(self.now())]


def dated(article: Article, sent: DeskArticle, before: StoredArticle | None, now: datetime) -> Article:
    """The article with its dates: `published` stays once readers have it, `updated` moves only for new corrections.

    A new article may say when it was updated, since it may be an old one from elsewhere.
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
