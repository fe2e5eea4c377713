"""Makes small exports of Ghost, so that a test states only the relevant columns."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from byline.model.redirect import Redirect
from byline_tools.importers.choices import Choices
from byline_tools.importers.ghost.posts import records_of
from byline_tools.importers.report import Report
from tests.support.factories import NOW
from tests.support.wordpress import Read

SITE = "https://www.example.com"
URL = "__GHOST_URL__"


def export(*posts: dict[str, Any], **tables: Any) -> dict[str, Any]:
    """An export with these posts and other tables, and one author, Jane, of posts that name none."""
    users = [user("jane", "Jane Doe")]
    data = {"posts": list(posts), "users": users, **tables}
    return {"db": [{"meta": {"exported_on": 1_773_000_000_000, "version": "5.109.2"}, "data": data}]}


def post(number: int = 1, /, **changes: Any) -> dict[str, Any]:
    """Post `number`, which is published and which everybody may read."""
    return {
        "id": f"64f0c2b7a9d1e8000000{number:04x}",
        "title": f"Headline {number}",
        "slug": f"headline-{number}",
        "html": f"<p>Text {number}.</p>",
        "type": "post",
        "status": "published",
        "visibility": "public",
        "published_at": f"2026-03-{number:02d}T08:00:00.000Z",
        "author_id": "jane",
        **changes,
    }


def user(slug: str, name: str, **changes: Any) -> dict[str, Any]:
    """An author, whose id is the slug, with a mail address that nobody else may see."""
    return {"id": slug, "slug": slug, "name": name, "email": "secret@example.com", "bio": None, **changes}


def tag(slug: str, name: str, **changes: Any) -> dict[str, Any]:
    """A tag, whose id is the slug."""
    return {"id": slug, "slug": slug, "name": name, "description": None, "visibility": "public", **changes}


def tagged(number: int, slugs: Sequence[str]) -> list[dict[str, Any]]:
    """The tags of post `number`, in this order, their rows in the opposite one."""
    rows = [{"post_id": post(number)["id"], "tag_id": each, "sort_order": order} for order, each in enumerate(slugs)]
    return rows[::-1]


def written(number: int, slugs: Sequence[str]) -> list[dict[str, Any]]:
    """The authors of post `number`, in this order, their rows in the opposite one."""
    rows = [{"post_id": post(number)["id"], "author_id": each, "sort_order": order} for order, each in enumerate(slugs)]
    return rows[::-1]


def read(*posts: dict[str, Any], choices: Choices | None = None, **tables: Any) -> Read:
    """What is read from an export with these posts and tables."""
    return read_json(export(*posts, **tables), choices=choices)


def read_json(value: Any, choices: Choices | None = None) -> Read:
    report = Report()
    content = json.dumps(value).encode()
    redirects: list[Redirect] = []
    records = list(records_of(Path("ghost.json"), content, choices or Choices(), NOW, report, redirects, SITE))
    things = {kind: [each.thing for each in records if each.thing["type"] == kind] for kind in ("article", "section", "author")}
    return Read(things["article"], things["section"], things["author"], [each.notes for each in records], report, redirects)
