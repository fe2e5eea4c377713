"""Feeds with every field set, for golden files, determinism and the checker."""

from datetime import timedelta

from byline.model.feed import Feed
from byline.model.feed_key import author_feed, section_feed
from byline.storage.feed_reader import with_notices
from tests.support.factories import NOW, article, author, correction, enclosure, feed, image, section, site, tombstone

SITE = site(
    rights="© 2026 The Gazette",
    icon="https://img.example.com/icon.png",
    logo="https://img.example.com/logo.png",
    hubs=("https://hub.example.com/", "https://hub.example.net/"),
)
WORLD = section("world", title="World & Wide", url="https://www.example.com/world", image=image())
PAID = section("paid", summaries_only=True)
JANE = author(
    "jane-doe", url="https://www.example.com/jane", email="jane@example.com", image=image(url="https://img.example.com/j.jpg")
)
JOHN = author("john-roe", name="Jöhn “Joe” Roe", bio="")

ARTICLES = (
    article(
        1,
        title="Q&A: is 1 < 2? 🚢 “Yes”",
        summary="Questions & <answers>.",
        content='<p dir="ltr">Yes &amp; <em>no</em> ]]&gt; <a href="https://www.example.com/2">two</a>.</p>\n<ul><li>a</li></ul>',
        updated=NOW,
        tags=("ships & sea", "numbers"),
        sections=("world", "art"),
        authors=("jane-doe", "john-roe"),
        image=image(),
        enclosures=(
            enclosure(),
            enclosure(url="https://media.example.com/2.mp4", media_type="video/mp4", duration=None, title=""),
        ),
        corrections=(correction(), correction(note="Not 2 < 1.", at=NOW - timedelta(seconds=5))),
    ),
    article(
        2,
        title="سفن من ورق",
        content='<p dir="rtl">أربعمئة سفينة</p>',
        summary="أربعمئة سفينة",
        language="ar",
        corrections=(correction(note="كانت السفن أربعمئة."),),
    ),
    article(
        3,
        guid="1234 at https://www.example.com",
        summary="",
        content="",
        sections=(),
        authors=(),
        edited=NOW - timedelta(minutes=1),
    ),
    article(4, title="Behind the wall", sections=("paid",), corrections=(correction(),)),
    article(5, image=image(url=None, alt="", caption="", width=None, height=None, media_type=None), authors=("john-roe",)),
    article(
        6, title="𝔘𝔫𝔦𝔠𝔬𝔡𝔢 中文 e\u0301", content="<p>a\u200b\u202eb\u202c</p>", image=image(width=None, height=None, caption="")
    ),
)
PROFILES = (WORLD, section("art"), PAID, JANE, JOHN)

TOMBSTONES = (
    tombstone(at=NOW - timedelta(hours=1), notice="Taken back: it was about another ship & harbour."),
    tombstone(8, guid="4711", at=NOW - timedelta(days=2)),
)

FEEDS: dict[str, Feed] = {
    "site": feed(*with_notices(list(ARTICLES), TOMBSTONES), site=SITE, tombstones=TOMBSTONES, profiles=PROFILES),
    "section": feed(*ARTICLES[:2], key=section_feed("world"), profile=WORLD, site=SITE, profiles=PROFILES),
    "author": feed(*ARTICLES[:1], key=author_feed("jane-doe"), profile=JANE, site=SITE, profiles=PROFILES),
    "empty": feed(key=author_feed("john-roe"), profile=JOHN),
}
