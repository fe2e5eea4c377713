"""What is wrong with the parameters of a stack together, and with several stacks, if each value alone is allowed."""

from collections.abc import Collection, Iterator, Mapping
from urllib.parse import urlsplit

from byline.errors import InvalidSetting
from byline.settings import AnnouncingSettings, DeskSettings
from byline.settings import Settings as FeedSettings
from byline_tools.deploy.cleaning import host_of
from byline_tools.deploy.stack_settings import Settings
from byline_tools.local.stack import Stack

LARGEST_ENVIRONMENT = 4096
"""In bytes, of a function: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""

OF_THE_STACK = 320
"""Bytes of these for what only the stack knows: names of the table and of metrics, and the key of the origin."""

NEEDS = {
    "ExistingTable": ("ExistingTableStream",),
    "OnlyThroughCdn": ("WithCdn",),
    "BackupCopyVault": ("WithBackup",),
    "WithDashboard": ("WithMonitoring",),
    "AlarmEmail": ("WithMonitoring", "GradualDeployment"),
    "WithAlarmKey": ("WithMonitoring", "GradualDeployment"),
    "ExistingTableStream": ("ExistingTable",),
    "HostedZoneId": ("DomainName",),
    "CertificateArn": ("DomainName", "WithCdn"),
    "WebAclArn": ("WithCdn",),
    "LogBucketDomain": ("WithCdn",),
    "OriginShieldRegion": ("WithCdn",),
}
"""Parameters that mean nothing without another one, or without one of two, by the Rules of the template too."""
UNSET = ("", "false")
CLOUDFRONT = ".cloudfront.net"
"""How the names end under which CloudFront answers without a certificate."""


def problems_of(parameters: Mapping[str, str], region: str | None = None) -> Iterator[tuple[str, str]]:
    """What is wrong with the parameters of one stack in `region`, if that is known: the name of a parameter and the reason."""
    variables = {"TABLE_NAME": "table", **Stack(parameters).environment()}
    try:
        for read in (FeedSettings.read, AnnouncingSettings.read, DeskSettings.read):
            read(variables)
    except InvalidSetting as error:
        yield error.name.title().replace("_", ""), str(error)
    yield from _problems_of_name(parameters, region)
    for name, others in NEEDS.items():
        if parameters[name] not in UNSET and all(parameters[other] in UNSET for other in others):
            yield name, f"needs {' or '.join(others)}, without which it has no effect"
    size = sum(len(f"{name}{value}".encode()) for name, value in variables.items())
    if size > LARGEST_ENVIRONMENT - OF_THE_STACK:
        longest = max(parameters, key=lambda name: len(parameters[name]))
        allowed = f"Lambda allows {LARGEST_ENVIRONMENT:,}, of which the stack needs {OF_THE_STACK}"
        yield longest, f"all texts together have {size:,} bytes, and {allowed}: shorten this one"


def _problems_of_name(parameters: Mapping[str, str], region: str | None) -> Iterator[tuple[str, str]]:
    address, certificate = urlsplit(parameters["FeedsUrl"]), parameters["CertificateArn"]
    if parameters["DomainName"] and parameters["DomainName"] == urlsplit(parameters["SiteUrl"]).netloc:
        yield "DomainName", "is the host of SiteUrl: the feeds would take the place of the site"
    if parameters["DomainName"] and (address.scheme, address.netloc) != ("https", parameters["DomainName"]):
        yield "DomainName", f"must be the host of FeedsUrl, which must begin with https:// and have no port: {address.geturl()}"
    with_cdn, of = parameters["WithCdn"] == "true", certificate.split(":")[3] if certificate else ""
    if certificate and with_cdn and of != "us-east-1":
        yield "CertificateArn", "CloudFront takes only certificates of us-east-1"
    if certificate and not with_cdn and region and of != region:
        yield "CertificateArn", f"is of {of}, but without a CDN API Gateway takes only certificates of its own region, {region}"
    if with_cdn and (address.scheme != "https" or address.port):
        yield "FeedsUrl", f"must begin with https:// and have no port, since CloudFront serves the feeds: {address.geturl()}"


def problems_of_inherited(parameters: Mapping[str, str], stated: Collection[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with the parameters of a table that itself has `stated`: a CDN that is taken over, but no name for it."""
    named = parameters["DomainName"] or parameters["CertificateArn"] or host_of(parameters["FeedsUrl"]).endswith(CLOUDFRONT)
    for name in ("WithCdn", "OnlyThroughCdn"):
        if not named and parameters["WithCdn"] == parameters[name] == "true" and name not in stated:
            answer = f"add one, or {name} = false; or {name} = true if a proxy of yours leads from FeedsUrl to CloudFront"
            yield name, f"is taken over, but CloudFront does not answer at FeedsUrl without a DomainName in this table: {answer}"


def problems_together(stacks: Mapping[str, Settings]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with the stacks of a file: the table, the name of a parameter and the reason."""
    first: dict[tuple[str, ...], str] = {}
    for table, settings in stacks.items():
        for key, reason, *values in _of_one_stack(settings):
            if all(values) and (other := first.setdefault((key, *values), table)) != table:
                yield table, key, f"is that of {f'[{other}]' if other else 'the first stack'}, too: {reason}"


def _of_one_stack(settings: Settings) -> Iterator[tuple[str, ...]]:
    """The names of settings that two stacks cannot have in common, each with what would happen and what is compared."""
    parameters = settings.parameters
    yield "FeedsUrl", "two stacks cannot answer at one address", parameters["FeedsUrl"].partition("://")[2]
    yield "DomainName", "two stacks cannot have one name", parameters["DomainName"]
    yield "ExistingTable", "what is published in one would be in the other", parameters["ExistingTable"]
    yield "stack", "the second would change the first", settings.stack, settings.region or "-", settings.profile or "-"
