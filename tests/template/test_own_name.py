"""A name of one's own: infra/domain.yaml, infra/certificate.yaml, and the records in infra/cdn.yaml."""

from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from byline_tools.deploy import own_name
from byline_tools.deploy.own_name import Record, record_to_set
from byline_tools.deploy.parameters import declared
from byline_tools.local.stack import TEMPLATE
from tests.support.templates import nested

STACK = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))
DOMAIN, CERTIFICATE, CDN = nested("domain"), nested("certificate"), nested("cdn")
DEFAULTS = {name: each.default or "" for name, each in declared().items()}
NAMED = {**DEFAULTS, "FeedsUrl": "https://feeds.example.com", "DomainName": "feeds.example.com"}


def holds(condition: Any, parameters: dict[str, str]) -> Any:
    """The value of an expression of Rules or Conditions."""
    match condition:
        case {"Fn::And": parts}:
            return all(holds(part, parameters) for part in parts)
        case {"Fn::Or": parts}:
            return any(holds(part, parameters) for part in parts)
        case {"Fn::Not": [part]}:
            return not holds(part, parameters)
        case {"Fn::Equals": [one, other]}:
            return holds(one, parameters) == holds(other, parameters)
        case {"Ref": name}:
            return parameters[name]
    return condition


def refused(**parameters: str) -> list[str]:
    """The names of the rules that CloudFormation would refuse these parameters for."""
    all_of_them = {**DEFAULTS, **parameters}
    return [
        name
        for name, rule in STACK["Rules"].items()
        if holds(rule["RuleCondition"], all_of_them)
        and not all(holds(each["Assert"], all_of_them) for each in rule["Assertions"])
    ]


@pytest.mark.parametrize(
    ("parameters", "rules"),
    [
        ({}, []),
        ({"WithCdn": "true"}, []),
        ({"WithCdn": "true", "CertificateArn": "arn"}, []),
        ({"DomainName": "a.example"}, ["NameAtTheApi"]),
        ({"DomainName": "a.example", "HostedZoneId": "Z1"}, []),
        ({"DomainName": "a.example", "CertificateArn": "arn"}, []),
        ({"DomainName": "a.example", "HostedZoneId": "Z1", "WithCdn": "true"}, ["NameAtCloudFront"]),
        ({"DomainName": "a.example", "CertificateArn": "arn", "WithCdn": "true"}, []),
    ],
)
def test_a_name_without_a_way_to_its_certificate_is_refused_before_a_resource_changes(
    parameters: dict[str, str], rules: list[str]
) -> None:
    assert refused(**parameters) == rules


def test_the_apis_own_address_is_switched_off_only_where_a_name_leads_to_the_api() -> None:
    assert STACK["Resources"]["Api"]["Properties"]["DisableExecuteApiEndpoint"] == {"Fn::If": ["HasName", True, False]}
    has_name = STACK["Conditions"]["HasName"]
    assert holds(has_name, NAMED)
    assert not holds(has_name, {**NAMED, "WithCdn": "true"}), "CloudFront's origin is that address"
    assert not holds(has_name, DEFAULTS)


def test_the_name_leads_to_the_stage_of_the_api_without_a_key() -> None:
    mapping = DOMAIN["Resources"]["Mapping"]["Properties"]
    assert mapping == {"ApiId": {"Ref": "ApiId"}, "DomainName": {"Ref": "Domain"}, "Stage": {"Ref": "Stage"}}
    assert STACK["Resources"]["Name"]["Properties"]["Parameters"]["Stage"] == {"Ref": "Api.Stage"}


@pytest.mark.parametrize("template", [DOMAIN, CDN])
def test_records_of_both_kinds_of_addresses_are_set_in_the_zone(template: dict[str, Any]) -> None:
    records = template["Resources"]["Records"]
    assert records["Condition"] == "SetsRecords"
    assert [each["Type"] for each in records["Properties"]["RecordSets"]] == ["A", "AAAA"]
    assert {str(each["Name"]) for each in records["Properties"]["RecordSets"]} == {"{'Ref': 'DomainName'}"}


def test_certificates_are_validated_by_dns() -> None:
    for template in (DOMAIN, CERTIFICATE):
        assert template["Resources"]["Certificate"]["Properties"]["ValidationMethod"] == "DNS"


@pytest.mark.parametrize(
    ("parameters", "needed"),
    [
        ({}, True),
        ({"HostedZoneId": "Z1"}, False),
        ({"HostedZoneId": "Z1", "WithCdn": "true"}, True),
        ({"CertificateArn": "arn", "WithCdn": "true"}, False),
        ({"DomainName": ""}, False),
    ],
)
def test_a_certificate_has_a_stack_of_its_own_for_cloudfront_or_where_dns_is_elsewhere(
    parameters: dict[str, str], needed: bool
) -> None:
    assert own_name.needs_certificate_stack({**NAMED, **parameters}) == needed


def test_the_certificate_of_cloudfront_is_in_us_east_1() -> None:
    assert own_name.certificate_region(NAMED, "eu-west-1") == "eu-west-1"
    assert own_name.certificate_region({**NAMED, "WithCdn": "true"}, "eu-west-1") == "us-east-1"


def test_a_record_is_to_be_set_only_where_dns_is_elsewhere() -> None:
    at_api, at_cdn = {"NameTarget": "d-1.execute-api.eu-west-1.amazonaws.com"}, {"CdnDomain": "d1.cloudfront.net"}
    assert str(record_to_set(NAMED, at_api)) == "feeds.example.com.  CNAME  d-1.execute-api.eu-west-1.amazonaws.com."
    assert record_to_set(NAMED, at_cdn) == Record("feeds.example.com", "d1.cloudfront.net")
    assert record_to_set({**NAMED, "HostedZoneId": "Z1"}, at_api) is None
    assert record_to_set(DEFAULTS, at_cdn) is None
