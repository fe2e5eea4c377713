"""A template with conditions becomes one template for each combination of them that can hold."""

from typing import Any

import pytest

from byline_tools.build.combinations import combinations, resolved

A, B = {"Fn::Equals": [{"Ref": "A"}, "true"]}, {"Fn::Not": [{"Fn::Equals": [{"Ref": "B"}, ""]}]}
PARAMETERS = {"A": {"Type": "String", "AllowedValues": ["true", "false"]}, "B": {"Type": "String"}, "C": {"Type": "String"}}
TEMPLATE: dict[str, Any] = {
    "Parameters": PARAMETERS,
    "Conditions": {"HasA": A, "HasB": B, "HasBoth": {"Fn::And": [{"Condition": "HasA"}, {"Condition": "HasB"}]}},
    "Resources": {
        "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": {"Fn::If": ["HasA", 1, {"Ref": "AWS::NoValue"}]}}},
        "Other": {"Type": "AWS::SQS::Queue", "Condition": "HasBoth"},
    },
    "Outputs": {"Name": {"Condition": "HasB", "Value": [{"Fn::If": ["HasA", "a", {"Ref": "AWS::NoValue"}]}, "b"]}},
}


def test_only_what_values_of_parameters_lead_to_is_a_combination() -> None:
    found = {tuple(each.values()) for each in combinations(TEMPLATE)}
    assert found == {(True, True, True), (True, False, False), (False, True, False), (False, False, False)}
    assert len(combinations(TEMPLATE)) == 4


def test_a_template_without_conditions_has_one_combination() -> None:
    assert combinations({"Resources": {}}) == [{}]


def test_what_is_not_made_is_left_out_and_choices_are_made() -> None:
    everything = resolved(TEMPLATE, {"HasA": True, "HasB": True, "HasBoth": True})
    assert everything["Resources"]["Queue"]["Properties"] == {"DelaySeconds": 1}
    assert everything["Resources"]["Other"] == {"Type": "AWS::SQS::Queue"}
    assert everything["Outputs"] == {"Name": {"Value": ["a", "b"]}}
    nothing = resolved(TEMPLATE, {"HasA": False, "HasB": False, "HasBoth": False})
    assert nothing["Resources"] == {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {}}}
    assert nothing["Outputs"] == {}
    assert "Conditions" not in nothing


def test_the_condition_of_a_policy_stays() -> None:
    policy = {"Effect": "Allow", "Condition": {"StringEquals": {"aws:a": "b"}}}
    template: dict[str, Any] = {"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [policy]}}}}
    assert resolved(template, {})["Resources"]["Role"]["Properties"]["Policies"] == [policy]


def test_a_condition_of_a_form_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="Fn::Contains"):
        combinations({"Conditions": {"Odd": {"Fn::Contains": [["a"], "a"]}}})
