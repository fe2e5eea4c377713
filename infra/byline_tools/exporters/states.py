"""What an export makes of an article's state: an import stores no withdrawal, and must not publish what is withdrawn."""

from collections.abc import Mapping
from typing import Any

from byline.intake.html_text import readable
from byline.model.text import teaser


def is_draft(article: Mapping[str, Any]) -> bool:
    """Whether an export has the article as a draft: it is one, or it is withdrawn."""
    return article["status"] in ("draft", "withdrawn")


def published_of(article: Mapping[str, Any]) -> str | None:
    """When an article that is not withdrawn was or is to be published; None for a draft without a time of its own."""
    return None if article.get("status") == "withdrawn" else article.get("published")


def has_made_summary(article: Mapping[str, Any]) -> bool:
    """Whether the summary of an article is that which an import makes of the content."""
    return article.get("summary") == teaser(readable(article.get("content", "")))
