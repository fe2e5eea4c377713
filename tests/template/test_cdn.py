"""infra/cdn.yaml: CloudFront's cached responses, cache times and forwarded headers."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from samtranslator.yaml_helper import yaml_parse

from byline.model.redirect import PARAMETERS as PARAMETERS_OF_FEEDS
from byline.serving.http_caching import STALE_IF_ERROR, cache_control
from byline.serving.responses import ALLOWED_METHODS
from byline_tools.local.stack import TEMPLATE
from tests.support.cloudformation import DeployedTemplate
from tests.support.stacks import PARAMETERS
from tests.support.templates import nested
from tests.template.test_template import with_parameters

CDN = nested("cdn")
DISTRIBUTION = CDN["Resources"]["Distribution"]["Properties"]["DistributionConfig"]
BEHAVIOUR = DISTRIBUTION["DefaultCacheBehavior"]
QUERIES = CDN["Resources"]["OldAddressesCachePolicy"]["Properties"]["CachePolicyConfig"]
POLICY = CDN["Resources"]["CachePolicy"]["Properties"]["CachePolicyConfig"]
STACK = yaml_parse(TEMPLATE.read_text(encoding="utf-8"))
LONGEST_MAX_AGE = 3600


def test_the_key_is_the_path_and_whether_gzip_is_accepted() -> None:
    assert POLICY["ParametersInCacheKeyAndForwardedToOrigin"] == {
        "EnableAcceptEncodingGzip": True,
        "EnableAcceptEncodingBrotli": False,
        "HeadersConfig": {"HeaderBehavior": "none"},
        "CookiesConfig": {"CookieBehavior": "none"},
        "QueryStringsConfig": {"QueryStringBehavior": "none"},
    }
    assert BEHAVIOUR["CachePolicyId"] == {"Ref": "CachePolicy"}


def test_no_other_part_of_a_request_is_forwarded_neither_host_nor_signature() -> None:
    assert {
        "OriginRequestPolicyId",
        "ForwardedValues",
        "FunctionAssociations",
        "LambdaFunctionAssociations",
    } & BEHAVIOUR.keys() == set()


def test_options_is_cached_so_that_authorization_is_not_forwarded() -> None:
    assert set(BEHAVIOUR["CachedMethods"]) == set(BEHAVIOUR["AllowedMethods"])


def test_it_allows_only_methods_that_read() -> None:
    assert set(BEHAVIOUR["AllowedMethods"]) == {*ALLOWED_METHODS, "OPTIONS"}


def test_every_path_is_served_alike_but_a_query_counts_where_the_path_ends_in_a_slash_as_no_documents_does() -> None:
    others = DISTRIBUTION["CacheBehaviors"]
    assert [each["PathPattern"] for each in others] == ["/", "/*/"]
    for each in others:
        assert {**each, "CachePolicyId": {"Ref": "CachePolicy"}} == {**BEHAVIOUR, "PathPattern": each["PathPattern"]}
        assert each["CachePolicyId"] == {"Ref": "OldAddressesCachePolicy"}


def test_the_parameters_that_count_in_old_addresses_are_forwarded_and_nothing_else() -> None:
    own, usual = (each["ParametersInCacheKeyAndForwardedToOrigin"] for each in (QUERIES, POLICY))
    assert own == {**usual, "QueryStringsConfig": {"QueryStringBehavior": "whitelist", "QueryStrings": list(PARAMETERS_OF_FEEDS)}}
    assert {name: QUERIES[name] for name in ("MinTTL", "DefaultTTL", "MaxTTL")} == {
        name: POLICY[name] for name in ("MinTTL", "DefaultTTL", "MaxTTL")
    }


def test_there_is_one_origin() -> None:
    assert BEHAVIOUR["TargetOriginId"] == DISTRIBUTION["Origins"][0]["Id"]
    assert len(DISTRIBUTION["Origins"]) == 1


def test_the_origin_decides_the_lifetime_and_no_bound_shortens_it() -> None:
    longest = cache_control(LONGEST_MAX_AGE, 60, datetime(2026, 3, 14, tzinfo=UTC), None)
    assert f"stale-if-error={STALE_IF_ERROR}" in longest
    assert POLICY["MinTTL"] == 0
    assert POLICY["MaxTTL"] >= sum(map(int, re.findall(r"(?:max-age|stale-if-error)=(\d+)", longest)))


def test_a_response_without_a_lifetime_is_not_cached() -> None:
    assert POLICY["DefaultTTL"] == 0


def test_errors_are_forwarded_unchanged_and_server_errors_cached_briefly() -> None:
    errors = {
        error.pop("ErrorCode"): error
        for error in nested("cdn")["Resources"]["Distribution"]["Properties"]["DistributionConfig"]["CustomErrorResponses"]
    }
    assert all(error.keys() == {"ErrorCachingMinTTL"} for error in errors.values())
    lifetimes = {code: error["ErrorCachingMinTTL"] for code, error in errors.items()}
    assert {lifetimes[code] for code in (500, 502, 503, 504)} == {1}
    assert lifetimes[404] == 0, "Cache-Control applies"
    assert lifetimes[403] == lifetimes[405] == 60


def test_readers_get_http_3_compression_and_tls() -> None:
    assert DISTRIBUTION["HttpVersion"] == "http2and3"
    assert DISTRIBUTION["IPV6Enabled"] is True
    assert BEHAVIOUR["Compress"] is True
    assert BEHAVIOUR["ViewerProtocolPolicy"] == "redirect-to-https"


def test_a_certificate_enables_the_name_and_the_tls_policy_of_2021() -> None:
    condition, with_certificate, without = DISTRIBUTION["ViewerCertificate"]["Fn::If"]
    assert condition == "HasCertificate"
    assert with_certificate["MinimumProtocolVersion"] == "TLSv1.2_2021"
    assert with_certificate["SslSupportMethod"] == "sni-only"
    assert without == {"CloudFrontDefaultCertificate": True}
    assert DISTRIBUTION["Aliases"]["Fn::If"] == ["HasCertificate", [{"Ref": "DomainName"}], {"Ref": "AWS::NoValue"}]


def test_connections_to_the_api_use_tls_1_2_only() -> None:
    (origin,) = DISTRIBUTION["Origins"]
    assert origin["DomainName"] == {"Ref": "ApiDomain"}
    assert origin["CustomOriginConfig"] == {"OriginProtocolPolicy": "https-only", "OriginSSLProtocols": ["TLSv1.2"]}


def test_the_cdn_sends_the_key_that_the_function_requires_if_nothing_else_is_answered() -> None:
    chosen = {**PARAMETERS, "WithCdn": "true", "OnlyThroughCdn": "true"}
    resources = DeployedTemplate(with_parameters(**chosen), chosen).resources
    required = resources["ServeFeeds"]["Properties"]["Environment"]["Variables"]["ORIGIN_KEY"]
    sent = resources["Cdn"]["Properties"]["Parameters"]["OriginKey"]
    assert required == sent == "byline-uuid"
    (origin,) = DISTRIBUTION["Origins"]
    assert origin["OriginCustomHeaders"] == [{"HeaderName": "X-Origin-Key", "HeaderValue": {"Ref": "OriginKey"}}]


@pytest.mark.parametrize("chosen", [{"WithCdn": "true"}, {"WithCdn": "false", "OnlyThroughCdn": "true"}])
def test_everybody_is_answered_unless_there_is_a_cdn_and_it_alone_is_to_be_answered(chosen: dict[str, str]) -> None:
    resources = DeployedTemplate(with_parameters(**chosen), {**PARAMETERS, **chosen}).resources
    assert resources["ServeFeeds"]["Properties"]["Environment"]["Variables"]["ORIGIN_KEY"] == ""


@pytest.mark.parametrize(
    ("part", "condition", "parameter"),
    [
        ("WebACLId", "HasWebAcl", "WebAclArn"),
        ("Logging", "HasLogs", "LogBucketDomain"),
        ("Aliases", "HasCertificate", "CertificateArn"),
    ],
)
def test_optional_parts_are_off_by_default(part: str, condition: str, parameter: str) -> None:
    name, _, otherwise = DISTRIBUTION[part]["Fn::If"]
    assert (name, otherwise) == (condition, {"Ref": "AWS::NoValue"})
    assert CDN["Conditions"][condition] == {"Fn::Not": [{"Fn::Equals": [{"Ref": parameter}, ""]}]}
    assert CDN["Parameters"][parameter]["Default"] == ""


@pytest.mark.parametrize(
    ("parameter", "value", "fits"),
    [
        ("ApiDomain", "abc123.execute-api.eu-west-1.amazonaws.com", True),
        ("ApiDomain", "https://abc123.execute-api.eu-west-1.amazonaws.com", False),
        ("CertificateArn", "arn:aws:acm:us-east-1:123456789012:certificate/1-2-3", True),
        ("CertificateArn", "arn:aws:acm:eu-west-1:123456789012:certificate/1-2-3", False),
        ("WebAclArn", "arn:aws:wafv2:us-east-1:123456789012:global/webacl/byline/1-2-3", True),
        ("WebAclArn", "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/byline/1-2-3", False),
        ("LogBucketDomain", "logs.s3.amazonaws.com", True),
        ("LogBucketDomain", "logs", False),
        ("CertificateArn", "", True),
        ("WebAclArn", "", True),
        ("LogBucketDomain", "", True),
    ],
)
def test_a_malformed_parameter_is_refused(parameter: str, value: str, *, fits: bool) -> None:
    pattern = CDN["Parameters"][parameter]["AllowedPattern"]
    assert bool(re.fullmatch(pattern, value)) is fits
    if parameter != "CertificateArn":  # without a CDN, it is in the region of the stack
        assert STACK["Parameters"].get(parameter, {"AllowedPattern": pattern})["AllowedPattern"] == pattern


def test_the_stack_has_a_cdn_only_if_requested() -> None:
    stack = STACK["Resources"]["Cdn"]
    assert stack["Condition"] == "HasCdn"
    assert STACK["Conditions"]["HasCdn"] == {"Fn::Equals": [{"Ref": "WithCdn"}, "true"]}
    assert STACK["Parameters"]["WithCdn"]["Default"] == "false"
    assert stack["Properties"]["Parameters"].keys() == CDN["Parameters"].keys()


@pytest.mark.parametrize(
    ("feeds_url", "domain"),
    [("https://feeds.example.com", "feeds.example.com"), ("https://feeds.example.com:8443/x", "feeds.example.com")],
)
def test_its_name_is_that_of_the_feeds(feeds_url: str, domain: str) -> None:
    given = STACK["Resources"]["Cdn"]["Properties"]["Parameters"]["DomainName"]
    assert resolved(given, {"FeedsUrl": feeds_url}) == domain


def resolved(value: Any, parameters: dict[str, str]) -> Any:
    match value:
        case {"Ref": name}:
            return parameters[name]
        case {"Fn::Split": [separator, text]}:
            return resolved(text, parameters).split(separator)
        case {"Fn::Select": [index, parts]}:
            return resolved(parts, parameters)[index]
    raise AssertionError(value)
