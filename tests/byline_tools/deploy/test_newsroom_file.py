"""newsroom.toml is read as a whole: settings for one stack, or every problem of the file with its line."""

import re
from datetime import date
from pathlib import Path

import pytest

from byline_tools.deploy.newsroom_file import NoNewsroomFile, UnknownEnvironment, read
from byline_tools.deploy.parameters import declared
from byline_tools.deploy.stack_settings import Settings
from byline_tools.deploy.written_file import newsroom_toml
from byline_tools.importers.records import FileRefused

TODAY = date(2026, 3, 14)
GOOD = """\
region = "eu-west-1"
SiteTitle = "The Gazette"
SiteUrl = "https://www.example.com"
FeedsUrl = "https://feeds.example.com"
IdAuthority = "example.com,2026"
"""
STAGING = """
[staging]
FeedsUrl = "https://staging.example.com"
ProtectTable = false
"""


def settings(tmp_path: Path, text: str, environment: str = "", **instead: str) -> Settings:
    path = tmp_path / "newsroom.toml"
    path.write_text(text, encoding="utf-8")
    return read(path, environment, today=TODAY, **instead)


def problems(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    with pytest.raises(FileRefused) as caught:
        settings(tmp_path, text)
    return [(problem.line, problem.reason) for problem in caught.value.problems]


def problem(tmp_path: Path, line: str) -> str:
    """The one problem of a file with `line` at its end, in that line."""
    ((number, reason),) = problems(tmp_path, GOOD + line)
    assert number == GOOD.count("\n") + 1
    return reason


def test_what_a_file_does_not_say_is_the_templates_default(tmp_path: Path) -> None:
    found = settings(tmp_path, GOOD)
    assert (found.stack, found.region, found.profile) == ("byline", "eu-west-1", None)
    assert found.parameters["SiteTitle"] == "The Gazette"
    assert {name: value for name, value in found.parameters.items() if value != declared()[name].default}.keys() == {
        *("SiteTitle", "SiteUrl", "FeedsUrl", "IdAuthority")
    }


def test_an_environment_has_its_own_stack_and_what_its_table_says_instead(tmp_path: Path) -> None:
    found = settings(tmp_path, f'stack = "gazette"\n{GOOD}{STAGING}', "staging")
    assert found.stack == "gazette-staging"
    assert found.parameters["FeedsUrl"] == "https://staging.example.com"
    assert (found.parameters["ProtectTable"], found.parameters["SiteTitle"]) == ("false", "The Gazette")
    assert settings(tmp_path, GOOD + STAGING).parameters["ProtectTable"] == "true"


def test_what_the_command_line_says_comes_first(tmp_path: Path) -> None:
    assert settings(tmp_path, GOOD + 'Architecture = "arm64"\n', Architecture="x86_64").parameters["Architecture"] == "x86_64"


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ('SiteDescription = " News  of\\nthe world. "', "SiteDescription", "News of the world."),
        ("SummariesOnly = true", "SummariesOnly", "true"),
        ("TombstoneDays = 7", "TombstoneDays", "7"),
        ('Hubs = ["https://a.example/", "https://b.example/"]', "Hubs", "https://a.example/ https://b.example/"),
        ('SiteLogo = " https://www.bücher.example/a b.png "', "SiteLogo", "https://www.xn--bcher-kva.example/a%20b.png"),
        ('AlarmEmail = " oncall@example.com "', "AlarmEmail", "oncall@example.com"),
    ],
)
def test_values_are_cleaned_as_at_the_desk(tmp_path: Path, line: str, name: str, value: str) -> None:
    assert settings(tmp_path, GOOD + line).parameters[name] == value


def test_names_are_in_small_letters_and_the_usual_port_is_left_out(tmp_path: Path) -> None:
    text = GOOD.replace("https://feeds.example.com", "https://feeds.example.com:443").replace(
        "example.com,2026", "Example.com, 2026"
    )
    found = settings(tmp_path, f'{text}DomainName = "Feeds.Example.com"\n').parameters
    assert (found["FeedsUrl"], found["DomainName"]) == ("https://feeds.example.com", "feeds.example.com")
    assert found["IdAuthority"] == "example.com,2026"
    text = GOOD.replace("https://feeds.example.com", "http://feeds.example.com:80/")
    assert settings(tmp_path, text).parameters["FeedsUrl"] == "http://feeds.example.com"


