"""HTML whose parsing takes time that grows with the square of its length."""

from collections.abc import Callable

NEVER_CLOSED = [
    "<div></x>",
    "<ul><li></x></x>",
    "<div title='</div>'>",
    "<div><!--</div>-->",
    "<div><iframe></div></iframe>",
    "<div><table></div></table>",
    "<span><p></span></p>",
    "<li><dd>",
    "<rt>",
    "<optgroup>",
    "<svg><g></x>",
    "<svg><div></svg>",
    "<math><mi></math>",
    "<br><svg><image>",
    "<template><p>",
    "<select><option></x>",
    "<lin\u212a>",
    "<b><p>",
    "<p><b><i><u>x",
    "<b><div></b>",
    "<a><div></a>",
    "<font color=1><p>",
    "<table><b>x",
    "<table><p>",
]
"""Each opens elements that stay open when it is repeated, or that a parser opens again."""
COSTLY: dict[str, Callable[[int], str]] = {
    "misplaced": lambda size: "<br>" * (size // 8) + "<table>" + "x&amp;" * (size // 12),
    "attributes": lambda size: "<p " + " ".join(f"a{number}" for number in range(size // 7)) + ">",
    "attributes of the root": lambda size: "".join(f"<html a{number}>" for number in range(size // 14)),
    "bare ampersands": lambda size: "&" * size,
    "a repeated attribute": lambda size: f"<b title={'x' * (size // 2)}>" + "<p>x" * (size // 8),
    "a script that hides its end": lambda size: "<script><!--<script></script>" + "<div></x>" * (size // 10),
    "a section of characters": lambda size: "<svg><![CDATA[<!--]]>" + "<div></x>" * (size // 10),
}
"""Functions of a length."""

USUAL = {
    "paragraphs": "<p>An <em>old</em> <a href='/x'>story</a> &amp; more.</p>\n",
    "paragraphs without end tags": "<p>A story.",
    "list": "<li>one<li>two",
    "table": "<tr><td>1</td><td>2</td></tr>",
    "overlapping formatting": "<p><strong><em>Bold</strong></em></p>",
    "anchors without end tags": "<p><a name=x>Title</p>",
    "frames": "<iframe src='https://www.youtube.com/embed/x'></iframe>",
    "scripts": "<script>if (a < b) document.write('<div>')</script><div>x</div>",
    "icons": "<a href='/x'><svg viewBox='0 0 1 1'><title>Share</title><g><path d='M0'/></g></svg></a>",
    "picture": "<figure><img src=x.jpg alt=x><figcaption>A <b>picture</b></figcaption></figure>",
    "comment": "<!-- <div> --><div>x</div>",
}
"""HTML as articles have it."""
