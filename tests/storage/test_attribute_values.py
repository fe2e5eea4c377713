"""Values are the same after a round trip through DynamoDB, and are converted as by boto3."""

from decimal import Decimal
from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from byline.storage.attribute_values import marshalled, plain

STORED = st.recursive(
    st.one_of(
        st.text(),
        st.booleans(),
        st.integers(-(10**37), 10**37),
        st.integers(-(10**9), 10**9).map(lambda value: Decimal(value) + Decimal("0.5")),
        st.none(),
        st.binary(),
        st.sets(st.text(min_size=1), min_size=1),
        st.sets(st.integers(-(10**37), 10**37), min_size=1),
        st.sets(st.binary(min_size=1), min_size=1),
    ),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(STORED)
def test_a_value_comes_out_as_it_went_in(value: Any) -> None:
    assert plain(marshalled(value)) == value


@given(STORED)
def test_values_are_those_of_boto3(value: Any) -> None:
    theirs: Any = TypeDeserializer()
    assert theirs.deserialize(marshalled(value)) == theirs.deserialize(TypeSerializer().serialize(value))


def test_a_tuple_is_stored_as_a_list() -> None:
    assert marshalled(("a", 1)) == marshalled(["a", 1])


def test_numbers_somebody_else_stored_are_exact() -> None:
    assert plain({"N": "-7"}) == -7
    assert plain({"N": "1.50"}) == Decimal("1.50")


@pytest.mark.parametrize("value", [1.5, object(), frozenset({"a"}), {"a", 1}, {1.5}])
def test_what_is_not_stored_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        marshalled(value)