@pytest.mark.parametrize("heading", ["[staging.eu]", "[[staging]]"])
def test_a_table_of_another_form_than_that_of_an_environment_is_refused_in_its_line(tmp_path: Path, heading: str) -> None:
    line, reason = problems(tmp_path, f"{GOOD}{heading}\nProtectTable = false\n")[-1]
    assert (line, "is no table of an environment" in reason) == (6, True)


def test_the_address_of_the_feeds_is_in_ascii_and_has_no_slash_at_its_end(tmp_path: Path) -> None:
    text = GOOD.replace("https://feeds.example.com", " https://FEEDS.bücher.example/feeds/ ")
    assert settings(tmp_path, text).parameters["FeedsUrl"] == "https://feeds.xn--bcher-kva.example/feeds"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("TombstoneDays = 30.0", "must be a whole number from 0 to 365, not '30.0'"),
        ('SummariesOnly = "yes"', "must be one of true, false, not 'yes'"),
        ("SiteDescription = 2026-01-01", "must be a text, a number, true, false or a list of texts"),
        ('SiteIcon = "www.example.com/icon.png"', "did you mean https://www.example.com/icon.png?"),
        ('Sitetitle = "The Gazette"', "did you mean SiteTitle?"),
        ('Titel = "The Gazette"', "is not a setting; docs/parameters.md lists them"),
        ('hub = "https://hub.example/"', "did you mean Hubs?"),
        (f'stack = "{"a" * 61}"', "letters, digits and hyphens, at most 60 in all"),
        ('profile = ""', "must be the name of a profile"),
        ('DomainName = "news.example.com"', "must be the host of FeedsUrl"),
        ('AlarmEmail = "oncall@example.com"\nWithMonitoring = false', "needs WithMonitoring or GradualDeployment"),
        (f'SiteRights = "{"x" * 4_000}"', "Lambda allows 4,096"),
        (f'SiteRights = "{"x" * 3_700}"', "of which the stack needs 320"),
        (
            'CertificateArn = "arn:aws:acm:eu-west-1:123456789012:certificate/a"\nWithCdn = true',
            "CloudFront takes only certificates of us-east-1",
        ),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_with_the_reason(tmp_path: Path, line: str, reason: str) -> None:
    assert reason in problem(tmp_path, line)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        *((f"https://{host}", "has a host that readers cannot reach") for host in ("localhost", "127.0.0.1", "[::1]")),
        ("https://feeds.example.com:99999", "its port '99999' is not a number from 1 to 65,535"),
        ("https://feeds..example", "a part of its host is empty"),
        (
            "https://www.example.com/news/rss.xml",
            "give what the addresses of all feeds begin with, such as https://www.example.com/news",
        ),
        ("https://www.example.com/feed.json?a", "such as https://www.example.com"),
        ("https://a:b@feeds.example.com", "leave out what is before the @"),
        ("https://feeds.example.com/../news", "must be an address such as https://feeds.example.com"),
    ],
)
def test_an_address_of_feeds_that_nobody_could_subscribe_to_is_refused(tmp_path: Path, written: str, reason: str) -> None:
    ((line, said),) = problems(tmp_path, GOOD.replace("https://feeds.example.com", written))
    assert (line, said.partition(":")[0]) == (4, "FeedsUrl")
    assert reason in said


@pytest.mark.parametrize("name", ["SiteIcon", "SiteLogo", "Hubs"])
@pytest.mark.parametrize("written", ["https://localhost/a", "https://www.example.com:65536/a"])
def test_other_addresses_lead_to_a_host_and_a_port_that_everyone_reaches(tmp_path: Path, name: str, written: str) -> None:
    assert re.search("its port|a host that readers cannot reach", problem(tmp_path, f'{name} = "{written}"'))


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("example.com,2031", "2031 has not begun, and nobody knows who will own example.com then"),
        ("example.com,2026-04", "such as example.com,2026"),
        ("example.com,2026-03-15", "has not begun"),
        ("example.com,2025-02-30", "2025-02-30 is not a day of the calendar"),
        ("example.com,0000", "0000 is not a day of the calendar"),
    ],
)
def test_ids_begin_with_a_domain_on_a_day_that_has_begun(tmp_path: Path, written: str, reason: str) -> None:
    ((_, said),) = problems(tmp_path, GOOD.replace("example.com,2026", written))
    assert reason in said
    assert settings(tmp_path, GOOD.replace("example.com,2026", "example.com,2026-03-14"))


