"""Sanitising removes dangerous HTML and keeps what articles need."""

import re
from contextlib import suppress
from time import process_time
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from byline.intake.html import (
    DEEPEST,
    LARGEST_DATA_IMAGE,
    LONGEST_HTML,
    SCHEMES,
    nesting,
    sanitise,
)
from byline.intake.html_media import VIDEO_HOSTS
from byline.intake.html_text import readable
from byline.model.text import carriable
from tests.intake.costly_html import COSTLY, NEVER_CLOSED

PAGE = "https://www.example.com/world/1"
VIDEO = "https://www.youtube.com/embed/x"
LINK = f'<a href="{VIDEO}">Video: www.youtube.com</a>'
DATA_IMAGE = "data:image/png;base64,"

HOSTILE_TAGS = (
    "a b p pre table tr td ul li svg math mtext style script template iframe form select option textarea title noscript figure "
    "object blockquote h1 ruby rt button plaintext colgroup div"
).split()
PIECES = [
    *(f"<{tag}>" for tag in HOSTILE_TAGS),
    *(f"</{tag}>" for tag in HOSTILE_TAGS),
    f'<iframe src="{VIDEO}">',
    '<iframe src="//evil.example/" title="x">',
    '<a href="/x">',
    '<a href="java&#10;script:alert(1)">',
    "<a href=' &#1;JavaScript:alert(1)' onclick=alert(1)>",
    "<img src=x onerror=alert(1)>",
    '<img src="data:image/png;base64,AAAA" srcset="a 1x, javascript:b 2x, //c 3x">',
    '<img src="/blank.gif" data-src="/x.jpg" alt="<b>">',
    "<img data-srcset='/x 1x' alt='a&quot;b'>",
    "<noscript><img src='/x.jpg' alt='a'></noscript>",
    "<math alttext='<b>'>",
    "<msup>",
    "</msup>",
    "<video src='#' poster='/x'>",
    "<audio>",
    "</video>",
    "<source data-src='/x'>",
    "<picture>",
    "<x-y>",
    "</x-y>",
    "<address>",
    "<foreignObject>",
    "<text>",
    "word",
    '<video poster="../p.jpg" src="data:video/mp4,x" onplay=alert(1)>',
    '<blockquote cite="javascript:x">',
    '<p title="',
    '"><script>alert(1)</script>',
    *"<!-- --> <![CDATA[ ]]> \" ' < > &amp; &lt; &#13; &#10; &nbsp;".split(),
    *"\n \x00 \x85 \ufeff \ud800 \ufffe \u202e".split(" "),
]
HTML = st.lists(st.sampled_from(PIECES) | st.text(st.characters(codec=None), max_size=5), max_size=25).map("".join)


def attributes(html: str) -> list[tuple[str, str]]:
    """Every attribute as a browser reads it."""
    tree = etree.HTML(f"<div>{html}</div>")
    return [(str(name), str(value)) for element in tree.iter("*") for name, value in element.attrib.items()]


def depth(html: str) -> int:
    """The depth of the elements in `html` as libxml2 nests them, void elements left out, of which it takes some for open."""
    tree = etree.HTML(f"<div>{html}</div>", etree.HTMLParser(huge_tree=True))
    (outer,) = tree.iterfind("body/div")
    deepest, level = 0, [(child, 1) for child in outer.iterchildren("*")]
    while level:
        element, at = level.pop()
        counts = element.tag not in {"br", "col", "hr", "img", "source", "wbr"}
        deepest = max(deepest, at) if counts else deepest
        level.extend((child, at + counts) for child in element.iterchildren("*"))
    return deepest


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a<script>alert(1)</script></p>", "<p>a</p>"),
        ("<p onclick='alert(1)' ONMOUSEOVER=x>a</p>", "<p>a</p>"),
        ("<img src='/a.jpg' onerror=alert(1)>", '<img src="https://www.example.com/a.jpg">'),
        ("<style>p{}</style><p style='color:red' class=x id=y>a</p>", "<p>a</p>"),
        ("<form action='/x'><input name=a><select><option>b</select><p>c</p></form>", "<div><p>c</p></div>"),
        ("<textarea>a</textarea>b", "b"),
        ("<object data='/x'><p>a</p></object><embed src='/x'>b", "b"),
        ("<noscript><p>a</p></noscript><template><p>b</p></template>c", "c"),
        ("<svg onload=alert(1)><style><img src=x onerror=alert(1)></style></svg>", ""),
        ("<svg><title><img src=x onerror=alert(1)></svg>", '<img src="https://www.example.com/world/x">'),
        ("<svg><a href='javascript:alert(1)'><text>a</text></a></svg>", "<a>a</a>"),
        ("<math alttext='<script>alert(1)</script>b'></math>", "&lt;script&gt;alert(1)&lt;/script&gt;b"),
        ("<noscript><img src='/a.png' onerror=alert(1)></noscript>", '<img src="https://www.example.com/a.png">'),
        ("<img data-src='javascript:alert(1)'>", ""),
        ("<noembed><p>a</p></noembed><noframes><p>b</p></noframes>c", "c"),
        ("<base href='//evil.example'><meta http-equiv=refresh><link rel=x>a", "a"),
        ("<!-- a -->b", "b"),
        ("<a href='javascript:alert(1)'>a</a>", "<a>a</a>"),
        ("<a href=' &#1;JaVaScRiPt:alert(1)'>a</a>", "<a>a</a>"),
        ("<a href='java&#10;script:alert(1)'>a</a>", "<a>a</a>"),
        ("<a href='data:text/html,x'>a</a>", "<a>a</a>"),
        ("<a href='vbscript:x'>a</a>", "<a>a</a>"),
        ("<a href='http://[::1'>a</a>", "<a>a</a>"),
        ("<q cite='javascript:x'>a</q>", "<q>a</q>"),
        ("<p>\x00a\x1b\ufffe\ud800b</p>", "<p>ab</p>"),
        ("<p title='&#1;a'>&#x1F;b</p>", '<p title="a">b</p>'),
        ("\ufeff \ufeff<p>a</p>\n", "<p>a</p>"),
    ],
)
def test_dangerous_html_is_removed(html: str, expected: str) -> None:
    assert sanitise(html, PAGE) == expected


