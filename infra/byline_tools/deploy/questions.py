"""The questions of `byline init`: what cannot change later, and what every newsroom decides for itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from byline_tools.deploy.cleaning import checked, cleaned, host_of
from byline_tools.deploy.newsroom_file import RULES, by_rule
from byline_tools.deploy.parameters import declared

NO_NAME = "none"
"""The answer that the stack has no name of its own."""

Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What defaults come from: the time, and the profile and its region that AWS's tools would use, empty if there is none."""

    now: datetime
    profile: str
    region: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Question:
    """A question for the setting `name`. `why` is a sentence. `default` makes an answer of those before; None if it cannot.

    `option` is the option of the command that answers it. It is not asked if `applies` is false for the answers before.
    """

    name: str
    option: str
    ask: str
    why: str
    default: Callable[[Answers, Circumstances], str | None] = lambda _answers, _circumstances: None
    applies: Callable[[Answers], bool] = lambda _answers: True

    def checked(self, written: str, answers: Answers, circumstances: Circumstances) -> str:
        """The answer in the form in which the file has it. Raises ValueError with the reason if it cannot be used."""
        if self.name in RULES:
            return "" if (self.name, written) == ("profile", "") else by_rule(self.name, written)
        value = "" if (self.name, written.strip()) == ("DomainName", NO_NAME) else written
        host = host_of(answers.get("FeedsUrl", ""))
        if self.name == "DomainName" and host and cleaned(self.name, value) not in ("", host):
            raise ValueError(f"must be the host of FeedsUrl, {host}, or {NO_NAME}")
        return checked(declared()[self.name], value, circumstances.now.date())


def _domain(answers: Answers) -> str:
    return host_of(answers.get("SiteUrl", "")).removeprefix("www.")


def _own_host(answers: Answers) -> str | None:
    """The host of the feeds, but not that of the site, at which the site answers."""
    host = host_of(answers["FeedsUrl"])
    return NO_NAME if host and host == host_of(answers["SiteUrl"]) else host or None


def _of_domain(form: str) -> Callable[[Answers, Circumstances], str | None]:
    """A default made from the domain of the site and the year; none if the site is not known."""
    return lambda answers, circumstances: form.format(_domain(answers), circumstances.now.year) if _domain(answers) else None


def _default_of(name: str) -> Callable[[Answers, Circumstances], str | None]:
    return lambda _answers, _circumstances: declared()[name].default


QUESTIONS = (
    Question("SiteTitle", "title", "Title", "The title of the publication, as readers see it; it can change later."),
    Question("SiteUrl", "site-url", "Address of the site", "The publication's own site, to which feeds link."),
    Question(
        "FeedsUrl",
        "feeds-url",
        "Address of the feeds",
        "For ever: subscribers store it. Use a host that you own, and one that only the feeds use.",
        _of_domain("https://feeds.{0}"),
    ),
    Question("SiteLanguage", "language", "Language", "The language of most articles: en, pt-BR.", _default_of("SiteLanguage")),
    Question(
        "IdAuthority",
        "id-authority",
        "Authority of ids",
        "For ever: each new id begins with it, and readers know articles by their ids. A domain, and a year in which you own it.",
        _of_domain("{0},{1}"),
    ),
    Question(
        "profile",
        "profile",
        "Profile",
        "The profile of ~/.aws/config with the credentials of the account to deploy to; empty for those of the environment.",
        lambda _, circumstances: circumstances.profile,
    ),
    Question(
        "region",
        "region",
        "Region",
        "The region of AWS, such as eu-west-1; moving to another one later means copying the table.",
        lambda answers, circumstances: circumstances.region(answers["profile"]) or None,
    ),
    Question(
        "DomainName",
        "domain-name",
        "Name of your own",
        f"The host of FeedsUrl, at which the stack then answers, with a certificate; {NO_NAME} if something else does, such as "
        "your site.",
        lambda answers, _: _own_host(answers),
    ),
    Question(
        "HostedZoneId",
        "hosted-zone",
        "Hosted zone in Route 53",
        "The id of the zone of that name, such as Z0123456789ABC: then its records are set, too. Empty if DNS is elsewhere: "
        "`make deploy` shows the records to set.",
        _default_of("HostedZoneId"),
        lambda answers: bool(answers["DomainName"]),
    ),
)
