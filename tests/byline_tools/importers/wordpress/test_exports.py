"""Exports of one site are parts of one, whichever files they are in."""

import io
from pathlib import Path

from byline_tools.importers.choices import Choices
from byline_tools.importers.records import FileRefused
from byline_tools.importers.report import Report, counted
from byline_tools.importers.wordpress.exports import Exports
from tests.support.factories import NOW
from tests.support.wordpress import author, category, item, picture, term, wxr

WORLD = term("category", "world", "World")
PICTURES = wxr(author("jane", "Jane Doe"), category("world", "World", "Beyond the harbour."), picture(3))
POSTS = wxr(item(1, WORLD, meta={"_thumbnail_id": "3"}), item(2, WORLD, content="[gallery ids='3']"))


def read(*texts: str) -> tuple[list[dict[str, object]], Report]:
    report = Report()
    exports = Exports(Choices(), lambda: NOW, report)
    files = [(Path(f"{number}.xml"), io.BytesIO(text.encode())) for number, text in enumerate(texts)]
    for path, file in files:
        exports.add(path, file)
    things: list[dict[str, object]] = []
    for path, file in files:
        try:
            things += [each.thing for each in exports.records_in(path, file)]
        except FileRefused as error:
            things.append({"type": "problem", "reason": str(error)})
    return things, report


def test_a_post_has_pictures_terms_and_authors_of_another_file_of_its_site() -> None:
    for texts in ((POSTS, PICTURES), (PICTURES, POSTS)):
        things, _ = read(*texts)
        section, jane, first, second = things
        assert (section["description"], jane["name"]) == ("Beyond the harbour.", "Jane Doe")
        assert first["image"] == {"url": "https://www.example.com/uploads/3.jpg", "alt": "Alt 3", "caption": "Caption 3."}
        assert "uploads/3.jpg" in str(second["content"])


def test_a_post_has_none_of_another_site() -> None:
    things, _ = read(POSTS, PICTURES.replace("<link>https://www.example.com</link>", "<link>https://other.example</link>"))
    assert [each.get("image") for each in things if each["type"] == "article"] == [None, None]


def test_a_section_is_stored_once_and_what_is_left_out_is_counted_once() -> None:
    things, report = read(wxr(item(1, WORLD), item(3, post_type="page")), wxr(item(2, WORLD), item(4, post_type="page")))
    assert [each["type"] for each in things] == ["section", "author", "article", "article"]
    assert counted(report.notes())["left out"] == {"page": 2}


def test_a_file_that_is_wrong_keeps_the_others_readable() -> None:
    things, _ = read(POSTS[:-30], PICTURES, wxr(item(5, WORLD)))
    assert [each["type"] for each in things][-1] == "article"
    assert "0.xml" in str(next(each for each in things if each["type"] == "problem")["reason"])


def test_rules_of_a_plugin_in_one_file_are_for_all_of_its_site() -> None:
    things, _ = read(wxr(item(1)), wxr(item(2, post_type="memberpressrule")))
    assert [each["type"] for each in things] == ["problem", "problem"]
