"""Files are read and checked as a whole, then stored. If one is refused, nothing is stored."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from byline.desk.article_edits import PutArticle, WithdrawArticle
from byline.desk.profile_edits import PutProfile
from byline.desk.publisher import Publisher
from byline.errors import StoreUnavailable
from byline.intake.inputs import Origin
from byline.model.feed_key import FeedKey, author_feed, section_feed
from byline.storage.dynamodb import Table
from byline.storage.editing import Source
from byline.storage.item_keys import profile_key
from byline_tools.importers.importer import Admitted, Importer
from byline_tools.importers.records import FileRefused, FilesRefused
from byline_tools.local.stack import TABLE_NAME
from tests.support.factories import NOW, article, author, correction, moment, section

ORIGIN = Origin("https://www.example.com", "example.com,2026")
PUBLISHED = moment("2026-03-09T08:00:00")
PROFILES_UNCHANGED = {("unchanged", "section"): 1, ("unchanged", "author"): 1}
PAGE = """Tuesday , March 10 2026
Home | World | Ferry Runs Aground

Ferry Runs Aground

It was foggy.

About Mara Quist

Mara Quist writes about ships. Contact Mara: [email\u00a0protected]
"""
WORLD = {"type": "section", "slug": "world", "title": "World"}
JANE = {"type": "author", "slug": "jane-doe", "name": "Jane Doe"}


def story(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "type": "article",
        "url": f"https://www.example.com/world/{number}",
        "title": f"Headline {number}",
        "published": f"2026-03-{number:02d}T08:00:00Z",
        "content": "<p>Text.</p>",
        "sections": ["world"],
        "authors": ["jane-doe"],
        **changes,
    }


def ndjson(*things: object) -> str:
    return "".join(json.dumps(thing) + "\n" for thing in things)


NEWS = ndjson(story(2), WORLD, story(1), JANE)


@pytest.fixture
def importer(publisher: Publisher) -> Importer:
    return Importer(publisher, ORIGIN)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.ndjson"


def written(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refusal(importer: Importer, *paths: Path, published: datetime | None = PUBLISHED) -> str:
    with pytest.raises(FileRefused) as refused:
        importer.read(paths, published)
    return str(refused.value)


def everything() -> list[Any]:
    return sorted(boto3.client("dynamodb").scan(TableName=TABLE_NAME)["Items"], key=str)


def names(admitted: Iterable[Admitted]) -> list[str]:
    return [each.name.partition(":")[0] for each in admitted]


def test_profiles_come_before_articles_and_older_articles_before_newer(importer: Importer, path: Path) -> None:
    admitted = importer.read([written(path, NEWS)])
    assert [(each.line, each.name.partition(":")[0]) for each in admitted] == [
        (2, "sections/world"),
        (4, "authors/jane-doe"),
        (3, "article tag"),
        (1, "article tag"),
    ]


def test_everything_is_new_the_first_time(importer: Importer, path: Path) -> None:
    admitted = importer.read([written(path, NEWS)])
    assert importer.store(admitted) == Counter({("new", "section"): 1, ("new", "author"): 1, ("new", "article"): 2})


@pytest.mark.parametrize("text", [NEWS, PAGE], ids=["ndjson", "saved page"])
def test_importing_twice_changes_nothing(importer: Importer, path: Path, text: str) -> None:
    importer.store(importer.read([written(path, text)], PUBLISHED))
    before = everything()
    outcomes = importer.store(importer.read([path], PUBLISHED))
    assert {outcome for outcome, _ in outcomes} == {"unchanged"}
    assert everything() == before


def test_what_changed_in_the_file_is_changed(importer: Importer, path: Path) -> None:
    importer.store(importer.read([written(path, ndjson(WORLD, JANE, story()))]))
    again = importer.read([written(path, ndjson(WORLD, JANE, story(title="Another")))])
    assert importer.store(again) == Counter({**PROFILES_UNCHANGED, ("changed", "article"): 1})


DESK_EDITS: dict[str, PutArticle | WithdrawArticle] = {
    "corrected": PutArticle(article(corrections=(correction(at=NOW),)), ("corrections",)),
    "withdrawn": WithdrawArticle(article().id, "Gone."),
}


@pytest.mark.parametrize("edit", DESK_EDITS.values(), ids=DESK_EDITS)
def test_what_the_desk_has_changed_is_left_alone(
    importer: Importer, publisher: Publisher, path: Path, edit: PutArticle | WithdrawArticle
) -> None:
    importer.store(importer.read([written(path, ndjson(WORLD, JANE, story(id=article().id)))]))
    edited = publisher.articles.edit(edit).thing
    again = importer.read([written(path, ndjson(story(id=article().id, title="Another")))])
    assert importer.store(again) == Counter({("left alone", "article"): 1})
    assert publisher.articles.edit(edit).thing == edited
    overwritten = importer.store(again, Source(imports=True, overwrites=True))
    assert overwritten == Counter({("changed", "article"): 1})
    after = publisher.articles.edit(edit).thing
    assert (after.article.title, after.article.corrections, after.withdrawal) == (
        "Another",
        edited.article.corrections,
        edited.withdrawal,
    )


def test_a_withdrawn_article_is_published_again_only_where_that_is_meant(
    importer: Importer, publisher: Publisher, path: Path
) -> None:
    importer.store(importer.read([written(path, ndjson(WORLD, JANE, story(id=article().id)))]))
    publisher.articles.edit(WithdrawArticle(article().id))
    again = importer.read([path])
    assert importer.store(again) == Counter({**PROFILES_UNCHANGED, ("left alone", "article"): 1})
    republished = importer.store(again, Source(imports=True, republishes=True))
    assert republished == Counter({**PROFILES_UNCHANGED, ("changed", "article"): 1})
    assert publisher.articles.edit(PutArticle(article(), ())).thing.withdrawal is None


def test_a_profile_that_the_desk_has_changed_is_left_alone(importer: Importer, publisher: Publisher, path: Path) -> None:
    importer.store(importer.read([written(path, ndjson(WORLD))]))
    publisher.profiles.edit(PutProfile(section(title="Globe"), ("title",)))
    again = importer.read([written(path, ndjson({**WORLD, "title": "Earth"}))])
    assert importer.store(again) == Counter({("left alone", "section"): 1})
    assert importer.store(again, Source(imports=True, overwrites=True)) == Counter({("changed", "section"): 1})


def test_a_field_that_a_file_leaves_out_stays(importer: Importer, publisher: Publisher, path: Path) -> None:
    importer.store(importer.read([written(path, ndjson({**WORLD, "description": "All of it."}))]))
    importer.store(importer.read([written(path, ndjson({"type": "section", "slug": "world", "title": "Globe"}))]))
    stored = publisher.profiles.edit(PutProfile(section(), ())).thing
    assert stored == section(title="Globe", description="All of it.")


def test_progress_is_reported_once_for_each_thing(importer: Importer, path: Path) -> None:
    calls: list[None] = []
    importer.store(importer.read([written(path, NEWS)]), progress=lambda: calls.append(None))
    assert len(calls) == 4


def test_an_article_may_name_profiles_of_another_file(importer: Importer, tmp_path: Path) -> None:
    stories = written(tmp_path / "1.ndjson", ndjson(story()))
    profiles = written(tmp_path / "2.ndjson", ndjson(WORLD, JANE))
    assert names(importer.read([stories, profiles])) == ["sections/world", "authors/jane-doe", "article tag"]


def test_an_article_may_name_profiles_of_the_table(importer: Importer, publisher: Publisher, path: Path) -> None:
    publisher.put(section())
    publisher.put(author())
    assert names(importer.read([written(path, ndjson(story()))])) == ["article tag"]


def test_an_article_may_not_name_an_unknown_profile(importer: Importer, path: Path) -> None:
    message = refusal(importer, written(path, ndjson(JANE, story(sections=["wrold"]))))
    assert message.startswith(f"{path}:2: article tag:example.com,2026:")
    assert message.endswith(": names sections/wrold, which is neither in the files nor in the table")


def test_the_file_with_the_unknown_profile_is_the_one_refused(importer: Importer, tmp_path: Path) -> None:
    good = written(tmp_path / "1.ndjson", ndjson(WORLD, JANE))
    bad = written(tmp_path / "2.ndjson", ndjson(story(authors=["nobody"])))
    assert refusal(importer, good, bad).startswith(f"{bad}:1: ")


def test_every_wrong_line_is_named_with_its_field(importer: Importer, path: Path) -> None:
    message = refusal(
        importer,
        written(path, ndjson({**WORLD, "slug": "No Slug"}, JANE, {"type": "poem"}, {**JANE, "slug": "joe", "nmae": "x"})),
    )
    assert [line.partition(" ")[0] for line in message.splitlines()] == [f"{path}:{number}:" for number in (1, 3, 4)]
    assert "nmae: is not a field here: did you mean name?" in message


def test_everything_that_is_wrong_in_a_file_is_reported_at_once(importer: Importer, path: Path) -> None:
    text = ndjson(JANE, story(1, sections=["wrold"], titel="a", title=5), {"type": "section", "slug": "world"}, JANE)
    message = refusal(
        importer, written(path, text + "{'a'}\n[]\n" + ndjson(story(2, sections=["world", "wrold"]), {"type": "poem"}))
    )
    assert message.replace(f"{path}:", "").splitlines() == [
        "2: article https://www.example.com/world/1: title: must be a string, not a number",
        "2: article https://www.example.com/world/1: titel: is not a field here: did you mean title?",
        "2: article: names sections/wrold, which is neither in the files nor in the table",
        "3: section world: title: is missing: it is required",
        "4: authors/jane-doe is already in line 1",
        "5: is not JSON: column 2: a text must be in double quotes, not in single ones",
        "6: is not a JSON object",
        f"7: {message.splitlines()[7].partition(':7: ')[2]}",
        "8: poem without a name: type: must be article, section or author, not 'poem'",
    ]
    assert message.splitlines()[7].endswith(": names sections/wrold, which is neither in the files nor in the table")


def test_the_problems_of_all_files_are_reported_at_once(importer: Importer, tmp_path: Path) -> None:
    first = written(tmp_path / "1.ndjson", ndjson({**WORLD, "title": ""}) + "{")
    second = written(tmp_path / "2.txt", PAGE.replace("Home |", "Away |"))
    third = written(tmp_path / "3.json", json.dumps([{**JANE, "name": ""}]))
    fourth = written(tmp_path / "4.ndjson", ndjson(JANE))
    with pytest.raises(FilesRefused) as refused:
        importer.read([first, second, third, fourth], PUBLISHED)
    assert [line.partition(": ")[0] for line in str(refused.value).splitlines()] == [
        f"{first}:1",
        f"{first}:2",
        f"{second}:2",
        f"{third}:1",
    ]
    assert [file.path for file in refused.value.files] == [str(first), str(second), str(third)]


def test_of_many_lines_with_the_same_problem_ten_are_listed(importer: Importer, path: Path) -> None:
    wrong = [{"type": "section", "slug": f"s-{number}", "titel": "a", "title": "b"} for number in range(5_000)]
    message = refusal(
        importer, written(path, ndjson(*wrong, *(story(1, id=f"urn:{each}", sections=["no"]) for each in range(12))))
    )
    assert len(message.splitlines()) == 10 + 10 + 10 + 3
    assert message.splitlines()[-3:] == [
        f"{path}: and 4,990 more lines have the same problem: titel: is not a field here: did you mean title?",
        f"{path}: and 2 more lines name sections/no, which is neither in the files nor in the table",
        f"{path}: and 2 more lines name authors/jane-doe, which is neither in the files nor in the table",
    ]


@pytest.mark.parametrize("text", [json.dumps([WORLD, JANE]), json.dumps(WORLD, indent=1) + json.dumps(JANE, indent=1)])
def test_a_list_of_objects_and_objects_over_several_lines_are_taken(importer: Importer, path: Path, text: str) -> None:
    assert [each.name for each in importer.read([written(path, text)])] == ["sections/world", "authors/jane-doe"]


def test_what_is_twice_in_a_list_in_one_line_is_found_by_its_number(importer: Importer, path: Path) -> None:
    assert refusal(importer, written(path, json.dumps([WORLD, JANE, WORLD]))) == f"{path}:3: sections/world is already in line 1"


def test_a_line_that_is_no_utf_8_does_not_hide_the_others(importer: Importer, path: Path) -> None:
    message = refusal(importer, written(path, b'{"type": "poem"}\n"\xfc"\n{'))
    assert [line.partition(" ")[0] for line in message.splitlines()] == [f"{path}:{number}:" for number in (1, 2, 3)]


def test_a_saved_page_that_is_no_utf_8_is_refused_for_its_line_alone(importer: Importer, path: Path) -> None:
    assert refusal(importer, written(path, PAGE.encode().replace(b"foggy", b"f\xf6ggy"))) == f"{path}:6: is not UTF-8"


def test_files_with_errors_are_reported_even_if_the_table_cannot_be_read(path: Path) -> None:
    class Away(EmptyPublisher):
        def existing(self, keys: Iterable[FeedKey]) -> set[FeedKey]:
            raise StoreUnavailable("batch_get_item", "byline")

    assert "titel" in refusal(Importer(Away(), ORIGIN), written(path, ndjson(story(titel="a"))))
    with pytest.raises(StoreUnavailable):
        Importer(Away(), ORIGIN).read([written(path, ndjson(story()))])


def test_a_thing_that_is_twice_in_a_file_is_refused(importer: Importer, path: Path) -> None:
    message = refusal(importer, written(path, ndjson(WORLD, JANE, WORLD)))
    assert message == f"{path}:3: sections/world is already in line 1"


def test_an_author_named_twice_on_a_page_is_refused(importer: Importer, path: Path) -> None:
    message = refusal(importer, written(path, PAGE + "\nAbout Mara Quist\n\nAgain.\n"))
    assert message == f"{path}:12: authors/mara-quist is already in line 8"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "byte-order mark"])
def test_bytes_that_are_not_utf_8_are_refused_in_their_line(importer: Importer, path: Path, mark: bytes) -> None:
    assert refusal(importer, written(path, mark + b"\n\n\xff\n\xff")) == f"{path}:3: is not UTF-8\n{path}:4: is not UTF-8"


def test_an_empty_file_is_refused(importer: Importer, path: Path) -> None:
    assert refusal(importer, written(path, "")).startswith(f"{path}:1: ")


@pytest.mark.parametrize("text", [NEWS, PAGE], ids=["ndjson", "saved page"])
def test_a_byte_order_mark_and_windows_line_ends_change_nothing(importer: Importer, path: Path, text: str) -> None:
    plain = importer.read([written(path, text)], PUBLISHED)
    assert importer.read([written(path, "\ufeff" + text.replace("\n", "\r\n"))], PUBLISHED) == plain


def test_a_saved_page_needs_a_time_of_publication(importer: Importer, path: Path) -> None:
    assert "give --published" in refusal(importer, written(path, PAGE), published=None)


def test_a_saved_page_does_not_replace_existing_profiles(
    importer: Importer, publisher: Publisher, path: Path, table: Table
) -> None:
    for profile in (section("world", description="Kept."), author("mara-quist", bio="Kept.")):
        publisher.put(profile)
    outcomes = importer.store(importer.read([written(path, PAGE)], PUBLISHED))
    assert outcomes == Counter({**PROFILES_UNCHANGED, ("new", "article"): 1})
    kept = [table.get(profile_key(key)) or {} for key in (section_feed("world"), author_feed("mara-quist"))]
    assert "Kept." in str(kept[0])
    assert "Kept." in str(kept[1])


def test_one_wrong_file_refuses_all_files(importer: Importer, tmp_path: Path) -> None:
    good = written(tmp_path / "1.ndjson", NEWS)
    bad = written(tmp_path / "2.txt", PAGE.replace("Home |", "Away |"))
    assert refusal(importer, good, bad) == f"{bad}:2: expected the breadcrumb, such as 'Home | World | Headline'"


class EmptyPublisher(Publisher):
    """A publisher on an empty table that is only read."""

    def __init__(self) -> None:
        pass

    def existing(self, keys: Iterable[FeedKey]) -> set[FeedKey]:
        return set()


def reading(path: Path) -> list[Admitted] | FileRefused:
    try:
        return Importer(EmptyPublisher(), ORIGIN).read([path], PUBLISHED)
    except FileRefused as refused:
        return refused


def check_reading(content: bytes, folder: Path) -> None:
    """Any file is read, or refused for its lines; no other error is raised."""
    outcome = reading(written(folder / "any.txt", content))
    if isinstance(outcome, FileRefused):
        lines = content.count(b"\n") + content.count(b"\r") + 1
        assert outcome.problems
        assert all(1 <= problem.line <= lines for problem in outcome.problems)


@st.composite
def mutations(draw: st.DrawFn, text: str) -> bytes:
    """`text` with a few random changes to its lines."""
    lines = text.splitlines()
    for _ in range(draw(st.integers(1, 4))):
        at, to = (draw(st.integers(0, max(len(lines) - 1, 0))) for _ in range(2))
        match draw(st.sampled_from(["delete", "double", "swap", "replace", "cut", "insert"])):
            case "delete":
                del lines[at : at + 1]
            case "double":
                lines[at:at] = lines[at : at + 1]
            case "swap" if lines:
                lines[at], lines[to] = lines[to], lines[at]
            case "replace":
                lines[at : at + 1] = [draw(st.text())]
            case "cut":
                lines[at : at + 1] = [line[: draw(st.integers(0, 60))] for line in lines[at : at + 1]]
            case _:
                lines[at : at + 1] = [draw(st.text(max_size=3)).join(line.split(" ", 2)) for line in lines[at : at + 1]]
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines).encode(errors="surrogatepass")


VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda v: st.lists(v, max_size=3))
FIELDS = "type slug title name url image published updated content sections authors tags id enclosures language".split()


@settings(max_examples=100, deadline=None)
@given(content=st.binary() | st.text().map(str.encode))
def test_any_file_is_read_or_refused(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    check_reading(content, tmp_path_factory.getbasetemp())


@settings(max_examples=200, deadline=None)
@given(content=mutations(PAGE))
def test_any_damaged_page_is_read_or_refused(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    check_reading(content, tmp_path_factory.getbasetemp())


@settings(max_examples=100, deadline=None)
@given(content=mutations(NEWS))
def test_any_damaged_ndjson_is_read_or_refused(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    check_reading(content, tmp_path_factory.getbasetemp())


@settings(max_examples=150, deadline=None)
@given(thing=st.sampled_from([WORLD, JANE, story()]), changes=st.dictionaries(st.sampled_from(FIELDS), VALUES, min_size=1))
def test_any_value_in_any_field_is_taken_or_refused(
    thing: dict[str, Any], changes: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    check_reading(ndjson({**thing, **changes}).encode(), tmp_path_factory.getbasetemp())
