"""The names of HTML's elements, and what becomes of each kind of them (docs/html.md)."""

TAGS = frozenset(
    "a abbr article aside audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p picture pre q rp rt ruby s samp "
    "section small source span strong sub summary sup table tbody td tfoot th thead time tr u ul var video wbr".split()
)
"""Elements that are kept."""

DROPPED_WITH_CONTENT = frozenset(
    {"noembed", "noframes", "noscript", "object", "script", "select", "style", "template", "textarea", "title"}
)

INSTEAD = {
    "acronym": "abbr",
    "big": "span",
    "dir": "ul",
    "listing": "pre",
    "menu": "ul",
    "strike": "s",
    "tt": "code",
    **dict.fromkeys(
        "address center dialog fieldset form hgroup legend marquee nav search".split(),
        "div",
    ),
    **{f"amp-{name}": name for name in ("audio", "iframe", "img", "video")},
    "amp-anim": "img",
    "image": "img",
}
"""Elements that become others, which look alike."""

PART_OF_WORDS = frozenset(
    "area basefont data embed font label link map meta meter nobr output param progress rb rtc slot track".split()
)
"""Elements that are not kept, and between which words do not end."""

PARSED = TAGS | DROPPED_WITH_CONTENT | set("body head html iframe optgroup option plaintext xmp".split())
"""Elements that go to the parser as they are."""

NAMES = frozenset(
    {*PARSED, *INSTEAD, *PART_OF_WORDS}
    | set(
        "applet base bgsound blink button canvas command content datalist element frame frameset input isindex keygen math "
        "menuitem multicol nextid portal selectedcontent shadow spacer svg".split()
    )
)
"""Every element of HTML (HTML standard, sections 4 and 16.2), and of AMP those that show media."""
