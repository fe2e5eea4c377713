"""The running text of an article is what a reader reads first, without marks and codes."""

import pytest

from byline.intake.html import sanitise
from byline.intake.html_names import TAGS
from byline.intake.html_text import readable

PAGE = "https://www.example.com/world/1"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<h2>a</h2><p>b <em>c</em>d</p><ul><li>e</li><li>f</li></ul>", "a b cd e f"),
        ("<figure><img alt='x'><figcaption>y</figcaption></figure><p>a</p>", "a"),
        ("<p>1 &lt; 2 &amp; 3</p>", "1 < 2 & 3"),
        ("<p>Write &amp;lt; for &lt;, and &lt;b&gt; for bold.</p>", "Write &lt; for <, and <b> for bold."),
        (
            "<p>Ask https://x.example/?id=4&amp;copy=1&amp;para=2&amp;reg now.</p>",
            "Ask https://x.example/?id=4&copy=1&para=2&reg now.",
        ),
        ("<figure><figure><figcaption>x</figcaption></figure><figcaption>y</figcaption></figure><p>a</p>", "a"),
        ("<video controls src='/v.mp4'>Please <a href='/v.mp4'>download</a> it.</video><p>a</p>", "a"),
        ("<audio src='/v.mp3'><p>Your browser is old.</p></audio><p>a</p>", "a"),
        ("<p>Tea<sup><a href='#fn1'>1</a></sup> rose<sup>[<a href='#n2'>b</a>]</sup> 3 m<sup>2</sup>.</p>", "Tea rose 3 m2."),
        ("<p>Tea<a href='#fn1'><sup>1</sup></a> rose <a href='#n'>[12]</a>.<a href='#r'>↩</a></p>", "Tea rose ."),
        ("<p>See <a href='#maps'>the maps</a>.</p>", "See the maps."),
        ("<p>a</p>[gallery ids='3,4']<p>b</p>", "a b"),
        ("[caption id=x align=left]The crane[/caption]<p>a</p>", "a"),
        ("[lead]The port is shut.[/lead] [sic]", "The port is shut. [sic]"),
        ("<p>[newsletter] [ad]</p><p>a [the mayor said] b [Update]</p>", "a [the mayor said] b [Update]"),
        ("<p>a<br>b</p>", "a b"),
        ("", ""),
    ],
)
def test_the_running_text_has_neither_tags_nor_figures(html: str, text: str) -> None:
    assert readable(sanitise(html, PAGE)) == text


@pytest.mark.parametrize("tag", sorted(TAGS - {"figure", "figcaption"}))
def test_no_tag_that_stays_in_content_gets_into_a_summary(tag: str) -> None:
    assert "<" not in readable(sanitise(f'<p>One <{tag} title="a">two</{tag}> three.</p>', "https://www.example.com/"))
