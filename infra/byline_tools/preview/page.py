"""A page of articles as a site may show them. Everything in it is escaped, but the content, which the desk has sanitised.

The page runs no scripts, whatever it contains: its policy (https://www.w3.org/TR/CSP3/) permits pictures, media and its style.
"""

from collections.abc import Iterable, Iterator
from html import escape

from byline.formats.corrections import begins_right_to_left, corrections_html, label_in
from byline.formats.entries import Entry, Person, entries
from byline.formats.languages import is_right_to_left
from byline.intake.html_text import readable
from byline.model.article import Article
from byline.model.feed import Feed
from byline.model.media import Image
from byline.model.site import Site
from byline.model.text import teaser
from byline.model.times import format_time

_POLICY = "default-src 'none'; img-src http: https: data:; media-src http: https:; style-src 'unsafe-inline'"
_STYLE = (
    "body{font:1.125rem/1.6 Georgia,serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}"
    "h1{line-height:1.2}img{max-width:100%;height:auto}figure{margin:1.5rem 0}"
    ".preview,.sections,.byline,.dates,figcaption{font:.875rem/1.5 system-ui,sans-serif}"
    ".preview{border:1px solid;padding:.5rem 1rem}.summary{font-weight:bold}"
    ".byline img{width:2.5rem;height:2.5rem;border-radius:50%;object-fit:cover;vertical-align:middle}"
    "article+article{border-top:3px double;margin-top:3rem;padding-top:1rem}"
)


def write_page(feed: Feed, remarks: Iterable[str]) -> bytes:
    """An HTML page of the articles of `feed`, below `remarks` about the preview."""
    shown = entries(feed)
    title = shown[0].article.title if len(shown) == 1 else feed.site.title
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(feed.site.language)}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{_text(f'Preview: {title}')}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        *(f'<p class="preview">{_text(remark)}</p>' for remark in remarks),
        *(line for entry in shown for line in _article(entry, feed.site)),
        "</body>",
        "</html>",
    ]
    return ("\n".join(lines) + "\n").encode(errors="replace")


def _article(entry: Entry, site: Site) -> Iterator[str]:
    article = entry.article
    language = article.language or site.language
    right_to_left = is_right_to_left(language)
    yield f'<article lang="{escape(language)}"{" dir=" + chr(34) + "rtl" + chr(34) if right_to_left else ""}>'
    if entry.categories:
        yield f'<p class="sections">{_text(" · ".join(entry.categories))}</p>'
    yield f'<h1><a href="{escape(article.url)}">{_text(article.title)}</a></h1>'
    if entry.summary and article.summary != teaser(readable(article.content)):
        yield f'<p class="summary">{_text(article.summary)}</p>'
    if entry.people:
        yield f'<p class="byline">{", ".join(map(_person, entry.people))}</p>'
    yield f'<p class="dates">{_dates(article)}</p>'
    if article.image:
        yield _figure(article.image)
    yield article.content
    yield corrections_html(article, site, right_to_left=right_to_left or begins_right_to_left(label_in(language)))
    for each in article.enclosures:
        yield f'<p><a href="{escape(each.url)}">{_text(each.title or each.url)}</a> ({_text(each.media_type)})</p>'
    yield "</article>"


def _person(person: Person) -> str:
    picture = f'<img src="{escape(person.picture)}" alt=""> ' if person.picture else ""
    name = _text(person.name)
    return picture + (f'<a href="{escape(person.url)}">{name}</a>' if person.url else name)


def _dates(article: Article) -> str:
    published = f"Published {_time(format_time(article.published))}"
    return published + (f", updated {_time(format_time(article.updated))}" if article.updated > article.published else "")


def _time(text: str) -> str:
    return f'<time datetime="{text}">{text}</time>'


def _figure(image: Image) -> str:
    size = "".join(f' {name}="{value}"' for name in ("width", "height") if (value := getattr(image, name)))
    picture = f'<img src="{escape(image.url)}" alt="{escape(image.alt)}"{size}>' if image.url else ""
    texts = " ".join(_text(each) for each in (image.caption, image.credit and f"({image.credit})") if each)
    return f"<figure>{picture}{f'<figcaption>{texts}</figcaption>' if texts else ''}</figure>"


def _text(text: str) -> str:
    return escape(text, quote=False)
