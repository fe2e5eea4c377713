"""template.yaml: CloudFormation refuses values of parameters that the functions could not use, before it changes anything."""

from urllib.parse import urlsplit

import pytest

from byline.errors import InvalidSetting
from byline.model import values
from byline.settings import AnnouncingSettings, DeskSettings, Settings
from byline_tools.deploy.parameters import declared
from byline_tools.deploy.whole_stacks import NEEDS, problems_of
from byline_tools.local.stack import Stack
from tests.support.stacks import PARAMETERS
from tests.support.templates import nested
from tests.template.test_own_name import DEFAULTS, refused

DECLARED = declared()
ADDRESS = "https://www.example.com"
ODD = (
    *("https://feeds..example", "https://feeds.example.", "https://.example.com", "https://feeds.-example.com"),
    *(
        "https://localhost",
        "https://feeds",
        "https://127.0.0.1",
        "https://10.1",
        "https://[::1]",
        f"https://{'a' * 64}.example.com",
    ),
    *("https://feeds.example.com:99999", "https://feeds.example.com:65536", "https://feeds.example.com:0"),
    *("https://feeds.example.com:", "https://feeds.example.com:x", "https://a@feeds.example.com"),
)
"""Addresses whose host or port no reader reaches."""
OF_ONE_FEED = tuple(f"{ADDRESS}{path}" for path in ("/rss.xml", "/news/atom.xml", "/feed.json", "/feeds.opml"))
REMOVED_BY_READERS = tuple(f"{ADDRESS}{path}" for path in ("/.", "/..", "/a/../b", "/./a"))
WRITTEN = [
    *OF_ONE_FEED,
    *REMOVED_BY_READERS,
    *(
        "",
        " ",
        "\u00a0",
        "\u3000",
        "\t\n",
        "x",
        "0",
        "-1",
        "30",
        "30.0",
        "30.5",
        " 30",
        "030",
        "3e1",
        "nan",
        "٣٠",
        "true",
        "True",
    ),
    *("59", "60", "61", "99", "100", "365", "366", "999", "1000", "1001", "36500", "36501", "99999", "1000000"),
    *(
        "The Gazette",
        "The Gazette ",
        " The  Gazette",
        "L’Écho\u00a0: le port",
        "港\u3000新聞",
        "a\x0bb",
        "\x01",
        "\x7f",
        "x\ufffe",
    ),
    *("en", "EN", "en ", "pt-BR", "en_GB", "en-abcdefgh-abcdefgh-abcdefgh-abcdefgh", "en-abcdefgh-abcdefgh-abcdefgh-abc", "1n"),
    *(
        ADDRESS,
        f" {ADDRESS} ",
        f"{ADDRESS}/",
        f"{ADDRESS}//",
        f"{ADDRESS}/a b.png",
        f"{ADDRESS}/feeds",
        f"{ADDRESS}/feeds/",
        "/icon.png",
    ),
    *(
        f"{ADDRESS}?a=1",
        f"{ADDRESS}#a",
        "https://a@example.com",
        "https://",
        "https:// ",
        "HTTPS://www.example.com",
        "ftp://example.com",
    ),
    *(
        "https://www.bücher.example",
        "https://FEEDS.example.com",
        "https://example.com:8443/a/b",
        "https://[::1]/",
        "https://-a.example",
    ),
    *ODD,
    *("pubsubhubbub.appspot.com", "https://a.example/,https://b.example/", "https://a.example/,", "https://a.example/,x"),
    *(" ".join(f"https://h{each}.example/" for each in range(count)) for count in (2, 5, 6)),
    *(
        "example.com,2026",
        "-example.com,2026",
        "example.com,2026-13",
        "example.com,2026-12-32",
        "example..com,2026",
        "example,2026",
        "10.0.0.1,2026",
        "example.com",
        "Example.com,2026",
        "example.com,2026 ",
        ".,2026",
    ),
    *(f"https://example.com/{'a' * 1990}", f"{'example.' * 40}com,2026", "a" * 1001, " " * 2000 + "https://example.com"),
]
"""Values that a person could type into any parameter."""


