"""The text of a saved article page becomes an article, its section and its authors, or is refused."""

from datetime import UTC, datetime
from typing import Any

import pytest

from byline_tools.importers.records import FileRefused, LineProblem, Record
from byline_tools.importers.saved_page import SavedPage
from tests.support.factories import moment

BANNER = "Tuesday , March 10 2026"
TITLE = "Ferry Runs Aground in Fog"
TRAIL = f"Home | World | {TITLE}"
CREDIT = "Image Credit: Harbour Pictures"
FIRST = "The ferry left at dawn. Nobody was hurt & everybody was cold."
SECOND = "It was afloat again at noon, said the captain’s sister."
ABOUT = "About Mara Quist"
BIO = "Mara Quist writes about ships. She lives near one."
PAGE = [BANNER, TRAIL, CREDIT, "", TITLE, "", FIRST, "", SECOND, "", ABOUT, "", BIO, ""]
PUBLISHED = moment("2026-03-09T08:00:00")


def changed(**lines: str | None) -> str:
    """The page with the named lines replaced; None removes a line."""
    names = {"banner": BANNER, "trail": TRAIL, "credit": CREDIT, "title": TITLE, "first": FIRST, "about": ABOUT, "bio": BIO}
    others = {names[name]: other for name, other in lines.items()}
    return "\n".join(other for line in PAGE if (other := others.get(line, line)) is not None)


def titled(title: str) -> str:
    return changed(title=title, trail=f"Home | World | {title}")


def records(text: str, published: datetime | None = PUBLISHED, site_url: str = "https://www.example.com") -> list[Record]:
    return SavedPage("page.txt", text).records(site_url=site_url, published=published)


def things(text: str, kind: str) -> list[dict[str, Any]]:
    return [record.thing for record in records(text) if record.thing["type"] == kind]


def article(text: str) -> dict[str, Any]:
    (thing,) = things(text, "article")
    return thing


def refusal(text: str, published: datetime | None = PUBLISHED) -> LineProblem:
    with pytest.raises(FileRefused) as refused:
        records(text, published)
    (problem,) = refused.value.problems
    assert str(refused.value) == f"page.txt:{problem.line}: {problem.reason}"
    return problem


def test_a_page_is_its_section_its_author_and_the_article() -> None:
    section, author, story = records(changed())
    assert section == Record(2, {"type": "section", "slug": "world", "title": "World"}, only_if_new=True)
    assert author == Record(11, {"type": "author", "slug": "mara-quist", "name": "Mara Quist", "bio": BIO}, only_if_new=True)
    assert (story.line, story.thing["title"], story.only_if_new) == (5, TITLE, False)


def test_the_article_names_its_section_and_its_author() -> None:
    assert (article(changed())["sections"], article(changed())["authors"]) == (["world"], ["mara-quist"])


def test_the_article_is_where_the_publishers_site_has_it() -> None:
    assert article(changed())["url"] == "https://www.example.com/world/ferry-runs-aground-in-fog"


def test_a_slash_at_the_end_of_the_sites_address_is_not_doubled() -> None:
    assert records(changed(), site_url="https://e.example/")[-1].thing["url"].startswith("https://e.example/world/")


def test_paragraphs_become_paragraphs_of_html() -> None:
    first, second = article(changed())["content"].split("\n")
    assert first == "<p>The ferry left at dawn. Nobody was hurt &amp; everybody was cold.</p>"
    assert second == f"<p>{SECOND}</p>"


def test_lines_without_an_empty_one_between_them_are_one_paragraph() -> None:
    assert "<p>One, two.</p>" in article(changed(first="One,\ntwo."))["content"]


def test_markup_in_the_text_is_text() -> None:
    assert "&lt;script&gt;" in article(changed(first="He typed <script> and left."))["content"]


def test_the_article_is_published_when_the_importer_says() -> None:
    assert article(changed())["published"] == "2026-03-09T08:00:00+00:00"


def test_the_day_of_saving_is_never_the_day_of_publication() -> None:
    problem = refusal(changed(), published=None)
    assert problem == LineProblem(1, "the page says when it was saved, not when it was published: give --published")


