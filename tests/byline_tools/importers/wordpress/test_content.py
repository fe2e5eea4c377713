"""The text of a post becomes HTML: without comments of blocks, with paragraphs, and with HTML in place of shortcodes."""

import random

import pytest

from byline.intake.html import sanitise
from byline_tools.importers.wordpress.content import content_of
from byline_tools.importers.wordpress.paragraphs import with_paragraphs
from byline_tools.importers.wordpress.survey import Survey
from tests.support.wordpress import item, picture, read

FIGURE = '<figure><img src="https://www.example.com/uploads/{0}.jpg" alt="Alt {0}"><figcaption>Caption {0}.</figcaption></figure>'


def converted(html: str) -> str:
    return content_of(html, "1", Survey(), [])


def notes_of(html: str) -> set[tuple[str, str, int]]:
    return {(kind, what, number) for kind, what, number in read(item(content=html)).noted if "authors" not in kind}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.\n\nTwo\nlines.", "<p>One.</p>\n<p>Two<br>\nlines.</p>"),
        ("One.\n \n\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("<h2>Title</h2>\nText", "<h2>\nTitle\n</h2>\n<p>Text</p>"),
        ("<ul>\n<li>a\n\nb</li>\n</ul>", "<ul>\n<li>\na\n\nb\n</li>\n</ul>"),
        ("<blockquote>Q\n\nR</blockquote>", "<blockquote>\n<p>Q</p>\n<p>R</p>\n</blockquote>"),
        ("<p>a\nb</p>", "<p>\na<br>\nb\n</p>"),
        ("<em>a</em>\n\n<strong>b</strong>", "<p><em>a</em></p>\n<p><strong>b</strong></p>"),
        ("a\n<pre>x\n\ny</pre>\nb", "<p>a</p>\n<pre>x\n\ny</pre>\n<p>b</p>"),
        ("<script>x\n\ny</script>", "<script>x\n\ny</script>"),
        ("", ""),
    ],
)
def test_text_without_blocks_gets_paragraphs(text: str, html: str) -> None:
    assert with_paragraphs(text) == html


def test_blocks_have_paragraphs_already() -> None:
    html = '<!-- wp:paragraph {"align":"x"} -->\n<p>One\n\nmore.</p>\n<!-- /wp:paragraph -->'
    assert converted(html).strip() == "<p>One\n\nmore.</p>"


def test_a_block_without_text_is_counted() -> None:
    assert ("blocks without text left out", "latest-posts", 1) in notes_of('<!-- wp:latest-posts {"postsToShow":3} /-->')


def test_the_text_of_a_reused_block_is_part_of_the_post() -> None:
    block = item(9, post_type="wp_block", content="<!-- wp:paragraph --><p>Again.</p><!-- /wp:paragraph -->")
    assert "<p>Again.</p>" in read(item(content='<!-- wp:block {"ref":9} /-->'), block).only["content"]
    assert ("reused blocks that the export does not have", "left out", 1) in notes_of('<!-- wp:block {"ref":9} /-->')


@pytest.mark.parametrize("mark", ["<!--more-->", "<!--nextpage-->", "<!-- note -->"])
def test_other_comments_are_removed(mark: str) -> None:
    assert converted(f"a {mark}b") == "<p>a b</p>"


@pytest.mark.parametrize(
    "text", ["He said [sic] it [1].", "[John Smith] wrote", "[a] and [/b]", "x[i] = y[j]", "[E=mc2]", "[], [ ], [[]]"]
)
def test_brackets_that_are_no_shortcode_stay(text: str) -> None:
    assert converted(text) == f"<p>{text}</p>"


@pytest.mark.parametrize(
    ("text", "html", "name"),
    [
        ("a [poll] b", "a  b", "poll"),
        ('a [thing id="3"] b', "a  b", "thing"),
        ("a [thing]inner[/thing] b", "a inner b", "thing"),
        ("[x a=1][y]in[/y][/x]", "in", "x"),
        ("[vc_row][vc_column]in", "in", "vc_row"),
        ("[x]one [x a=1]two[/x]", "one two", "x"),
    ],
)
def test_a_shortcode_is_removed_and_counted_and_its_text_stays(text: str, html: str, name: str) -> None:
    assert converted(text) == f"<p>{html}</p>"
    assert ("shortcodes removed", f"[{name}]") in {(kind, what) for kind, what, _ in notes_of(text)}


@pytest.mark.parametrize(("text", "html"), [("[[gallery]]", "[gallery]"), ("[[x a=1]]y[[/x]]", "[x a=1]y[/x]")])
def test_an_escaped_shortcode_stays_without_its_outer_brackets(text: str, html: str) -> None:
    assert converted(text) == f"<p>{html}</p>"


