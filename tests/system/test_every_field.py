"""Every field of the model has a rule, can be sent, and has an example in the tests.

A new field fails a test here until it is complete.
"""

import pkgutil
from dataclasses import dataclass, field, fields, is_dataclass
from importlib import import_module
from typing import Any

import pytest

import byline.model
from byline.desk.inputs import DeskArticle, DeskAuthor, DeskSection, WithdrawalShown
from byline.desk.shown import SHOWN_AS
from byline.intake.inputs import ArticleInput, AuthorInput, SectionInput
from byline.intake.parts import CorrectionInput, EnclosureInput, ImageInput
from byline.model import values
from byline.model.article import Article, Correction
from byline.model.lifecycle import Withdrawal
from byline.model.media import Enclosure, Image
from byline.model.profiles import Author, Section
from byline.model.rules import enforce, meets
from byline.model.site import Site
from byline.settings import _FIELDS_OF_SITE
from tests.proof import test_any_article
from tests.support import newsrooms
from tests.support.factories import full_article, full_author, full_section

CHECKED = {"Article", "Author", "Correction", "Enclosure", "Image", "Section", "Site", "Tombstone", "Withdrawal"}
MADE_OF_CHECKED_VALUES = {
    "Feed",
    "FeedKey",
    "Erasure",
    "FeedState",
    "Head",
    "LeftOut",
    "Precondition",
    "ProfileKind",
    "Redirect",
    "StoredArticle",
    "Version",
}


def model_classes() -> dict[str, Any]:
    modules = [import_module(f"byline.model.{module.name}") for module in pkgutil.iter_modules(byline.model.__path__)]
    found = [each for module in modules for each in vars(module).values() if isinstance(each, type) and is_dataclass(each)]
    return {each.__name__: each for each in found if each.__module__.startswith("byline.model.")}


def without_rule(kind: Any) -> list[str]:
    return [each.name for each in fields(kind) if not callable(each.metadata.get("rule"))]


def test_every_dataclass_of_the_model_is_checked_or_made_of_checked_values() -> None:
    assert set(model_classes()) == CHECKED | MADE_OF_CHECKED_VALUES


@pytest.mark.parametrize("name", sorted(CHECKED))
def test_every_field_states_its_rule(name: str) -> None:
    kind = model_classes()[name]
    assert hasattr(kind, "__post_init__")
    assert without_rule(kind) == []


@dataclass(frozen=True)
class Forgotten:
    slug: str = field(default="a", metadata=meets(values.slug))
    subtitle: str = ""

    def __post_init__(self) -> None:
        enforce("forgotten", self)


def test_a_field_without_a_rule_is_found_and_cannot_be_used() -> None:
    assert without_rule(Forgotten) == ["subtitle"]
    with pytest.raises(KeyError, match="rule"):
        Forgotten()


SENT: list[tuple[Any, Any, set[str]]] = [
    (ArticleInput, Article, {"type", "draft", "status"}),
    (SectionInput, Section, {"type"}),
    (AuthorInput, Author, {"type"}),
    (DeskArticle, Article, {"type", "edited", "draft", "status", "withdrawal", "erasure", "revision"}),
    (DeskSection, Section, {"type", "retired", "revision"}),
    (DeskAuthor, Author, {"type", "retired", "revision"}),
    (ImageInput, Image, set()),
    (EnclosureInput, Enclosure, set()),
    (CorrectionInput, Correction, set()),
    (WithdrawalShown, Withdrawal, set()),
]
"""An input, the class of the model it becomes, and the fields that are read only or that only the input has."""

SET_BY_BYLINE = {"edited"}
"""The fields of the model that nobody can send."""


@pytest.mark.parametrize(("sent", "kind", "beside"), SENT, ids=lambda value: getattr(value, "__name__", None))
def test_what_is_sent_has_the_fields_of_what_it_becomes(sent: Any, kind: Any, beside: set[str]) -> None:
    assert set(sent.model_fields) - beside == names(kind) - SET_BY_BYLINE


def test_whatever_is_shown_is_shown_in_the_form_that_may_be_sent() -> None:
    becomes = {sent: kind for sent, kind, _ in SENT}
    assert {kind: becomes[shown] for kind, shown in SHOWN_AS.items()} == {kind: kind for kind in SHOWN_AS}
    assert {kind.__name__ for kind in SHOWN_AS} == CHECKED - {"Site", "Tombstone"}


@pytest.mark.parametrize("thing", [full_article(), full_section(), full_author()], ids=lambda thing: type(thing).__name__)
def test_a_full_example_sets_every_field(thing: Any) -> None:
    assert unsaid([thing, *parts(thing)]) == set()


def test_the_newsroom_of_the_golden_files_sets_every_field() -> None:
    things = [*newsrooms.ARTICLES, *newsrooms.PROFILES]
    shown = [*things, *(part for thing in things for part in parts(thing))]
    assert {type(each) for each in shown} == {Article, Section, Author, Image, Enclosure, Correction}
    assert unsaid(shown) == set()


def test_any_article_is_tried_with_every_field() -> None:
    assert set(test_any_article.REQUIRED) | set(test_any_article.OPTIONAL) == set(ArticleInput.model_fields)


def test_every_setting_of_the_site_has_its_variable() -> None:
    assert sorted(_FIELDS_OF_SITE.values()) == sorted(names(Site))


def names(kind: Any) -> set[str]:
    return {each.name for each in fields(kind)}


def parts(thing: Any) -> list[Any]:
    """The pictures, attached media and corrections of a value."""
    held = [getattr(thing, name) for name in names(thing)]
    flat = [part for value in held for part in (value if isinstance(value, tuple) else [value])]
    return [part for part in flat if is_dataclass(part)]


def unsaid(things: list[Any]) -> set[str]:
    """The fields that have their default in all values of their class."""
    said = {
        f"{type(each).__name__}.{one.name}" for each in things for one in fields(each) if getattr(each, one.name) != one.default
    }
    return {f"{type(each).__name__}.{name}" for each in things for name in names(each)} - said
