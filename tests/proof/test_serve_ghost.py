"""What readers of a site of Ghost could not see is at no address of a newsroom made of its export."""

import json
import re
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.support.ghost import export, post, tag, tagged, user
from tests.support.serving import introduction, started

SECRET = "Secret"
FOR_MEMBERS = f"<p>Open.</p><!--members-only--><p>{SECRET}.</p>"
POSTS = [
    post(1),
    post(2, title=SECRET, status="draft"),
    post(3, title=SECRET, status="scheduled", published_at="2131-01-03T06:00:00.000Z"),
    post(4, title=SECRET, status="sent"),
    *(post(number, visibility=each, html=FOR_MEMBERS) for number, each in enumerate(("members", "paid", "tiers"), start=5)),
    post(8, html=f"Open. <!--kg-gated-block:begin nonMember:false -->{SECRET}<!--kg-gated-block:end-->"),
    post(9, title=SECRET, visibility="paid", author_id="secret"),
]
TABLES = {
    "users": [user("jane", "Jane Doe"), user("secret", f"{SECRET} Source")],
    "tags": [tag("hash-a", f"#{SECRET}"), tag("coast", "Coast")],
    "posts_tags": tagged(1, ["coast", "hash-a"]),
}


@pytest.mark.parametrize("options", [(), ("--members-only", "preview", "--types", "post,page,sent")], ids=["default", "preview"])
def test_no_address_shows_it(tmp_path: Path, options: tuple[str, ...]) -> None:
    path = tmp_path / "ghost.json"
    path.write_text(json.dumps(export(*POSTS, **TABLES)), encoding="utf-8")
    with started(path, "--sections", "sea=tag:coast,secret=tag:hash-a", *options) as process:
        found = re.search(r"http://127\.0\.0\.1:\d+(?=/rss\.xml)", introduction(process))
        assert found
        subscriptions = read(f"{found[0]}/feeds.opml")
        feeds = [each.removesuffix("rss.xml") for each in re.findall(r'xmlUrl="([^"]+)"', subscriptions)]
        assert sorted(each.removeprefix(found[0]) for each in feeds) == ["/", "/authors/jane/", "/sections/sea/"]
        pages = [f"{each}{name}" for each in feeds for name in ("rss.xml", "atom.xml", "feed.json")]
        others = [f"{found[0]}{each}/feed.json" for each in ("/authors/secret", "/sections/secret", "/sections/hash-a")]
        texts = [subscriptions, read(f"{found[0]}/"), *map(read, [*pages, *others])]
        assert [text for text in texts if SECRET.lower() in text.lower()] == []
        assert all("Headline 1" in text for text in texts[2:-3])


def read(address: str) -> str:
    """The text at an address; empty if there is none."""
    try:
        with urlopen(address) as response:  # noqa: S310 - of a server that the test started
            return str(response.read().decode())
    except HTTPError as error:
        error.close()
        return ""