@pytest.mark.parametrize(
    "html",
    [
        '<figure><img src="https://a.example/b.jpg" alt="c" width="1" height="2"><figcaption>d</figcaption></figure>',
        '<table><caption>a</caption><thead><tr><th scope="col">b</th></tr></thead><tbody><tr><td>c</td></tr></tbody></table>',
        f'<blockquote cite="{PAGE}"><p>a</p><footer>b</footer></blockquote>',
        '<ol start="3" reversed=""><li value="7">a</li></ol><ul><li>b</li></ul><dl><dt>c</dt><dd>d</dd></dl>',
        "<pre><code>if (a &lt; b &amp;&amp; c)\n\treturn;</code></pre>",
        "<pre>\n\nafter an empty line</pre>",
        "<p>a<br>b <em>c</em> <strong>d</strong> <sub>e</sub> <kbd>f</kbd></p><hr><h2>g</h2>",
        "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
        '<p dir="rtl" lang="ar">مرحبا</p><bdo dir="ltr">a</bdo><bdi>ب</bdi>',
        '<a href="mailto:a@example.com">a</a><a href="tel:+15551234">b</a>',
        '<time datetime="2026-03-14">a</time><del datetime="2026-03-14">b</del>',
        "<details><summary>a</summary><p>b</p></details>",
    ],
)
def test_the_html_that_articles_need_stays(html: str) -> None:
    assert sanitise(html, PAGE) == html


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<a href='/a'>x</a>", '<a href="https://www.example.com/a">x</a>'),
        ("<a href='b'>x</a>", '<a href="https://www.example.com/world/b">x</a>'),
        ("<a href='#c'>x</a>", '<a href="https://www.example.com/world/1#c">x</a>'),
        ("<a href='//d.example/e'>x</a>", '<a href="https://d.example/e">x</a>'),
        ("<img src='../f.jpg'>", '<img src="https://www.example.com/f.jpg">'),
        (
            "<video poster='/p.jpg' src='/v.mp4'>",
            '<video poster="https://www.example.com/p.jpg" src="https://www.example.com/v.mp4" controls=""></video>',
        ),
        ("<img srcset='/g.jpg'>", '<img srcset="https://www.example.com/g.jpg" src="https://www.example.com/g.jpg">'),
        (
            "<img src='//x.example' srcset='/g.jpg 1x,h.jpg  2x'>",
            '<img src="https://x.example" srcset="https://www.example.com/g.jpg 1x, https://www.example.com/world/h.jpg 2x">',
        ),
        (
            "<img srcset='https://i.example/a,b.jpg 1x'>",
            '<img srcset="https://i.example/a,b.jpg 1x" src="https://i.example/a,b.jpg">',
        ),
        (
            "<img srcset='javascript:x 1x, /g.jpg 2x'>",
            '<img srcset="https://www.example.com/g.jpg 2x" src="https://www.example.com/g.jpg">',
        ),
        ("<img srcset=' , '>", ""),
        ("<q cite='/i'>x</q>", '<q cite="https://www.example.com/i">x</q>'),
        ("<a href='https://großmarkt.example/é'>x</a>", '<a href="https://xn--gromarkt-sya.example/é">x</a>'),
        ("<a href='https://a.example:b/'>x</a>", "<a>x</a>"),
    ],
)
def test_a_relative_address_becomes_absolute(html: str, expected: str) -> None:
    assert sanitise(html, PAGE) == expected


