"""Input text is cleaned; cleaning it again changes nothing."""

import unicodedata
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from byline.model import values
from byline.model.text import TEASER_LENGTH, carriable, plain, teaser

HOSTILE = st.text(st.characters(codec=None), max_size=200)
MARKUP = st.lists(
    st.sampled_from("< > & ; / b br amp lt gt amp; lt; gt; #60; &lt &#1; &#xD800; \x01 \x85 \n \ufeff <b> </p>".split(" "))
    | HOSTILE,
    max_size=30,
).map("".join)
SENTENCES = st.lists(st.sampled_from(["word", "x" * 90, ". ", "。", "」", "؟ ", "! ", "” ", " ", "e\u0301"]), max_size=200).map(
    "".join
)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("a\x00b\x1bc", "abc"),
        ("a\ud800\ufffe\uffffb", "ab"),
        ("a\r\nb\rc\u0085d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"),
        ("\u202eאבג 👩‍🚀\t", "\u202eאבג 👩‍🚀\t"),
    ],
)
def test_only_characters_that_xml_can_carry_stay(typed: str, clean: str) -> None:
    assert carriable(typed) == clean


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("x < y", "x < y"),
        ("Is 3<4 & 5>4?", "Is 3<4 & 5>4?"),
        ("I <3 news", "I <3 news"),
        ("Using List<String>", "Using List<String>"),
        ("AT&T", "AT&T"),
        ("AT&amp;T", "AT&T"),
        ("AT&amp;amp;amp;T", "AT&T"),
        ("&lt;em&gt;Now&lt;/em&gt;", "Now"),
        ("&amp;lt;em&amp;gt;Now&amp;lt;/em&amp;gt;", "Now"),
        ("The <em class='x'>Wren</em> sails", "The Wren sails"),
        ("One<br>two<BR/>three", "One two three"),
        ("<p>Storm</p><p>shuts pier</p>", "Storm shuts pier"),
        ("<H2 class='x'>Storm</h2><div>Pier <b>shut</b></div><ul><li>a</li><li>b</li></ul>", "Storm Pier shut a b"),
        ("<!-- wp:heading -->Storm<!-- /wp:heading -->pier", "Storm pier"),
        ("<address>Quay 1</address><center>Port</center>", "Quay 1 Port"),
        ("&lt;p&gt;Storm&lt;/p&gt;&lt;p&gt;pier&lt;/p&gt;", "Storm pier"),
        ("x.example/?a=1&section=2&copy=3&para&euro", "x.example/?a=1&section=2&copy=3&para&euro"),
        ("Tea &copy; 2026 &#8364; &#x20AC; &notareference; &section;", "Tea © 2026 € € &notareference; &section;"),
        (" two\n\tlines\u00a0 ", "two lines"),
        ("<\x01b>bold", "bold"),
        ("&#1;a&#xFFFE;b", "ab"),
        ("‘It’s’ &ldquo;quoted&rdquo; caf&eacute;", "‘It’s’ “quoted” café"),
        ("", ""),
    ],
)
def test_a_title_becomes_plain_text(typed: str, clean: str) -> None:
    assert plain(typed) == clean


def test_text_escaped_more_than_ten_times_loses_its_markup_characters() -> None:
    assert plain("x &" + "amp;" * 50 + "lt; y") == "x " + "amp;" * 40 + "lt; y"


@pytest.mark.parametrize(
    "typed", ["<" * 30_000 + "b" + "b>" * 30_000, "&" + "amp;" * 60_000 + "lt;", "<b" * 60_000, "<a " * 60_000]
)
def test_hostile_text_is_cleaned_in_bounded_time(typed: str) -> None:
    began = process_time()
    plain(typed)
    assert process_time() - began < 2


@settings(deadline=None)
@given(HOSTILE)
def test_making_text_carriable_twice_changes_nothing(typed: str) -> None:
    assert carriable(carriable(typed)) == carriable(typed)


@settings(deadline=None)
@given(HOSTILE)
def test_carriable_text_meets_the_models_rule(typed: str) -> None:
    assert values.text(carriable(typed)) in {typed, carriable(typed)}


@settings(deadline=None)
@given(MARKUP)
@example("<\x01b>")
@example("&#1;amp;lt;")
def test_cleaning_text_twice_changes_nothing(typed: str) -> None:
    assert plain(plain(typed)) == plain(typed)


@settings(deadline=None)
@given(MARKUP)
def test_plain_text_is_one_line_that_meets_the_models_rule(typed: str) -> None:
    assert plain(typed) == "" or values.title(plain(typed))


@settings(deadline=None)
@given(SENTENCES.map(plain), st.integers(10, TEASER_LENGTH))
@example("x" * 299 + "。」", TEASER_LENGTH)
@example("x" * 300 + "。y", TEASER_LENGTH)
def test_a_teaser_is_never_longer_than_allowed(text: str, longest: int) -> None:
    assert len(teaser(text, longest)) <= longest


@settings(deadline=None)
@given(SENTENCES.map(plain))
def test_a_teaser_begins_as_the_text_does(text: str) -> None:
    assert text.startswith(teaser(text).removesuffix("…"))


def test_a_short_text_is_its_own_teaser() -> None:
    assert teaser("Short, no end") == "Short, no end"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One two. Three four. Five six seven", "One two. Three four."),
        ("He said “go!” Then he left the room", "He said “go!”"),
        ("議会は予算を可決した。市長は「満足だ。」と述べた", "議会は予算を可決した。市長は「満足だ。」"),
        ("هل انتهى الأمر؟ لا أحد يعرف ذلك حتى الآن", "هل انتهى الأمر؟"),
        ("یہ خبر ہے۔ اور یہ دوسری خبر ہے جو لمبی ہے", "یہ خبر ہے۔"),
    ],
)
def test_a_teaser_ends_with_a_sentence(text: str, expected: str) -> None:
    assert teaser(text, longest=22) == expected


def test_a_sentence_that_is_too_long_is_cut_at_a_word() -> None:
    assert teaser("The harbour master, who never slept, was awake", longest=38) == "The harbour master, who never slept…"


def test_a_word_that_is_too_long_is_cut_at_the_limit() -> None:
    assert teaser("x" * 400) == "x" * 299 + "…"


@pytest.mark.parametrize("letter", ["e\u0301", "ก\u0e31", "क\u093e", "❤\ufe0f"])
def test_no_mark_is_cut_from_its_letter(letter: str) -> None:
    for longest in (10, 11):
        cut = teaser(letter * 20, longest).removesuffix("…")
        assert cut == letter * (len(cut) // 2)


def test_a_text_of_nothing_but_marks_can_be_cut() -> None:
    assert unicodedata.normalize("NFC", teaser("\u0301" * 400)) == "…"