def test_all_problems_of_all_tables_are_reported_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = (
        'region = "eu-west"\nSiteTitle = ""\nSiteUrl = "x"\nFeedsUrl = "https://feeds.example.com"\n[staging]\nMemoSeconds = 61\n'
    )
    lines = problems(tmp_path, text)
    assert [number for number, _ in lines] == [1, 1, 2, 3, 5, 6]
    assert [reason.partition(":")[0] for _, reason in lines] == [
        *("region", "IdAuthority", "SiteTitle", "SiteUrl", "FeedsUrl", "MemoSeconds")
    ]


def test_two_stacks_cannot_answer_at_one_address(tmp_path: Path) -> None:
    same = 'FeedsUrl = "http://feeds.example.com"\n'
    ((line, reason),) = problems(tmp_path, f"{GOOD}[staging]\n{same}")
    assert (line, reason) == (7, "FeedsUrl: is that of the first stack, too: two stacks cannot answer at one address")


def test_a_table_takes_over_nothing_that_belongs_to_one_stack(tmp_path: Path) -> None:
    restored = 'ExistingTable = "restored"\nExistingTableStream = "2026-11-28T10:00:00.000"\nDomainName = "feeds.example.com"\n'
    certificate = 'CertificateArn = "arn:aws:acm:eu-west-1:123456789012:certificate/a"\nExportBucket = "copies"\n'
    found = settings(tmp_path, GOOD + restored + certificate + STAGING, "staging").parameters
    assert {found[name] for name in ("ExistingTable", "ExistingTableStream", "DomainName", "CertificateArn", "ExportBucket")} == {
        ""
    }
    ((line, reason),) = problems(tmp_path, f"{GOOD}[staging]\nProtectTable = false\n")
    assert (line, reason.partition(".")[0]) == (6, "FeedsUrl: is missing")


CDN = "WithCdn = true\nOnlyThroughCdn = true\n"
NAMED = f'{GOOD}DomainName = "feeds.example.com"\n{CDN}'


def test_a_table_takes_over_no_cdn_that_would_not_answer_at_its_address(tmp_path: Path) -> None:
    found = problems(tmp_path, NAMED + STAGING)
    assert [reason.partition(":")[0] for _, reason in found] == ["WithCdn", "OnlyThroughCdn"]
    assert all("CloudFront does not answer at FeedsUrl without a DomainName in this table" in reason for _, reason in found)


@pytest.mark.parametrize(
    "own",
    [
        'DomainName = "staging.example.com"',
        'CertificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/a"',
        "WithCdn = false\nOnlyThroughCdn = false",
        CDN,  # a proxy leads there
    ],
)
def test_a_table_with_a_name_for_its_cdn_or_a_word_on_it_takes_over_the_rest(tmp_path: Path, own: str) -> None:
    assert settings(tmp_path, f"{NAMED}{STAGING}{own}\n", "staging").stack == "byline-staging"


def test_cloudfronts_own_name_needs_no_other(tmp_path: Path) -> None:
    staging = STAGING.replace("staging.example.com", "d1.cloudfront.net")
    assert settings(tmp_path, NAMED + staging, "staging").parameters["OnlyThroughCdn"] == "true"


def test_without_a_cdn_the_certificate_is_of_the_region_of_the_stack(tmp_path: Path) -> None:
    certificate = 'DomainName = "feeds.example.com"\nCertificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/a"\n'
    ((line, reason),) = problems(tmp_path, GOOD + certificate)
    assert (line, reason) == (
        7,
        "CertificateArn: is of us-east-1, but without a CDN API Gateway takes only certificates of its own region, eu-west-1",
    )
    assert settings(tmp_path, GOOD.replace("eu-west-1", "us-east-1") + certificate)
    assert settings(tmp_path, GOOD + certificate + "WithCdn = true\n")


@pytest.mark.parametrize("address", ["http://feeds.example.com", "https://feeds.example.com:8443"])
def test_cloudfront_serves_no_other_port_and_nothing_unencrypted(tmp_path: Path, address: str) -> None:
    text = GOOD.replace("https://feeds.example.com", address)
    ((_, reason),) = problems(tmp_path, f"{text}WithCdn = true\n")
    assert reason == f"FeedsUrl: must begin with https:// and have no port, since CloudFront serves the feeds: {address}"