def test_a_small_data_image_stays() -> None:
    html = f'<img src="{DATA_IMAGE}{"A" * (LARGEST_DATA_IMAGE - len(DATA_IMAGE))}">'
    assert sanitise(html, PAGE) == html


@pytest.mark.parametrize(
    "address",
    [
        DATA_IMAGE + "A" * (LARGEST_DATA_IMAGE - len(DATA_IMAGE) + 1),
        "data:image/svg+xml;base64,AAAA",
        "data:text/html;base64,AAAA",
        "data:image/png,<script>",
    ],
)
def test_a_large_or_dangerous_data_image_is_removed(address: str) -> None:
    assert sanitise(f"<img src='{address}'>", PAGE) == ""


@pytest.mark.parametrize("html", [f'<video src="{DATA_IMAGE}AAAA">', f'<img srcset="{DATA_IMAGE}AAAA 1x">'])
def test_a_data_image_stays_only_as_the_source_of_an_image(html: str) -> None:
    assert "data:" not in sanitise(html, PAGE)


@pytest.mark.parametrize("direction", ["RTL", "rtl"])
def test_the_direction_of_writing_stays(direction: str) -> None:
    assert sanitise(f"<p dir='{direction}' lang='he'>א</p>", PAGE) == '<p dir="rtl" lang="he">א</p>'


def test_an_unknown_direction_is_removed() -> None:
    assert sanitise("<p dir='up'>a</p>", PAGE) == "<p>a</p>"


@pytest.mark.parametrize("host", sorted(VIDEO_HOSTS))
def test_a_frame_from_a_video_host_becomes_a_link(host: str) -> None:
    assert (
        sanitise(f"<iframe src='//{host}/x?a=1&b=2'></iframe>", PAGE)
        == f'<a href="https://{host}/x?a=1&amp;b=2">Video: {host}</a>'
    )


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        (f'<iframe src="{VIDEO}" title="a" lang="en" dir="rtl" allowfullscreen></iframe>b', f"{LINK} b"),
        (f'<iframe src="{VIDEO}"><p>a</p></iframe>b', f"{LINK} b"),
        (f'<iframe src="{VIDEO}">&lt;/iframe&gt;<script>alert(1)</script></iframe>b', f"{LINK} b"),
        (f'<p><iframe src="{VIDEO}"></iframe></p>', f"<p>{LINK}</p>"),
        (f'<a href="/x">a <iframe src="{VIDEO}"></iframe> b</a>', f'<a href="https://www.example.com/x">a </a>{LINK} b'),
        (f'<iframe data-src="{VIDEO}"></iframe>', LINK),
        (f'<iframe src="about:blank" data-lazy-src="{VIDEO}"></iframe>', LINK),
        (
            '<iframe src="https://charts.example/7" title=" Turnout &amp; seats "><p>b</p></iframe>c',
            '<a href="https://charts.example/7" title="charts.example">Turnout &amp; seats</a> c',
        ),
        (
            'a<iframe src="https://Maps.example:8443/x"></iframe>b',
            'a <a href="https://Maps.example:8443/x" title="maps.example:8443">maps.example:8443</a> b',
        ),
        ('<iframe src="/map"></iframe>', '<a href="https://www.example.com/map" title="www.example.com">www.example.com</a>'),
        (
            '<iframe src="https://www.youtube.com@evil.example/"></iframe>',
            '<a href="https://www.youtube.com@evil.example/" title="evil.example">evil.example</a>',
        ),
        ('<iframe src="https://tags.example/ns" height="0" width="0"></iframe>c', "c"),
        ('<iframe src="https://tags.example/ns" style="display: none"></iframe>c', "c"),
        ('<iframe title="a">b</iframe>c', "c"),
        ('<iframe src="#">b</iframe>c', "c"),
        ('<iframe srcdoc="&lt;script&gt;"></iframe>c', "c"),
        ('<iframe src="javascript:alert(1)"></iframe>c', "c"),
        ('<iframe src="data:text/html,a"></iframe>c', "c"),
        ('<iframe src="mailto:a@b.example"></iframe>c', "c"),
        ('<iframe src="https://[::1"></iframe>c', "c"),
        ('a<iframe src="javascript:x"></iframe>c', "a c"),
    ],
)
def test_a_frame_is_a_link_or_nothing(html: str, expected: str) -> None:
    assert sanitise(html, PAGE) == expected


