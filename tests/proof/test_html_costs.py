"""What parsing costs is never underestimated: each estimate is compared with what the parser makes of the HTML."""

import nh3
from hypothesis import example, given, settings
from hypothesis import strategies as st

from byline.intake.html import nesting
from byline.intake.html_cost import HIGHEST_COST, parsing_cost

NAMES = (
    "div span p b i a font nobr li dd dt ul ol h1 h2 table tr td tbody caption colgroup svg g path desc foreignObject math mi "
    "select option optgroup template button form br img input object applet ruby rt center pre x-y body html script style "
    "iframe noscript textarea title plaintext image lin\u212a"
).split()
SHOWN = {name.lower() for name in NAMES} - set("script style iframe noscript textarea title plaintext image br img input".split())
PIECES = [
    *(f"<{name}>" for name in NAMES),
    *(f"</{name}>" for name in NAMES * 2),
    *(f"<{name} title=1 />" for name in NAMES),
    *"x & &amp; <!-- --> <!--> <![CDATA[ ]]> <!x <? </ > ' \"".split(),
    "<p title='",
    '<b title="</div>">',
]
UNITS = st.lists(st.sampled_from(PIECES), min_size=2, max_size=12, unique=True).flatmap(
    lambda few: st.lists(st.sampled_from(few), min_size=1, max_size=8).map("".join)
)


def tree_depth(html: str) -> int:
    """The depth of the tree that nh3's parser makes of `html`; elements with text that looks like tags are not counted."""
    return nesting(nh3.clean(html, tags=SHOWN, clean_content_tags=set(), attributes={}, link_rel=None))


@settings(deadline=None, max_examples=300)
@given(UNITS, UNITS)
@example("", "<math><image>")
@example("<svg><br>", "<image>")
@example("<table>", "<td><p><b></p></td>")
def test_deep_html_is_never_cheap(first: str, unit: str) -> None:
    """A tree of some depth takes at least a third of its square: each element is open while those inside it are read."""
    html = first + unit * 400
    assert parsing_cost(html) >= min((tree_depth(html) // 3) ** 2 // 2, HIGHEST_COST) - 100


@settings(deadline=None, max_examples=300)
@given(UNITS, UNITS)
def test_html_grows_at_most_by_its_cost(first: str, unit: str) -> None:
    html = first + unit * 100
    grown = len(nh3.clean(html, tags=SHOWN, attributes={"*": {"title"}}, link_rel=None))
    assert grown <= 20 * len(html) + parsing_cost(html)
