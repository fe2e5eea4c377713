"""What rss2email makes of Byline's feeds: mails, put into a folder."""

import re
from datetime import UTC
from email import policy
from email.parser import BytesParser

from byline_tools.local.server import Service
from tests.programs.reading import Answers, EditResult, Feed, Home, Note, newest_first, to_be_kept
from tests.support.stories import words

RSS2EMAIL = "rss2email"
SETTINGS = """
[DEFAULT]
from = newsroom@localhost
to = subscriber@localhost
name-format = {{author}}
email-protocol = maildir
maildir-path = {home}
maildir-mailbox = mail
html-mail = True
date-header = True
date-header-order = issued

[feed.watched]
url = {address}
"""
BODY = re.compile(r'<div id="body">(.*)</div>\s*<div class="footer">', re.DOTALL)
"""What rss2email puts around the text of a story."""


def subscribe(home: Home, address: str) -> None:
    home.write(".config/rss2email.cfg", SETTINGS.format(home=home.path, address=address))


def mailed(home: Home) -> list[EditResult]:
    return newest_first(_story(file.read_bytes()) for file in (home.path / "mail" / "new").iterdir())


def _story(mail: bytes) -> EditResult:
    message = BytesParser(policy=policy.default).parsebytes(mail)
    body = BODY.search(message.get_content())
    assert body
    return EditResult(
        id=message["X-RSS-ID"],
        title=message["Subject"],
        link=message["X-RSS-URL"],
        # It writes "-0000": UTC, which Python takes for a time without a zone.
        published=message["Date"].datetime.replace(tzinfo=UTC),
        authors=message["From"].addresses[0].display_name,
        text=words(body[1]),
    )


def test_rss2email_mails_the_stories_that_the_json_document_has(service: Service, feed: Feed, home: Home, note: Note) -> None:
    subscribe(home, feed.at(service))
    home.run("r2e", "run")
    stories = mailed(home)
    note(RSS2EMAIL, feed, "stories seen", str(len(stories)))
    assert stories == to_be_kept(service, feed, RSS2EMAIL)


def test_rss2email_is_told_at_its_second_run_that_nothing_changed_and_mails_nothing(
    service: Service, feed: Feed, home: Home, answers: Answers, note: Note
) -> None:
    subscribe(home, feed.at(service))
    answers(feed)
    home.run("r2e", "run")
    first = mailed(home)
    home.run("r2e", "run")
    answered = answers(feed)
    note(RSS2EMAIL, feed, "polls", ", ".join(answered))
    assert answered == ["200", "304"]
    assert mailed(home) == first