@settings(deadline=None)
@given(HTML)
@example("<pre>\n\n\nx</pre>")
@example("<pre><script>x</script>\nx</pre>")
@example("<pre>&#13;x</pre>")
@example("\ufeff\ufeffx")
@example("<a>1<table><a>2</table>")
@example(f'<h1><colgroup><a><h1></li><iframe src="{VIDEO}">')
def test_sanitising_twice_changes_nothing(html: str) -> None:
    assert sanitise(sanitise(html, PAGE), PAGE) == sanitise(html, PAGE)


@settings(deadline=None)
@given(HTML)
def test_no_tag_of_sanitised_html_can_run_anything(html: str) -> None:
    tags = set(re.findall(r"<(\w+)", sanitise(html, PAGE)))
    assert not tags & set("script style iframe object embed form input svg math template base meta link".split())


@settings(deadline=None)
@given(HTML)
def test_no_attribute_of_sanitised_html_is_a_handler_or_a_style(html: str) -> None:
    assert not [name for name, _ in attributes(sanitise(html, PAGE)) if name.startswith("on") or name in {"style", "id", "class"}]


@settings(deadline=None)
@given(HTML)
def test_every_address_in_sanitised_html_is_absolute_and_harmless(html: str) -> None:
    addresses = [value for name, value in attributes(sanitise(html, PAGE)) if name in {"href", "src", "poster", "cite"}]
    assert all(urlsplit(address).scheme in SCHEMES or address.startswith(DATA_IMAGE) for address in addresses)


@settings(deadline=None)
@given(HTML)
def test_sanitised_html_is_carriable(html: str) -> None:
    assert carriable(sanitise(html, PAGE)) == sanitise(html, PAGE)


@pytest.mark.parametrize(
    "html",
    [
        "<p>hello <b>world</b></p>" * 8_000,
        "<iframe src=x>" * 15_000,
        "<" * 100_000,
        f"<img srcset='{' ' * 200_000}'>",
        "<a href=x>" * 5_000,
        f"<a href='https://{'x' * 200_000}'>a</a>",
        f"<a href='{'#' * 200_000}'>a</a>",
        f"<svg><text>{'<!--' * 50_000}",
        f"<svg>{'<![CDATA[' * 20_000}",
        "<noscript><img src=x></noscript>" * 6_000,
        "<img data-src=/x.y>" * 10_000,
        "[audio]" * 25_000,
        "<figure>" * 190 + "x" * 190_000 + "</figure>" * 190,
    ],
    ids=lambda html: html[:15],
)
def test_two_hundred_kilobytes_are_sanitised_quickly(html: str) -> None:
    began = process_time()
    readable(sanitise(html, PAGE))
    assert process_time() - began < 5


def test_html_may_nest_as_deep_as_the_limit_and_no_deeper() -> None:
    deepest = "<div>" * DEEPEST + "x" + "</div>" * DEEPEST
    assert sanitise(deepest, PAGE) == deepest
    with pytest.raises(ValueError, match="is HTML nested more than 200 elements deep"):
        sanitise(f"<p>{deepest}</p><div>{deepest}</div>", PAGE)


@pytest.mark.parametrize("unit", NEVER_CLOSED)
def test_no_end_tag_hides_how_deep_html_is(unit: str) -> None:
    """However often it is repeated, the result is no deeper than the limit, or there is none."""
    for count in (150, 250, 1_000, 5_000):
        with suppress(ValueError):
            assert depth(sanitise(unit * count, PAGE)) <= DEEPEST


@settings(deadline=None)
@given(HTML)
@example("<p><table><p>")
@example("<div title='</div>'>")
def test_elements_are_counted_as_another_parser_nests_them(html: str) -> None:
    sanitised = sanitise(html, PAGE)
    assert depth(sanitised) <= nesting(sanitised)


@pytest.mark.parametrize("kind", COSTLY)
def test_html_that_takes_quadratic_time_is_refused(kind: str) -> None:
    with pytest.raises(ValueError, match="too long to parse"):
        sanitise(COSTLY[kind](LONGEST_HTML - 100), PAGE)


def test_html_that_grows_beyond_all_limits_is_refused() -> None:
    with pytest.raises(ValueError, match="characters long, at most 600,000 are allowed"):
        sanitise(f"<img srcset='{'a 1x,' * 30_000}'>", PAGE)


def test_svg_as_deep_as_it_likes_leaves_nothing() -> None:
    assert sanitise("<svg>" * 2_000 + "x", PAGE) == "x"
