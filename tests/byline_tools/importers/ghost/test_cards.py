"""Cards of Ghost become plain HTML."""

import pytest

from byline.intake.html import sanitise
from byline_tools.importers.ghost.cards import with_plain_cards
from byline_tools.importers.notes import Note

BOOKMARK = (
    '<figure class="kg-card kg-bookmark-card kg-card-hascaption">'
    '<a class="kg-bookmark-container" href="https://a.example/?a=1&amp;b=2">'
    '<div class="kg-bookmark-content"><div class="kg-bookmark-title">Tides &amp; fog</div>'
    '<div class="kg-bookmark-description">All of them.</div><div class="kg-bookmark-metadata">'
    '<img class="kg-bookmark-icon" src="https://a.example/i.png" alt>'
    '<span class="kg-bookmark-author">Port</span></div></div>'
    '<div class="kg-bookmark-thumbnail"><img src="https://a.example/t.jpg"></div></a><figcaption>See '
    "<em>it</em></figcaption></figure>"
)
TOGGLE = (
    '<div class="kg-card kg-toggle-card" data-kg-toggle-state="close"><div class="kg-toggle-heading">'
    '<h4 class="kg-toggle-heading-text"><span>When?</span></h4><button class="kg-toggle-card-icon"><svg>'
    '<path d="M1"/></svg></button>'
    '</div><div class="kg-toggle-content"><p>On <b>Friday</b>.</p><div><p>Or later.</p></div></div></div>'
)
GALLERY = (
    '<figure class="kg-card kg-gallery-card kg-width-wide"><div class="kg-gallery-container">'
    '<div class="kg-gallery-row">'
    '<div class="kg-gallery-image"><img src="/a.jpg" width="10" height="20" alt="A"></div>'
    '<div class="kg-gallery-image"><a href="/b"><img src="/b.jpg" alt="B"></a></div></div></div>'
    "<figcaption>Two</figcaption></figure>"
)
AUDIO = (
    '<div class="kg-card kg-audio-card"><div class="kg-audio-thumbnail placeholder"><svg></svg></div>'
    '<div class="kg-audio-player-container">'
    '<audio src="/a.mp3" preload="metadata"></audio><div class="kg-audio-title">Waves</div>'
    '<div class="kg-audio-player">'
    '<button>play</button><span class="kg-audio-current-time">0:00</span><div>/'
    '<span class="kg-audio-duration">1:00</span></div>'
    "</div></div></div>"
)
VIDEO = (
    '<figure class="kg-card kg-video-card kg-card-hascaption"><div class="kg-video-container">'
    '<video src="/a.mp4" poster="/a.jpg" '
    'width="640" height="360" playsinline></video><div class="kg-video-overlay"><button>x</button></div></div>'
    "<figcaption>Fog</figcaption></figure>"
)
FILE = (
    '<div class="kg-card kg-file-card"><a class="kg-file-card-container" href="/a.pdf" title="Download" download>'
    '<div class="kg-file-card-contents"><div class="kg-file-card-title">Budget</div>'
    '<div class="kg-file-card-caption">Draft</div>'
    '<div class="kg-file-card-metadata"><div class="kg-file-card-filename">a.pdf</div>'
    '<div class="kg-file-card-filesize">1 MB</div>'
    "</div></div></a></div>"
)
PRODUCT = (
    '<div class="kg-card kg-product-card"><div class="kg-product-card-container">'
    '<img class="kg-product-card-image" src="/p.jpg">'
    '<div class="kg-product-card-title-container"><h4 class="kg-product-card-title">Boots</h4></div>'
    '<div class="kg-product-card-rating">'
    + '<span class="kg-product-card-rating-active kg-product-card-rating-star"><svg></svg></span>'
    * 4
    + '</div><div class="kg-product-card-description"><p>Dry.</p></div>'
    '<a href="https://b.example" class="kg-product-card-button kg-product-card-btn-accent"><span>Buy'
    "</span></a></div></div>"
)
PLAIN = {
    "callout": (
        (
            '<div class="kg-card kg-callout-card kg-callout-card-blue"><div class="kg-callout-emoji">💡</div>'
            '<div class="kg-callout-text">On <a href="/x">Thursday</a> &amp; later.</div></div>'
        ),
        '<aside>💡 On <a href="/x">Thursday</a> &amp; later.</aside>',
    ),
    "bookmark": (
        BOOKMARK,
        (
            '<figure><a href="https://a.example/?a=1&amp;b=2">Tides &amp; fog</a>'
            "<figcaption>All of them. · Port · See <em>it</em></figcaption></figure>"
        ),
    ),
    "toggle": (
        TOGGLE,
        "<details><summary>When?</summary><p>On <b>Friday</b>.</p><div><p>Or later.</p></div></details>",
    ),
    "gallery": (
        GALLERY,
        (
            '<figure><img src="/a.jpg" width="10" height="20" alt="A"><img src="/b.jpg" alt="B">'
            "<figcaption>Two</figcaption></figure>"
        ),
    ),
    "button": (
        ('<div class="kg-card kg-button-card kg-align-center"><a href="/join" class="kg-btn kg-btn-accent">Join</a></div>'),
        '<p><a href="/join">Join</a></p>',
    ),
    "audio": (
        AUDIO,
        '<figure><audio controls src="/a.mp3"></audio><figcaption><a href="/a.mp3">Waves</a></figcaption></figure>',
    ),
    "video": (
        VIDEO,
        (
            '<figure><video controls src="/a.mp4" poster="/a.jpg" width="640" height="360"></video>'
            "<figcaption>Fog</figcaption></figure>"
        ),
    ),
    "file": (FILE, '<figure><a href="/a.pdf">Budget (a.pdf, 1 MB)</a><figcaption>Draft</figcaption></figure>'),
    "header": (
        (
            '<div class="kg-card kg-header-card kg-v2"><picture><img class="kg-header-card-image" src="/h.jpg"></picture>'
            '<div class="kg-header-card-content"><h2 class="kg-header-card-heading">Fog</h2>'
            '<p class="kg-header-card-subheading">Dense.</p>'
            '<a href="/fog" class="kg-header-card-button">More</a></div></div>'
        ),
        (
            '<figure><img class="kg-header-card-image" src="/h.jpg"></figure><h2>Fog</h2><p>Dense.</p><p>'
            '<a href="/fog">More</a></p>'
        ),
    ),
    "product": (
        PRODUCT,
        (
            '<aside><figure><img class="kg-product-card-image" src="/p.jpg"></figure><h4>Boots</h4><p>★★★★☆'
            "</p><p>Dry.</p>"
            '<p><a href="https://b.example">Buy</a></p></aside>'
        ),
    ),
    "cta": (
        (
            '<div class="kg-card kg-cta-card kg-cta-minimal"><div class="kg-cta-sponsor-label"><p>Sponsored</p></div>'
            '<div class="kg-cta-text"><p>Try it.</p></div><a href="/try" class="kg-cta-button">Try</a></div>'
        ),
        '<aside><p>Sponsored</p><p>Try it.</p><p><a href="/try">Try</a></p></aside>',
    ),
}


