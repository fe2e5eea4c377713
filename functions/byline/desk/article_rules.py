"""Rules that several edits of articles share: which sections and authors they may name, and what readers have seen."""

from dataclasses import replace
from datetime import datetime

from byline.edit_errors import RetiredProfile, UnknownProfile
from byline.model.article import Article
from byline.model.kinds import naming, profiles_of
from byline.model.lifecycle import StoredArticle
from byline.storage.feed_lookup import StoredFeeds


def hides(after: StoredArticle, before: StoredArticle, now: datetime) -> bool:
    """Whether an article becomes a draft, or gets a later time of publication that is to come, now or when it is restored."""
    return after.draft or after.article.published > max(now, before.article.published)


def marked(article: Article, before: StoredArticle | None, now: datetime) -> Article:
    """The article with the time of its last edit, if readers have seen it, and may see the edit by nothing else."""
    if before is None or not before.has_been_seen(now) or article.updated != before.article.updated:
        return replace(article, edited=None)
    return article if article == before.article else replace(article, edited=now)


def resolved(article: Article, before: StoredArticle | None, feeds: StoredFeeds) -> Article:
    """A copy of the article that names sections and authors by their stored keys, whether it uses present or former names.

    Raises UnknownProfile, and RetiredProfile for those that the article did not name `before`.
    """
    names = profiles_of(article)
    if unknown := [str(name) for name in names if name not in feeds]:
        raise UnknownProfile(article.id, unknown)
    named = {feeds[name].key: feeds[name].head for name in names}
    had = profiles_of(before.article) if before else ()
    if retired := [str(key) for key, head in named.items() if head and head.retired and key not in had]:
        raise RetiredProfile(f"article {article.id}", retired)
    return naming(article, named)