def read_by_the_functions(**parameters: str) -> None:
    environment = {"TABLE_NAME": "news", **Stack({**PARAMETERS, **parameters}).environment()}
    for read in (Settings.read, AnnouncingSettings.read, DeskSettings.read):
        read(environment)


@pytest.mark.parametrize("name", DECLARED)
def test_the_functions_can_use_what_the_template_accepts(name: str) -> None:
    accepted = [value for value in WRITTEN if DECLARED[name].problem(value) is None]
    for value in accepted:
        try:
            read_by_the_functions(**{name: value})
        except InvalidSetting as error:
            pytest.fail(f"{name}={value!r} is accepted: {error}")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("SiteTitle", value) for value in ("The Gazette ", "The  Gazette", "L’Écho\u00a0: le port", "港\u3000新聞")),
        *(("SiteUrl", value) for value in (ADDRESS, f" {ADDRESS}/ ", "https://www.xn--bcher-kva.example")),
        *(("FeedsUrl", value) for value in (ADDRESS, f"{ADDRESS}/feeds", f"{ADDRESS}/a/b", "http://feeds.example.com:8080")),
        *(("SiteIcon", value) for value in ("", " ", f"{ADDRESS}/icon.png?v=2")),
        *(("Hubs", value) for value in ("https://a.example/, https://b.example/", " ".join([ADDRESS] * 5))),
        *(("TombstoneDays", value) for value in ("0", "30", "365")),
        *(("VersionDays", value) for value in ("0", "9999", "36500")),
        *(("ReservedForFeeds", value) for value in ("0", "10", "1000")),
        *(("RequestBurst", value) for value in ("20", "99", "5000")),
        *(
            ("FeedsUrl", value)
            for value in ("https://feeds.example.com:65535", f"{ADDRESS}/rss", f"{ADDRESS}/.feeds/a..b/rss.xml/x")
        ),
        *(("IdAuthority", value) for value in ("news.example.co.uk,1999-12-31", "xn--bcher-kva.example,2026-02")),
        ("DomainName", "feeds.xn--bcher-kva.example"),
        ("AlarmEmail", "oncall+feeds@example.com"),
    ],
)
def test_the_template_accepts_what_can_be_used(name: str, value: str) -> None:
    assert DECLARED[name].problem(value) is None
    read_by_the_functions(**{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("SiteTitle", value) for value in ("", " ", "\u00a0", "\u3000")),
        *(("SiteUrl", value) for value in ("https://www.bücher.example", "www.example.com", f"{ADDRESS}/a b")),
        *(("FeedsUrl", value) for value in (f"{ADDRESS} ", f"{ADDRESS}/", f"{ADDRESS}?a", "https://FEEDS.example.com")),
        *(("Hubs", value) for value in ("pubsubhubbub.appspot.com", " ".join([ADDRESS] * 6), "https://a.example/,x")),
        *((name, "30.0") for name in ("TombstoneDays", "MemoSeconds", "VersionDays", "ReservedForFeeds", "RequestBurst")),
        *(("ReservedForFeeds", value) for value in ("00", "0.0", "1001")),
        *(("RequestsPerSecond", value) for value in ("9", "0", "1e3")),
        *(("AlarmEmail", value) for value in ("oncall@example", "a@example.com, b@example.com", "a@example.com ")),
        *((name, value) for name in ("SiteUrl", "FeedsUrl", "SiteIcon", "SiteLogo", "Hubs") for value in ODD),
        *(("FeedsUrl", value) for value in (*OF_ONE_FEED, *REMOVED_BY_READERS)),
        *(("DomainName", urlsplit(value).hostname or "") for value in ODD[:10]),
        *(("IdAuthority", value) for value in ("-example.com,2026", "example..com,2026", "example,2026", "example.com,2026-00")),
        ("SiteLanguage", "en-abcdefgh-abcdefgh-abcdefgh-abcdefgh"),
    ],
)
def test_the_template_refuses_what_cannot_be_used_and_says_why(name: str, value: str) -> None:
    problem = DECLARED[name].problem(value)
    assert problem
    assert "match" not in problem