def plain(html: str) -> tuple[str, list[Note]]:
    notes: list[Note] = []
    return with_plain_cards(html, notes), notes


@pytest.mark.parametrize("kind", PLAIN)
def test_a_card_becomes_plain_html_and_is_counted(kind: str) -> None:
    card, expected = PLAIN[kind]
    html, notes = plain(f"<p>Before.</p>{card}<p>After.</p>")
    assert html == f"<p>Before.</p>\n{expected}\n<p>After.</p>"
    assert notes == [Note("cards that became plain HTML", kind)]


@pytest.mark.parametrize("kind", PLAIN)
def test_cleaning_removes_no_text_of_it(kind: str) -> None:
    _, expected = PLAIN[kind]
    assert sanitise(expected, "https://www.example.com/").count("</") == expected.count("</")


@pytest.mark.parametrize("kind", ["email", "email-cta", "signup", "subscribe"])
def test_what_is_not_for_readers_of_the_site_is_left_out_and_counted(kind: str) -> None:
    html, notes = plain(f'<p>a</p><div class="kg-card kg-{kind}-card"><div><form><input></form></div>Join</div><p>b</p>')
    assert (html, notes) == ("<p>a</p><p>b</p>", [Note("cards left out", kind)])


def test_what_is_in_mails_only_is_left_out_and_counted() -> None:
    html, notes = plain("<p>a</p><!--kg-card-begin: email--><p>Hey {first_name}</p><!--kg-card-end: email--><p>b</p>")
    assert (html, notes) == ("<p>a</p><p>b</p>", [Note("cards left out", "email")])


@pytest.mark.parametrize(
    "html",
    [
        '<figure class="kg-card kg-image-card"><img src="/a.jpg"><figcaption>A</figcaption></figure>',
        '<figure class="kg-card kg-embed-card"><iframe src="https://www.youtube.com/embed/a"></iframe></figure>',
        ('<figure class="kg-card kg-code-card"><pre><code>&lt;div class="kg-card kg-callout-card"&gt;</code></pre></figure>'),
        '<div class="kg-card kg-callout-card">Without its parts</div>',
        "<!--kg-card-begin: html--><div>x</div><!--kg-card-end: html-->",
    ],
)
def test_everything_else_stays_as_it_is(html: str) -> None:
    assert plain(html) == (html, [])


def test_cards_that_are_alike_are_each_replaced() -> None:
    card, expected = PLAIN["callout"]
    html, notes = plain(card * 3)
    assert (html, len(notes)) == (f"\n{expected}\n" * 3, 3)


def test_a_card_that_is_not_closed_has_all_the_rest() -> None:
    html, _ = plain('<div class="kg-card kg-callout-card"><div class="kg-callout-text">On Thursday.')
    assert html == "\n<aside> On Thursday.</aside>\n"
