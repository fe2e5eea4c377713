"""Pictures and players that a script would load are shown without it, once."""

import re

import pytest
from hypothesis import given, settings

from byline.intake.html import sanitise
from byline.intake.html_noscript import LAZY_SETS, LAZY_SOURCES
from tests.intake.test_html import HTML

PAGE = "https://www.example.com/world/1"
SHIP = "https://www.example.com/ship.jpg"
GIF = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="


def shown(html: str) -> str:
    return sanitise(html, PAGE)


@pytest.mark.parametrize("attribute", LAZY_SOURCES)
@pytest.mark.parametrize(
    "src",
    [
        "",
        'src=""',
        'src="#"',
        'src="about:blank"',
        f'src="{GIF}"',
        'src="data:image/svg+xml,%3Csvg%3E"',
        'src="/img/spacer.gif"',
        'src="/1x1.png?v=2"',
        'src="/a/lazy-placeholder.svg"',
        'src="https://cdn.example/img_placeholder_16x9.jpg"',
        'src="javascript:void(0)"',
    ],
)
def test_a_picture_that_a_script_loads_has_its_address(attribute: str, src: str) -> None:
    html = shown(f'<img {src} {attribute}="/ship.jpg" alt="A ship">')
    assert (html.count(f'src="{SHIP}"'), html.count('alt="A ship"'), html.count("=")) == (1, 1, 2)


@pytest.mark.parametrize("attribute", LAZY_SETS)
def test_a_set_that_a_script_loads_is_a_set_and_its_first_picture_the_address(attribute: str) -> None:
    assert shown(f'<img {attribute}="/ship.jpg 1x, /ship-2.jpg 2x">') == (
        f'<img srcset="{SHIP} 1x, https://www.example.com/ship-2.jpg 2x" src="{SHIP}">'
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<img src="/ship.jpg" data-src="/big.jpg">', f'<img src="{SHIP}">'),
        ('<img src="/spacer.gif">', '<img src="https://www.example.com/spacer.gif">'),
        ('<img src="/ship.jpg" data-src="true" data-image="7">', f'<img src="{SHIP}">'),
        (f'<img src="{GIF}" data-src="true">', f'<img src="{GIF}">'),
        ('<img data-src="/ship_{width}x.jpg" data-original="/ship.jpg">', f'<img src="{SHIP}">'),
        (f'<img src="{GIF}" srcset="/ship.jpg 640w">', f'<img srcset="{SHIP} 640w" src="{SHIP}">'),
        ('<img src="" alt="A ship &amp; a &lt;crane">', "A ship &amp; a &lt;crane"),
        ('before<img src="#" alt="ship">after', "before ship after"),
        ('<amp-img src="/ship.jpg" width="4" height="3"></amp-img>', f'<img src="{SHIP}" width="4" height="3">'),
        (
            '<picture><source data-srcset="//x.example/1"><source srcset="/ship.jpg 2x"><img alt="a"></picture>',
            f'<picture><source srcset="https://x.example/1"><source srcset="{SHIP} 2x"><img alt="a" src="{SHIP}"></picture>',
        ),
        ('<picture><source media="print"><img src="/ship.jpg"></picture>', f'<picture><img src="{SHIP}"></picture>'),
    ],
)
def test_a_picture_has_an_address_or_leaves_its_words(html: str, expected: str) -> None:
    assert shown(html) == expected


@settings(deadline=None)
@given(HTML)
def test_no_picture_is_without_an_address_and_no_player_without_controls(html: str) -> None:
    for tag in re.findall(r"<(?:img|video|audio)\b[^>]*>", shown(html)):
        assert (" src=" if tag.startswith("<img") else " controls=") in tag


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<img src="" data-src="/ship.jpg"><noscript><img src="/ship.jpg" alt="a"></noscript>', f'<img src="{SHIP}" alt="a">'),
        ('<noscript><img src="/ship.jpg"></noscript> <img class="lazy" alt="a">', f'<img src="{SHIP}" alt="a">'),
        (
            '<a href="/x"><img data-src="/s.jpg"></a><noscript><a href="/x"><img src="/ship.jpg"></a></noscript>',
            f'<a href="https://www.example.com/x"><img src="{SHIP}"></a>',
        ),
        (
            '<picture><source data-srcset="/s.webp"><img data-src="/s.jpg"></picture><noscript><img src="/ship.jpg"></noscript>',
            f'<picture><source srcset="https://www.example.com/s.webp"><img src="{SHIP}"></picture>',
        ),
        ('<img src="/ship.jpg"><p>a</p><noscript><img src="/ship.jpg"></noscript>', f'<img src="{SHIP}"><p>a</p>'),
        ('<div id="c"></div><noscript><img src="/ship.jpg"> A chart</noscript>', f'<div></div><img src="{SHIP}"> A chart'),
        (
            '<img src="/a.jpg"><noscript><img src="/ship.jpg"></noscript>',
            f'<img src="https://www.example.com/a.jpg"><img src="{SHIP}">',
        ),
        ('a<noscript><img height="1" width="1" style="display:none" src="https://count.example/tr"></noscript>', "a"),
        ('a<noscript><iframe src="https://tags.example/" style="display:none;visibility:hidden"></iframe></noscript>', "a"),
        ("a<noscript>Please switch on scripts.</noscript>", "a"),
        ('<noscript><video src="/v.mp4"></video>', '<video src="https://www.example.com/v.mp4" controls=""></video>'),
        (
            '<iframe data-src="https://a.example/1"></iframe><noscript><iframe src="https://a.example/1"></iframe></noscript>',
            '<a href="https://a.example/1" title="a.example">a.example</a>',
        ),
    ],
)
def test_what_stands_beside_for_browsers_without_scripts_is_shown_once(html: str, expected: str) -> None:
    assert shown(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (
            '<video src="/v.mp4" autoplay muted loop playsinline></video>',
            '<video src="https://www.example.com/v.mp4" controls=""></video>',
        ),
        ('<audio controls src="/a.mp3"></audio>', '<audio controls="" src="https://www.example.com/a.mp3"></audio>'),
        (
            '<video data-src="/v.mp4" data-poster="/ship.jpg"></video>',
            f'<video src="https://www.example.com/v.mp4" poster="{SHIP}" controls=""></video>',
        ),
        (
            '<video><source data-src="/v.mp4" type="video/mp4"><source src=""></video>',
            '<video controls=""><source type="video/mp4" src="https://www.example.com/v.mp4"></video>',
        ),
        ('<video src="" poster="/ship.jpg">Get a newer browser.</video>', f'<img src="{SHIP}">'),
        ('a<video src="#" poster="">Get a newer browser.</video>b', "ab"),
        ('<audio><a href="/a.mp3">Listen</a></audio>', '<a href="https://www.example.com/a.mp3">Listen</a>'),
    ],
)
def test_a_player_can_be_started(html: str, expected: str) -> None:
    assert shown(html) == expected


def test_many_frames_and_pictures_are_read_in_linear_time() -> None:
    for unit in (
        "x<iframe src=/a></iframe>",
        "x<img alt=a>",
        "<noscript><img src=/a></noscript>",
        "<img data-src=/a.b><noscript>",
    ):
        assert shown(unit * 5_000)
