"""People who read a feed with a program: what it shows them as new at each poll, and what it keeps."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Protocol

from reader import make_reader

from tests.programs import test_newsboat, test_rss2email
from tests.programs.reading import Home


class Subscriber(Protocol):
    """Somebody who has subscribed to one feed, and reads what is new after each poll."""

    def poll(self) -> list[str]:
        """Poll the feed, and return the titles of the stories that the program shows as new, in alphabetical order."""
        ...

    def stories(self) -> list[str]:
        """The titles of all stories that the program has shown, in alphabetical order."""
        ...


class WithNewsboat:
    """Reads with newsboat, which marks new stories as unread."""

    def __init__(self, home: Path, address: str) -> None:
        self._home, self._address = Home(home), address

    def poll(self) -> list[str]:
        """Read the unread stories."""
        test_newsboat.reload(self._home, self._address)
        with closing(sqlite3.connect(self._home.path / "cache.db")) as cache, cache:
            unread = [title for (title,) in cache.execute("SELECT title FROM rss_item WHERE unread = 1")]
            cache.execute("UPDATE rss_item SET unread = 0")
        return sorted(unread)

    def stories(self) -> list[str]:
        """The stories in its cache."""
        return sorted(story.title for story in test_newsboat.saved(self._home))


class WithRss2email:
    """Reads the mails that rss2email sends of new stories."""

    def __init__(self, home: Path, address: str) -> None:
        self._home, self._read = Home(home), list[str]()
        test_rss2email.subscribe(self._home, address)

    def poll(self) -> list[str]:
        """Read the new mails, and remove them."""
        self._home.run("r2e", "run")
        titles = sorted(story.title for story in test_rss2email.mailed(self._home))
        for mail in (self._home.path / "mail" / "new").iterdir():
            mail.unlink()
        self._read += titles
        return titles

    def stories(self) -> list[str]:
        """The mails read so far."""
        return sorted(self._read)


class WithReader:
    """Reads with the library reader, which keeps stories in a database."""

    def __init__(self, home: Path, address: str) -> None:
        self._database, self._address = str(home / "reader.db"), address
        with make_reader(self._database) as reader:
            reader.add_feed(address)

    def poll(self) -> list[str]:
        """Read the unread stories."""
        with make_reader(self._database) as reader:
            reader.update_feed(self._address)
            unread = list(reader.get_entries(read=False))
            for entry in unread:
                reader.mark_entry_as_read(entry)
        return sorted(entry.title or "" for entry in unread)

    def stories(self) -> list[str]:
        """The stories in its database."""
        with make_reader(self._database) as reader:
            return sorted(entry.title or "" for entry in reader.get_entries())


PROGRAMS = {"newsboat": WithNewsboat, "rss2email": WithRss2email, "reader": WithReader}