@pytest.mark.parametrize(
    ("own", "key"),
    [
        ('stack = "byline"', "stack"),
        ('ExistingTable = "restored"\nExistingTableStream = "2026-11-28T10:00:00.000"', "ExistingTable"),
    ],
)
def test_two_stacks_cannot_be_one_or_have_one_table(tmp_path: Path, own: str, key: str) -> None:
    first = 'ExistingTable = "restored"\nExistingTableStream = "2026-11-28T10:00:00.000"\n'
    ((_, reason),) = problems(tmp_path, f"{GOOD}{first}{STAGING}{own}\n")
    assert reason.startswith(f"{key}: is that of the first stack, too: ")


def test_with_a_table_for_each_stack_the_top_level_is_what_they_share(tmp_path: Path) -> None:
    shared = "".join(line for line in GOOD.splitlines(keepends=True) if "FeedsUrl" not in line)
    prod = '[prod]\nFeedsUrl = "https://feeds.example.com"\n'
    assert settings(tmp_path, shared + STAGING + prod, "prod").stack == "byline-prod"
    assert settings(tmp_path, GOOD + STAGING + prod, "prod").parameters["FeedsUrl"] == "https://feeds.example.com"
    ((line, reason),) = problems(tmp_path, shared + STAGING + prod)
    assert (line, reason.partition(".")[0]) == (1, "FeedsUrl: is missing")


def test_the_feeds_cannot_take_the_place_of_the_site(tmp_path: Path) -> None:
    text = GOOD.replace("https://feeds.example.com", "https://www.example.com")
    ((_, reason),) = problems(tmp_path, f'{text}DomainName = "www.example.com"\nHostedZoneId = "Z0123456789"\n')
    assert reason == "DomainName: is the host of SiteUrl: the feeds would take the place of the site"


def test_a_file_that_is_not_toml_is_refused_with_the_line(tmp_path: Path) -> None:
    ((line, reason),) = problems(tmp_path, "region = eu-west-1\n")
    assert line == 1
    assert "Texts are in quotes" in reason


def test_an_environment_that_the_file_does_not_have_gets_a_suggestion(tmp_path: Path) -> None:
    with pytest.raises(UnknownEnvironment, match=r"there is no \[stagin\] .* did you mean staging\?"):
        settings(tmp_path, GOOD + STAGING, "stagin")


def test_without_a_file_it_is_said_how_to_write_one(tmp_path: Path) -> None:
    with pytest.raises(NoNewsroomFile, match="byline init"):
        read(tmp_path / "newsroom.toml", today=TODAY)


ANSWERS = {
    "SiteTitle": 'The "Gazette" \\ Echo',
    "SiteUrl": "https://www.example.com",
    "FeedsUrl": "https://feeds.example.com",
    "SiteLanguage": "de",
    "IdAuthority": "example.com,2026",
    "profile": "",
    "region": "eu-west-1",
    "DomainName": "feeds.example.com",
    "HostedZoneId": "",
}


def test_a_new_file_says_what_was_answered_and_nothing_else(tmp_path: Path) -> None:
    found = settings(tmp_path, newsroom_toml(ANSWERS))
    assert {name: found.parameters[name] for name in ANSWERS.keys() & found.parameters.keys()} == {
        name: value for name, value in ANSWERS.items() if name in found.parameters
    }
    others = found.parameters.keys() - ANSWERS.keys()
    assert {name: found.parameters[name] for name in others} == {name: declared()[name].default for name in others}


def test_every_comment_of_a_new_file_becomes_a_setting_without_its_sign(tmp_path: Path) -> None:
    lines = newsroom_toml(ANSWERS).splitlines()
    text = "\n".join(line.removeprefix("# ") if " = " in line or "[staging]" in line else line for line in lines)
    found = settings(tmp_path, text, "staging")
    assert found.parameters["FeedsUrl"] == "https://staging.feeds.example.com"
    assert {f"# {name} = " in newsroom_toml(ANSWERS) or f"\n{name} = " in newsroom_toml(ANSWERS) for name in declared()} == {True}


def test_comments_of_a_new_file_break_no_word_at_its_hyphen() -> None:
    assert [line for line in newsroom_toml(ANSWERS).splitlines() if re.search(r"\w-$", line)] == []
