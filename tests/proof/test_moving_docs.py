"""docs/moving.md: the commands have the documented output, before and after the old host redirects its feeds."""

import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support import feeds
from tests.support.documented import DOCS, Terminal, normal, sessions
from tests.support.old_sites import HEADERS, ghost_export, ghost_feed, wordpress_export, wordpress_feed
from tests.support.serving import Addresses, free_ports, serving

PAGE = (DOCS / "moving.md").read_text(encoding="utf-8")
POSTS = 5
SITE = "https://www.example.com"
OLD_FEEDS = {"/feed/": wordpress_feed, "/category/world/feed/": wordpress_feed, "/rss/": ghost_feed}
FIRST_AFTER_REDIRECT = f"curl -sL {SITE}/feed/ | grep -o '<item>' | wc -l"


@contextmanager
def on_the_move(folder: Path) -> Iterator[tuple[Terminal, Addresses]]:
    """A terminal in `folder`, where the exports are, and the service of the page, which has the first one.

    The old site redirects its feeds to it from FIRST_AFTER_REDIRECT on.
    """
    exports = {"export.xml": wordpress_export(POSTS), "last.xml": wordpress_export(POSTS + 1), "export.json": ghost_export(POSTS)}
    for name, content in exports.items():
        (folder / name).write_text(content, encoding="utf-8")
    (serve,) = re.findall(r"```sh\nbyline serve (.*)\n```", PAGE)
    arguments = [str(folder / each) if each in exports else each for each in shlex.split(serve)]
    # The old site takes a port first: it might be one of the free ones.
    with feeds.serving() as old, serving("--port", str(port := free_ports()), *arguments) as service:
        old.pages |= {path: (200, HEADERS, feed(POSTS)) for path, feed in OLD_FEEDS.items()}

        def redirect() -> None:
            old.pages["/feed/"] = (301, {"Location": f"{service.feeds}/feed/"}, "")

        here = {f"{SITE}{path}": f"{old.address}{path}" for path in OLD_FEEDS}
        yield Terminal(folder, port, here, {FIRST_AFTER_REDIRECT: redirect}), service


def test_a_move_goes_as_the_page_says(tmp_path: Path) -> None:
    with on_the_move(tmp_path) as (terminal, _):
        for command, printed in sessions(PAGE):
            got = terminal.output_of(command, printed)
            assert normal(got) == normal(printed), f"$ {command}\n{got}"


def test_the_old_host_redirects_after_the_check_and_before_the_first_request_there() -> None:
    before, _, after = PAGE.partition("```nginx")
    assert FIRST_AFTER_REDIRECT in dict(sessions(after))
    assert not [command for command, _ in sessions(before) if "curl" in command and SITE in command]
