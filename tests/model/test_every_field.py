"""Every field of the model states its rule, and every dataclass of the model is either checked or made of checked values."""

import pkgutil
from dataclasses import dataclass, field, fields, is_dataclass
from importlib import import_module
from typing import Any

import pytest

import byline.model
from byline.model import values
from byline.model.rules import enforce, meets

CHECKED = {"Article", "Author", "Correction", "Enclosure", "Image", "Section", "Site", "Withdrawal"}
MADE_OF_CHECKED_VALUES = {"Feed", "FeedKey", "FeedState", "Head", "LeftOut", "ProfileKind", "StoredArticle", "Tombstone"}


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
