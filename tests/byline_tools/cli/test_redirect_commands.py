"""Redirects from old paths, on the local server and on a table."""

import json
from pathlib import Path

from tests.byline_tools.cli.results import Target, Thing, failed, row, usage
from tests.support.command_line import Byline


def listed(byline: Byline, target: Target, *options: object) -> Thing:
    result = byline("redirects", *options, *target)
    assert (result.status, result.err) == (0, "")
    found: Thing = json.loads(result.out)
    return found


def test_a_redirect_is_added_listed_and_removed(byline: Byline, target: Target, number: int) -> None:
    path = f"/old-{number}/feed"
    stored = {"path": path, "feed": "sections/world", "format": "atom"}
    add = ("redirects", "add", f"https://www.example.com/Old-{number}/feed/", "sections/world", "--format", "atom", *target)
    assert [row(byline(*add)) for _ in range(2)] == [{"outcome": each, **stored} for each in ("new", "unchanged")]
    assert stored in listed(byline, target)["redirects"]
    assert row(byline("redirects", "add", path, "site", *target)) == {
        **stored,
        "feed": "site",
        "format": "rss",
        "outcome": "changed",
    }
    assert row(byline("redirects", "remove", path, *target))["outcome"] == "removed"
    assert failed(byline("redirects", "remove", path, *target)) == f"byline: there is no redirect from {path} (404)\n"
    assert path not in [each["path"] for each in listed(byline, target, "--limit", 1000)["redirects"]]


def test_a_file_adds_many_and_its_refused_lines_do_not_keep_the_others_back(
    byline: Byline, target: Target, number: int, tmp_path: Path
) -> None:
    pairs = [{"path": f"/many-{number}/{n:03}/feed", "feed": "site"} for n in range(105)]
    wrong = [{"path": "/rss.xml", "feed": "site"}, {"path": f"/many-{number}", "feed": "sections/wrold"}]
    file = tmp_path / "pairs.ndjson"
    file.write_text("".join(f"{json.dumps(each)}\n" for each in (*wrong, *pairs)), encoding="utf-8")
    result = byline("redirects", "add", "--file", file, *target)
    assert (result.status, json.loads(result.out)) == (1, {"new": {"redirect": 105}})
    assert result.err == (
        f"byline: {file}:1: path: '/rss.xml' has the form of the address of a feed, RSS of site: "
        "Byline answers such addresses itself\n"
        f"{file}:2: there is no feed called sections/wrold: did you mean sections/world?\n"
    )
    file.write_text("".join(f"{json.dumps(each)}\n" for each in pairs[:3]), encoding="utf-8")
    again = byline("redirects", "add", "--file", file, *target)
    assert (again.status, json.loads(again.out)) == (0, {"unchanged": {"redirect": 3}})
    page = listed(byline, target, "--limit", 101)
    assert len(page["redirects"]) == 101
    rest = listed(byline, target, "--cursor", page["cursor"])["redirects"]
    assert {each["path"] for each in pairs} <= {each["path"] for each in (*page["redirects"], *rest)}


def test_what_is_refused_is_an_error_in_json_too(byline: Byline, target: Target, number: int, tmp_path: Path) -> None:
    file = tmp_path / "pairs.ndjson"
    file.write_text(f'{{"path": "/", "feed": "site"}}\n{{"path": "/one-{number}", "feed": "site"}}\n', encoding="utf-8")
    result = byline("redirects", "add", "--file", file, "--json", *target)
    problem = json.loads(result.out)
    assert (result.status, problem["status"], problem["done"]) == (1, 422, {"new": {"redirect": 1}})
    assert [each["field"] for each in problem["errors"]] == [f"{file}:1"]
    file.write_text('{"feed": "site"}\n', encoding="utf-8")
    assert f"{file}:1: has no path: it is like" in failed(byline("redirects", "add", "--file", file, *target))
    assert failed(byline("redirects", "add", "feed", "world", *target)).splitlines() == [
        "byline: redirect feed was refused (422)",
        "  path: 'feed' is no path: it begins with a slash, such as /category/world/feed/, unless it is a whole address",
        "  feed: 'world' is not the name of a feed: site, sections/SLUG or authors/SLUG",
    ]


def test_a_path_and_a_feed_or_a_file_are_needed(byline: Byline, target: Target, tmp_path: Path) -> None:
    assert "give PATH and FEED, or --file" in usage(byline("redirects", "add", "/feed", *target))
    file = tmp_path / "pairs.ndjson"
    file.write_text("", encoding="utf-8")
    assert "--file goes with neither PATH nor --format" in usage(byline("redirects", "add", "/feed", "--file", file, *target))
