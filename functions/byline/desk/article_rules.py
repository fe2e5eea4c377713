"""Rules that several edits of articles share: which sections and authors they may name, and what readers have seen."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from byline.edit_errors import RetiredProfile, UnknownProfile
from byline.errors import Problem
from byline.model.article import Article
from byline.model.feed_key import FeedKey
from byline.model.kinds import naming, profiles_of
from byline.model.lifecycle import StoredArticle
from byline.storage.feed_lookup import StoredFeeds

AHEAD = timedelta(minutes=5)
"""How far in the future a time may be that an editor states as past or present, and a correction before the publication: clocks
differ."""


def hides(after: StoredArticle, before: StoredArticle, now: datetime) -> bool:
    """Whether an article becomes a draft, or gets a later time of publication that is to come, now or when it is restored."""
    return after.draft or after.article.published > max(now, before.article.published)


def changed_guid(article: Article, before: StoredArticle | None, now: datetime) -> list[Problem]:
    """What is wrong with an article that gets another guid once readers know it by one."""
    if before is None or not before.has_been_seen(now) or article.guid == before.article.guid:
        return []
    return [Problem("guid", f"readers know the article by {before.article.known_as}: omit it")]


def marked(article: Article, before: StoredArticle | None, now: datetime) -> Article:
    """The article with the time of its last edit, if readers have seen it, and may see the edit by nothing else."""
    if before is None or not before.has_been_seen(now) or article.updated != before.article.updated:
        return replace(article, edited=None)
    return article if article == before.article else replace(article, edited=now)


def resolved(article: Article, before: StoredArticle | None, feeds: StoredFeeds) -> Article:
    """A copy of the article that names sections and authors by their stored keys, whether it uses present or former names.

    Raises what `refuse_names` raises.
    """
    names = profiles_of(article)
    refuse_names(article.id, names, before, feeds)
    return naming(article, dict.fromkeys(feeds[name].key for name in names))


def refuse_names(article_id: str, names: Sequence[FeedKey], before: StoredArticle | None, feeds: StoredFeeds) -> None:
    """Raise UnknownProfile for names of sections and authors that do not exist, and otherwise RetiredProfile for retired ones.

    What the article names already may be retired.
    """
    had = profiles_of(before.article) if before else ()
    found = {feeds[name].key: feeds[name].head for name in names if name in feeds}
    retired = [str(key) for key, head in found.items() if head and head.retired and key not in had]
    if unknown := [str(name) for name in names if name not in feeds]:
        raise UnknownProfile(article_id, unknown, retired)
    if retired:
        raise RetiredProfile(f"article {article_id}", retired)