def test_what_was_saved_cannot_be_published_days_later() -> None:
    problem = refusal(changed(), published=moment("2026-03-13T00:00:00"))
    assert problem == LineProblem(1, "saved on 2026-03-10, so it cannot have been published on 2026-03-13")


def test_a_page_may_be_saved_and_published_on_the_same_day_anywhere_on_earth() -> None:
    assert records(changed(), published=moment("2026-03-11T11:00:00"))


@pytest.mark.parametrize("banner", ["Tuesday, March 10, 2026", "Tuesday , March  10 2026", " Tuesday\u00a0, March 10 2026 "])
def test_spaces_and_commas_in_the_banner_may_vary(banner: str) -> None:
    assert records(changed(banner=banner))


def test_the_last_of_days_is_a_day_of_saving() -> None:
    assert records(changed(banner="Friday , December 31 9999"), published=datetime.max.replace(tzinfo=UTC))


def test_the_first_of_days_is_a_day_of_saving() -> None:
    assert records(changed(banner="Monday , January 1 0001"), published=datetime.min.replace(tzinfo=UTC))


@pytest.mark.parametrize("banner", ["March 10 2026", "Someday , March 10 2026", "Tuesday", "10/03/2026"])
def test_what_stands_in_place_of_the_banner_is_refused(banner: str) -> None:
    assert refusal(changed(banner=banner)) == LineProblem(1, "expected the date banner, such as 'Friday , March 14 2025'")


@pytest.mark.parametrize("banner", ["Tuesday , February 30 2026", "Tuesday , Mars 10 2026", "Tuesday , March 10 0000"])
def test_a_banner_that_is_no_date_is_refused(banner: str) -> None:
    assert refusal(changed(banner=banner)) == LineProblem(1, f"{banner!r} is no date")


@pytest.mark.parametrize("mail", ["[email protected]", "[email\u00a0protected]", "[Email  protected]"])
def test_a_hidden_mail_address_in_the_article_is_said_to_be_withheld(mail: str) -> None:
    assert "<p>Write to (address withheld) now.</p>" in article(changed(first=f"Write to {mail} now."))["content"]


@pytest.mark.parametrize("mail", ["[email protected]", "[email\u00a0protected]"])
def test_a_sentence_that_only_gave_a_hidden_mail_address_is_left_out_of_the_biography(mail: str) -> None:
    (author,) = things(changed(bio=f"{BIO} Contact Mara: {mail}"), "author")
    assert author["bio"] == BIO


def test_a_hidden_mail_address_in_the_credit_is_withheld_too() -> None:
    assert article(changed(credit="Image Credit: Ann, [email protected]"))["image"] == {"credit": "Ann, (address withheld)"}


def test_nobody_gets_a_mail_address() -> None:
    (author,) = things(changed(bio=f"{BIO} Contact Mara: [email protected]"), "author")
    assert author.keys() == {"type", "slug", "name", "bio"}


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_change_nothing(line_end: str) -> None:
    assert records(changed().replace("\n", line_end)) == records(changed())


def test_a_byte_order_mark_changes_nothing() -> None:
    assert records("\ufeff" + changed()) == records(changed())


def test_empty_lines_at_the_beginning_only_move_the_line_numbers() -> None:
    assert [record.line for record in records("\n \n" + changed())] == [4, 13, 7]


def test_the_section_is_the_first_step_after_home() -> None:
    (section,) = things(changed(trail=f"Home | World News | Asia | Islands | {TITLE}"), "section")
    assert (section["slug"], section["title"]) == ("world-news", "World News")


@pytest.mark.parametrize("credit", [None, "", "Image Credit:"])
def test_a_page_without_a_credit_is_an_article_without_an_image(credit: str | None) -> None:
    assert "image" not in article(changed(credit=credit))


def test_the_credit_belongs_to_the_image() -> None:
    assert article(changed())["image"] == {"credit": "Harbour Pictures"}


def test_every_author_has_a_biography_of_their_own() -> None:
    text = changed() + "\nAbout Jon Vale\n\nJon Vale takes pictures.\n"
    assert [(author["slug"], author["bio"]) for author in things(text, "author")] == [
        ("mara-quist", BIO),
        ("jon-vale", "Jon Vale takes pictures."),
    ]
    assert article(text)["authors"] == ["mara-quist", "jon-vale"]