def test_brackets_in_attributes_of_html_stay() -> None:
    assert converted('<a title="[poll]">x</a>') == '<p><a title="[poll]">x</a></p>'


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        ('[caption id="a_1" width="300"]<img src="/a.jpg" /> The ship.[/caption]', "The ship."),
        ('[caption width="300" caption="The ship."]<img src="/a.jpg" />[/caption]', "The ship."),
        ('[wp_caption]<a href="/b"><img src="/a.jpg" /></a> The <em>ship</em>.[/wp_caption]', "The <em>ship</em>."),
    ],
)
def test_a_caption_is_a_figure(text: str, caption: str) -> None:
    html = sanitise(converted(text), "https://www.example.com/")
    assert html.replace("\n", "").startswith("<figure><")
    assert html.replace("\n", "").endswith(f"<figcaption>{caption}</figcaption></figure>")


def test_a_gallery_is_its_pictures_with_their_captions() -> None:
    found = read(item(content="[gallery ids='8,7,9']"), picture(7), picture(8))
    html = found.only["content"].replace("\n", "")
    assert html == FIGURE.format(8) + FIGURE.format(7)
    assert ("media of galleries that the export does not have", "left out", 1) in found.noted
    assert ("galleries that became pictures", "[gallery]", 1) in found.noted


def test_a_gallery_without_numbers_has_the_pictures_of_the_post() -> None:
    found = read(item(content='[gallery exclude="8"]'), picture(7, 1), picture(8, 1), picture(9, 2))
    assert found.only["content"].replace("\n", "") == FIGURE.format(7)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("[embed width=3]https://v.example/1?a=1&amp;b=2[/embed]", "https://v.example/1?a=1&amp;b=2"),
        ("[youtube https://youtu.be/x]", "https://youtu.be/x"),
        ("[youtube=https://youtu.be/x]", "https://youtu.be/x"),
        ('[youtube id="abc"]', "https://www.youtube.com/watch?v=abc"),
        ("[vimeo 123]", "https://vimeo.com/123"),
        ("[tweet 123]", "https://twitter.com/i/status/123"),
        ('[soundcloud url="https://s.example/1" /]', "https://s.example/1"),
        ('[iframe src="https://c.example/1"]', "https://c.example/1"),
        ("a\nhttps://v.example/1\nb", "https://v.example/1"),
        ("https://v.example/1?a=1&b=2", "https://v.example/1?a=1&amp;b=2"),
        ("<p>https://v.example/1</p>", "https://v.example/1"),
    ],
)
def test_an_embedded_page_is_a_link(text: str, address: str) -> None:
    assert f'<figure>\n<a href="{address}">{address}</a>\n</figure>' in converted(text)
    assert "embeds that became links" in {kind for kind, _, _ in notes_of(text)}


@pytest.mark.parametrize("text", ["see https://v.example/1", "<pre>\nhttps://v.example/1\n</pre>"])
def test_an_address_inside_a_line_is_no_link(text: str) -> None:
    assert "<a" not in converted(text)


@pytest.mark.parametrize(
    ("text", "player"),
    [
        ('[audio src="https://m.example/a.mp3"]', '<audio controls src="https://m.example/a.mp3"></audio>'),
        ('[audio mp3="https://m.example/a.mp3"][/audio]', '<audio controls src="https://m.example/a.mp3"></audio>'),
        ('[video mp4="https://m.example/a.mp4" poster="/p.jpg"]', '<video controls src="https://m.example/a.mp4"></video>'),
    ],
)
def test_sound_and_video_keep_a_player(text: str, player: str) -> None:
    assert player in converted(text)


def test_a_video_of_another_site_is_a_link() -> None:
    assert '<a href="https://youtu.be/x">' in converted('[video src="https://youtu.be/x"]')


PIECES = [
    "[",
    "]",
    "[[",
    "[/",
    "[x]",
    "[/x]",
    "[caption]",
    "[/caption]",
    "<",
    ">",
    "<p>",
    "<pre>",
    "</pre>",
    "<!--",
    "-->",
    "\n\n",
]
MORE = ["<!-- wp:a ", "/-->", "<img>", "[gallery ids=1]", "a=1", '"', "text ", "https://v.example/", "\n", " ", "\x00"]


def test_no_text_is_too_odd_for_html() -> None:
    chance = random.Random(7)
    for _ in range(2_000):
        text = "".join(chance.choices([*PIECES, *MORE], k=chance.randint(1, 40)))
        assert isinstance(converted(text), str)


@pytest.mark.parametrize("piece", [*PIECES, *MORE, "[x a=1]", "<div>", "<pre", "<!-- wp:block {", "[audio ", "https://"])
def test_a_long_text_of_one_piece_is_converted(piece: str) -> None:
    assert isinstance(converted(piece * (100_000 // len(piece))), str)
