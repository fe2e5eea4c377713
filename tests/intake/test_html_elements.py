"""What readers see of elements that are not kept stays: words, lines, formulas, the text of drawings."""

import pytest

from byline.intake.html import sanitise

PAGE = "https://www.example.com/world/1"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<address>Quay 1</address><address>Delft</address>", "<div>Quay 1</div><div>Delft</div>"),
        ("<CENTER align=x>One</CENTER><center>two</center>", "<div>One</div><div>two</div>"),
        ("<fieldset><legend>One</legend>two</fieldset>", "<div><div>One</div>two</div>"),
        ("<menu><li>a</menu><dir><li>b</dir>", "<ul><li>a</li></ul><ul><li>b</li></ul>"),
        ("<strike>no</strike> <tt>x</tt> <acronym title=y>z</acronym>", '<s>no</s> <code>x</code> <abbr title="y">z</abbr>'),
        ("<p>a</p><x-quote>To wait</x-quote><x-by>is all</x-by>", "<p>a</p>To wait is all"),
        ("<p>See <x-term>fog</x-term>, (<x-term>mist</x-term>) and <my-b>rain</my-b>.</p>", "<p>See fog, (mist) and rain.</p>"),
        ("<p><em>One</em><x-two>two</x-two></p>", "<p><em>One</em> two</p>"),
        ("<p>un<font color=red>believ</font>able</p>", "<p>unbelievable</p>"),
        ("<p>One<button>two</button>three</p>", "<p>One two three</p>"),
    ],
)
def test_words_stay_apart_where_elements_are_taken_away(html: str, expected: str) -> None:
    assert sanitise(html, PAGE) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<math alttext="a &lt; b"><mi>a</mi></math>', "a &lt; b"),
        (
            '<math><semantics><mi>a</mi><annotation encoding="application/x-tex">\\frac{a}{b}</annotation></semantics></math>',
            "\\frac{a}{b}",
        ),
        ("v<math><mo>=</mo><msup><mi>c</mi><mn>2</mn></msup></math>", "v=c<sup>2</sup>"),
        (
            "<math><msubsup><mi>x</mi><mn>1</mn><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></msubsup></math>",
            "x<sub>1</sub><sup>n+1</sup>",
        ),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac><mtext>if</mtext><mi>a</mi></math>", "1/2 if a"),
        ('<math><mi>a</mi><annotation-xml encoding="text/html"><p>b</p></annotation-xml></math>', "a"),
        ("so<math><mi>a</mi></math>is", "so a is"),
        ("<math><mi>a", "a"),
    ],
)
def test_a_formula_becomes_text(html: str, expected: str) -> None:
    assert sanitise(f"<p>{html}</p>", PAGE) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<svg><title>Seats</title><text>A</text><text>12</text></svg>", "Seats A 12"),
        ('<svg><text><tspan x="0">One</tspan><tspan x="0">two</tspan> th<tspan>ree</tspan></text></svg>', "One two three"),
        ('<svg><a xlink:href="/x"><text>read</text></a></svg>', '<a href="https://www.example.com/x">read</a>'),
        ("<svg><foreignObject><em>12</em> seats</foreignObject></svg>", "<em>12</em> seats"),
        ('<svg><image href="/s.jpg"/></svg>', '<img src="https://www.example.com/s.jpg">'),
        ("<svg><style>text{}</style><defs><text>x</text></defs><text>y</text></svg>", "y"),
        ("a<svg><path d='M0'/></svg>b", "a b"),
        ('<svg aria-hidden="true"><title>Share</title></svg>', ""),
        ("<svg><text><![CDATA[a < b]]></text></svg>", "a &lt; b"),
        ("<svg/>a", "a"),
        ("turnout<svg><svg><text>42</text></svg></svg>percent", "turnout 42 percent"),
    ],
)
def test_a_drawing_becomes_its_text(html: str, expected: str) -> None:
    assert sanitise(f"<p>{html}</p>", PAGE) == f"<p>{expected}</p>"


def test_a_tag_of_html_ends_a_drawing_as_it_does_for_parsers() -> None:
    assert sanitise("<svg><text>a</text><p>b</p></svg>c", PAGE) == "a<p>b</p>c"