def test_a_biography_may_follow_its_heading_at_once_and_have_several_paragraphs() -> None:
    (author,) = things(changed(about=f"{ABOUT}\nFirst part."), "author")
    assert author["bio"] == f"First part. {BIO}"


@pytest.mark.parametrize("title", ["Fog | A Ferry’s Morning", "A | B | C", "World | World"])
def test_a_title_may_hold_a_bar(title: str) -> None:
    assert article(titled(title))["title"] == title
    assert article(titled(title))["sections"] == ["world"]


@pytest.mark.parametrize("title", ["About Time", "World", "Image of the Day"])
def test_a_title_may_look_like_another_part_of_the_page(title: str) -> None:
    assert article(titled(title))["title"] == title


def test_a_title_in_other_letters_gets_an_address_in_latin_ones() -> None:
    assert article(titled("Паром сел на мель"))["url"] == "https://www.example.com/world/parom-sel-na-mel"


@pytest.mark.parametrize("title", ["???", "🙂 🙃", "ⵣ", "…"])
def test_a_title_without_letters_that_latin_knows_is_refused_since_it_has_no_address(title: str) -> None:
    assert refusal(titled(title)) == LineProblem(5, f"no address can be made from {title!r}")


def test_a_section_without_letters_is_refused_since_it_has_no_address() -> None:
    assert refusal(changed(trail=f"Home | ★ | {TITLE}")) == LineProblem(2, "no address can be made from '★'")


def test_an_author_without_latin_likeness_is_refused() -> None:
    assert refusal(changed(about="About ⵣⵣ")) == LineProblem(11, "no address can be made from 'ⵣⵣ'")


@pytest.mark.parametrize("reference", ["&#99999999999999999999;", "&#xD800;", "&amp;"])
def test_what_looks_like_a_character_reference_in_a_title_is_text(reference: str) -> None:
    assert article(titled(f"Fog {reference}"))["url"].isascii()


@pytest.mark.parametrize("trail", [TITLE, f"World | {TITLE}", "Home", "Home |"])
def test_what_stands_in_place_of_the_breadcrumb_is_refused(trail: str) -> None:
    assert refusal(changed(trail=trail)) == LineProblem(2, "expected the breadcrumb, such as 'Home | World | Headline'")


@pytest.mark.parametrize("trail", [f"Home | {TITLE}", "Home | World | Another Headline", f"Home | World | {TITLE} | More"])
def test_a_breadcrumb_that_does_not_lead_to_the_title_is_refused(trail: str) -> None:
    problem = refusal(changed(trail=trail))
    assert problem == LineProblem(2, f"the breadcrumb does not lead through a section to the title {TITLE!r}")


def test_a_page_without_a_title_is_refused_at_its_breadcrumb() -> None:
    assert refusal(changed(title=None)).line == 2


def test_a_page_without_text_is_refused() -> None:
    text = "\n".join([BANNER, TRAIL, "", TITLE, "", ABOUT, "", BIO])
    assert refusal(text) == LineProblem(4, "there is no text between the title and 'About NAME'")


def test_a_page_without_an_author_is_refused_at_its_end() -> None:
    problem = refusal(changed(about=None))
    assert problem == LineProblem(13, "the page ends without 'About NAME' and a biography")


@pytest.mark.parametrize("bio", ["", "Contact Mara: [email protected]"])
def test_an_author_without_a_biography_is_refused(bio: str) -> None:
    assert refusal(changed(bio=bio)) == LineProblem(11, "the biography of Mara Quist is missing")


@pytest.mark.parametrize("line", ["About half of them stayed away", "About the night watch", "About Mara Quist."])
def test_a_line_of_the_article_that_begins_with_about_names_no_author(line: str) -> None:
    text = changed(first=f"{FIRST}\n\n{line}")
    assert [author["name"] for author in things(text, "author")] == ["Mara Quist"]
    assert f"<p>{line}</p>" in article(text)["content"]


def test_a_page_that_ends_early_is_refused_wherever_it_ends() -> None:
    for length in range(len(PAGE) - 2):
        refused = refusal("\n".join(PAGE[:length]))
        assert 1 <= refused.line <= max(length, 1)


def test_an_empty_page_is_refused_for_its_missing_banner() -> None:
    assert refusal("").line == 1
