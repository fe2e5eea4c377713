"""The content of an article, and the author of its feed, as all formats show them."""

from dataclasses import dataclass, replace

from byline.formats.corrections import begins_right_to_left, corrections_html, corrections_text, label_in
from byline.formats.languages import is_right_to_left
from byline.model.article import Article
from byline.model.feed import Feed
from byline.model.profiles import Author, Section
from byline.model.site import Site


@dataclass(frozen=True, slots=True)
class Person:
    """An author as formats show them; `email` is public, `picture` is an address."""

    name: str
    url: str | None = None
    email: str | None = None
    picture: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article of a feed as every format shows it.

    `sections` and `authors` are in the article's order, without those that are not stored; `people` are the authors. `categories`
    are the titles of the sections, then the tags. `content` is HTML with the corrections at its end, empty where the feed shows
    summaries only. `summary` is plain text, `teaser` the same but never empty. `language` is None if it is the site's. A
    `withdrawn` article is the notice of a withdrawal.
    """

    article: Article
    sections: tuple[Section, ...]
    authors: tuple[Author, ...]
    people: tuple[Person, ...]
    categories: tuple[str, ...]
    content: str
    summary: str
    language: str | None
    withdrawn: bool = False

    @property
    def teaser(self) -> str:
        """The summary; the title if there is none."""
        return self.summary or self.article.title


def entries(feed: Feed) -> tuple[Entry, ...]:
    """The articles of `feed`, in its order."""
    sections = {key.slug: profile for key, profile in feed.profiles.items() if isinstance(profile, Section)}
    authors = {key.slug: profile for key, profile in feed.profiles.items() if isinstance(profile, Author)}
    people = {slug: _person(author) for slug, author in authors.items()}
    notices = {each.article_id: each.as_article() for each in feed.tombstones}
    shown = (_entry(feed.site, article, sections, authors, people) for article in feed.articles)
    return tuple(replace(each, withdrawn=notices.get(each.article.id) == each.article) for each in shown)


def author_of(feed: Feed) -> Person:
    """The author of a feed as a whole: the author it is about, or else the publication."""
    return _person(feed.profile) if isinstance(feed.profile, Author) else Person(feed.site.title)


def _entry(
    site: Site, article: Article, sections: dict[str, Section], authors: dict[str, Author], people: dict[str, Person]
) -> Entry:
    found = tuple(sections[slug] for slug in article.sections if slug in sections)
    content = _content(article, site, found)
    return Entry(
        article=article,
        sections=found,
        authors=tuple(authors[slug] for slug in article.authors if slug in authors),
        people=tuple(people[slug] for slug in article.authors if slug in people),
        categories=tuple(dict.fromkeys([*(section.title for section in found), *article.tags])),
        content=content,
        summary=_summary(article, site, content),
        language=article.language if article.language != site.language else None,
    )


def _content(article: Article, site: Site, sections: tuple[Section, ...]) -> str:
    """The HTML with the corrections. They are part of the text because some readers detect changes only in the text."""
    if site.summaries_only or any(section.summaries_only for section in sections):
        return ""
    language = article.language or site.language
    right_to_left = is_right_to_left(language)
    label_right_to_left = begins_right_to_left(label_in(language))
    content = article.content + corrections_html(article, site, right_to_left=right_to_left or label_right_to_left)
    # Readers do not set HTML from right to left because of a language tag alone. Inside, a `dir` of its own counts.
    return f'<div dir="rtl">{content}</div>' if content and right_to_left else content


def _summary(article: Article, site: Site, content: str) -> str:
    """The article's summary, with the corrections if the content is not shown."""
    if content or not article.corrections:
        return article.summary
    return " ".join(filter(None, [article.summary, *corrections_text(article, site)]))


def _person(author: Author) -> Person:
    return Person(author.name, author.url, author.email, author.image.url if author.image else None)
