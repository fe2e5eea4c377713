"""infra/firewall.yaml: feed readers never get a challenge."""

from tests.support.templates import nested

TEMPLATE = nested("firewall")
ACL = TEMPLATE["Resources"]["WebAcl"]["Properties"]
(RULE,) = ACL["Rules"]


def test_a_request_is_allowed_unless_the_one_rule_blocks_it() -> None:
    assert ACL["DefaultAction"] == {"Allow": {}}
    assert ACL["Scope"] == "CLOUDFRONT"


def test_the_rule_limits_the_rate_and_is_not_a_managed_one() -> None:
    assert RULE["Statement"] == {
        "RateBasedStatement": {"AggregateKeyType": "IP", "EvaluationWindowSec": 300, "Limit": {"Ref": "PollsPerFiveMinutes"}}
    }


def test_the_rate_is_generous() -> None:
    rate = TEMPLATE["Parameters"]["PollsPerFiveMinutes"]
    assert rate["MinValue"] >= 1_000
    assert rate["Default"] >= 20_000


def test_it_counts_or_blocks_with_retry_after_and_never_challenges() -> None:
    condition, block, count = RULE["Action"]["Fn::If"]
    assert TEMPLATE["Conditions"][condition] == {"Fn::Equals": [{"Ref": "Action"}, "Block"]}
    assert TEMPLATE["Parameters"]["Action"]["AllowedValues"] == ["Count", "Block"]
    assert count == {"Count": {}}
    answer = block["Block"]["CustomResponse"]
    assert answer == {"ResponseCode": 429, "ResponseHeaders": [{"Name": "Retry-After", "Value": "300"}]}


def test_it_only_counts_by_default() -> None:
    assert TEMPLATE["Parameters"]["Action"]["Default"] == "Count"
