"""rss2email turns Byline's feeds into mails, which it puts into a folder."""

import re
from datetime import UTC
from email import policy
from email.parser import BytesParser

from byline_tools.local.server import Service
from tests.programs.reading import Answers, Feed, Home, Note, SavedStory, expected, newest_first
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
"""The text that rss2email adds to a story."""


def subscribe(home: Home, address: str) -> None:
    home.write(".config/rss2email.cfg", SETTINGS.format(home=home.path, address=address))


def mailed(home: Home) -> list[SavedStory]:
    return newest_first(_story(file.read_bytes()) for file in (home.path / "mail" / "new").iterdir())


def _story(mail: bytes) -> SavedStory:
    message = BytesParser(policy=policy.default).parsebytes(mail)
    body = BODY.search(message.get_content())
    assert body
    return SavedStory(
        id=message["X-RSS-ID"],
        title=message["Subject"],
        link=message["X-RSS-URL"],
        # It writes "-0000" for UTC, which Python reads as a time without a zone.
        published=message["Date"].datetime.replace(tzinfo=UTC),
        authors=message["From"].addresses[0].display_name,
        text=words(body[1]),
    )


def test_rss2email_mails_the_stories_of_the_json_document(service: Service, feed: Feed, home: Home, note: Note) -> None:
    subscribe(home, feed.at(service))
    home.run("r2e", "run")
    stories = mailed(home)
    note(RSS2EMAIL, feed, "stories seen", str(len(stories)))
    assert stories == expected(service, feed, RSS2EMAIL)


def test_rss2email_gets_304_at_its_second_run_and_mails_nothing(
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