OF_A_SERVER = (
    "https?://"
    + values.DOMAIN_PATTERN.replace("a-z0-9", "A-Za-z0-9").replace("[a-z]", "[A-Za-z]")
    + values.PORT_PATTERN
    + rf"([/?#]{values.URI_CHARACTERS}*)?"
)
"""Of a web address whose host has a name in DNS."""


def test_patterns_are_those_of_the_model() -> None:
    assert DECLARED["SiteLanguage"].pattern == values.LANGUAGE_PATTERN
    assert DECLARED["IdAuthority"].pattern == values.TAG_AUTHORITY_PATTERN
    assert DECLARED["DomainName"].pattern == f"({values.DOMAIN_PATTERN})?"
    assert DECLARED["FeedsUrl"].pattern == f"https?://{values.DOMAIN_PATTERN}{values.PORT_PATTERN}{values.FOLDER_PATTERN}"
    assert DECLARED["SiteUrl"].pattern == rf"\s*{OF_A_SERVER}\s*"
    assert DECLARED["SiteIcon"].pattern == DECLARED["SiteLogo"].pattern == rf"\s*({OF_A_SERVER})?\s*"
    hub = OF_A_SERVER.replace("+,;", "+;")  # a comma separates two
    assert DECLARED["Hubs"].pattern == rf"[\s,]*({hub}([\s,]+{hub}){{0,4}})?[\s,]*"
    assert DECLARED["AlarmEmail"].pattern == f"({values.MAIL_ADDRESS_PATTERN})?"


FOR_CLOUDFRONT = {("cdn", "CertificateArn"), ("cdn", "DomainName")}
"""Rules of CloudFront's own: the region of certificates, and any host of FeedsUrl as a name that needs no certificate."""


@pytest.mark.parametrize("template", ["cdn", "alarm_topic", "domain", "certificate"])
def test_a_nested_template_has_the_rule_of_the_parameter_that_it_gets(template: str) -> None:
    for name, parameter in nested(template)["Parameters"].items():
        if name in DECLARED and "AllowedPattern" in parameter and (template, name) not in FOR_CLOUDFRONT:
            assert parameter["AllowedPattern"] == DECLARED[name].pattern


def test_every_default_is_accepted() -> None:
    assert {
        name: each.problem(each.default)
        for name, each in DECLARED.items()
        if each.default is not None and each.problem(each.default)
    } == {}


ANY_VALUE = {
    "ExistingTable": "restored",
    "ExistingTableStream": "2026-11-28T10:00:00.000",
    "DomainName": "feeds.example.com",
    "CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/a",
    "AlarmEmail": "oncall@example.com",
    "BackupCopyVault": "arn:aws:backup:eu-central-1:123456789012:backup-vault:copies",
}
"""Values of the parameters that have one of NEEDS or are one; of others, true."""


@pytest.mark.parametrize(("name", "others"), NEEDS.items())
def test_a_parameter_without_the_one_that_it_needs_is_refused_by_the_template_and_before_anything_is_built(
    name: str, others: tuple[str, ...]
) -> None:
    given = {name: ANY_VALUE.get(name, "true")} | {each: "" if DEFAULTS[each] == "" else "false" for each in others}
    assert len(refused(**given)) == 1
    reason = f"needs {' or '.join(others)}, without which it has no effect"
    assert list(problems_of({**DEFAULTS, **PARAMETERS, **given})) == [(name, reason)]
    for other in others:
        enough = {**given, other: ANY_VALUE.get(other, "true")}
        assert refused(**enough) == []
        assert list(problems_of({**DEFAULTS, **PARAMETERS, **enough})) == []
