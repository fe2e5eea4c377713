"""The operations of the desk's API: store, withdraw, rename, retire, revive and list articles, sections and authors."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from byline import edit_errors
from byline.desk.article_edits import PutArticle, WithdrawArticle
from byline.desk.erasing import Erased
from byline.desk.erasing_authors import ErasedAuthor
from byline.desk.finding import Finder
from byline.desk.inputs import DeskArticle, DeskAuthor, DeskSection
from byline.desk.patches import patched, stated_revision, until_merged
from byline.desk.profile_edits import PutProfile
from byline.desk.publisher import Publisher
from byline.desk.redirect_desk import RedirectDesk
from byline.desk.shown import article_shown, feed_shown, profile_shown, scheduled_shown, usage_shown, version_shown
from byline.desk.undoing import ReturnArticle
from byline.errors import Problem, Refused
from byline.intake.inputs import Origin
from byline.model.feed_key import FeedKey
from byline.model.lifecycle import StoredArticle
from byline.model.precondition import ANY, Precondition
from byline.model.profiles import Author, Profile, Section
from byline.settings import DeskSettings
from byline.storage.desk_reader import DeskReader
from byline.storage.dynamodb import Table
from byline.storage.editing import Edited, EditResult, Outcome, Source
from byline.storage.versions import VersionRecord

DeskProfile = DeskSection | DeskAuthor
PROFILE_INPUTS: dict[type[Profile], type[DeskProfile]] = {Section: DeskSection, Author: DeskAuthor}


class Desk:
    """Edits and lists the articles of one newsroom, `origin`. `reader` reads them, `clock` returns aware UTC.

    Every method is safe to repeat. `raises.RAISES` lists the errors of each.
    """

    def __init__(self, publisher: Publisher, reader: DeskReader, origin: Origin, clock: Callable[[], datetime]) -> None:
        self.reader = reader
        self.finder = Finder(reader, self.now)
        self.redirects = RedirectDesk(publisher.redirects, reader)
        self._publisher = publisher
        self._origin = origin
        self._clock = clock

    def signed(self, by: str) -> "Desk":
        """The same desk for the person `by`."""
        return Desk(self._publisher.signed(by), self.reader, self._origin, self._clock)

    def now(self) -> datetime:
        """The time in whole seconds."""
        return self._clock().replace(microsecond=0)

    def put_article(
        self,
        article_id: str,
        sent: DeskArticle,
        only_if: Precondition = ANY,
        *,
        dry_run: bool = False,
        move_address: bool = False,
    ) -> EditResult[StoredArticle]:
        """Store what is sent of an article under its id. What is not sent stays as it is; a new article is published now.

        A revision that is sent must be the stored one, as in `only_if`.
        With `dry_run`, nothing is stored. With `move_address`, the article gets the address that another one has.

        Raises what `Articles.edit` raises, and Refused if `sent` has another id.
        """
        source, only_if = Source(moves_addresses=move_address), only_if.at(sent.revision)
        with self._publisher.articles.all_problems(article_id, sent):
            edit = self._edit(article_id, sent, only_if)
            return self._with_present_names(self._publisher.articles.edit(edit, only_if, source, dry_run=dry_run))

    def _edit(self, article_id: str, sent: DeskArticle, only_if: Precondition) -> PutArticle:
        """The edit of whoever sends `sent`, and knows what is stored if `only_if` names a revision. Raises Refused."""
        if sent.id not in (None, article_id):
            raise Refused(f"article {article_id}", [Problem("id", f"{sent.id} is not the id in the address")])
        article = sent.to_article(article_id, self.now())
        return PutArticle(article, sent.stated(), sent.lifecycle(aware=only_if.revisions is not None))

    def patch_article(
        self,
        article_id: str,
        patch: Mapping[str, Any],
        only_if: Precondition = ANY,
        *,
        dry_run: bool = False,
        move_address: bool = False,
    ) -> EditResult[StoredArticle]:
        """Change what `patch` states of a stored article (JSON Merge Patch, RFC 7396). For the rest see `put_article`.

        Raises UnknownArticle, Refused with every field of `patch` that is not allowed, and what `put_article` raises.
        """
        source, only_if = Source(moves_addresses=move_address), only_if.at(stated_revision(patch))

        def patch_once() -> EditResult[StoredArticle]:
            stored = self.reader.article(article_id)
            if stored.stored_article.erasure:
                raise edit_errors.Erased(f"article {article_id}")
            sent = patched(DeskArticle, f"article {article_id}", article_shown(stored.stored_article, None, self.now()), patch)
            edit = self._edit(article_id, sent, only_if)
            return self._publisher.articles.edit(edit, only_if.at(stored.revision), source, dry_run=dry_run)

        with self._publisher.articles.all_problems(article_id, patch):
            return self._with_present_names(until_merged(f"article {article_id}", only_if, patch_once))

    def further_problems(self, article_id: str, thing: Mapping[str, Any], problems: Collection[Problem]) -> list[Problem]:
        """What is wrong with an article as it was sent besides `problems`: see `Articles.further_problems`."""
        return self._publisher.articles.further_problems(article_id, thing, problems)

    def withdraw(self, article_id: str, notice: str | None, only_if: Precondition = ANY) -> EditResult[StoredArticle]:
        """Remove an article from every feed. `notice` replaces it for readers who have seen it; None keeps a stored notice."""
        return self._with_present_names(self._publisher.articles.edit(WithdrawArticle(article_id, notice), only_if))

    def go_back(self, article_id: str, number: int, only_if: Precondition = ANY) -> EditResult[StoredArticle]:
        """Make an article again what it was at version `number`, by a new edit; see `undoing.returned`. Raises UnknownVersion."""
        then = self.reader.versions.version(article_id, number).stored_article
        return self._with_present_names(self._publisher.articles.edit(ReturnArticle(then), only_if))

    def erase_article(self, article_id: str, reason: str, only_if: Precondition = ANY) -> Erased:
        """Erase an article for good: see `erasing.Eraser.article`."""
        return self._publisher.eraser.article(article_id, reason, self._origin.site_url, only_if)

    def erase_author(self, name: FeedKey, reason: str, shown_as: str, only_if: Precondition = ANY) -> ErasedAuthor:
        """Replace an author by `shown_as`, and retire their feed: see `erasing_authors.AuthorEraser.author`."""
        return self._publisher.author_eraser.author(name, reason, shown_as, only_if)

    def version(self, article_id: str, number: int) -> VersionRecord:
        """Version `number` of an article, with sections and authors by their present names. Raises UnknownVersion."""
        record = self.reader.versions.version(article_id, number)
        return replace(record, stored_article=self.reader.with_present_names(record.stored_article))

    def versions(self, article_id: str, below: int | None, limit: int) -> list[dict[str, Any]]:
        """The versions of an article with numbers below `below`, None for all, newest first, at most `limit`, as JSON objects."""
        return [version_shown(each) for each in self.reader.versions.versions(article_id, below, limit)]

    def put_profile(
        self, name: FeedKey, sent: DeskProfile, only_if: Precondition = ANY, *, dry_run: bool = False
    ) -> EditResult[Profile]:
        """Store what is sent of the section or author called `name`. If `sent` has another slug, it is renamed to that."""
        profile = sent.to_profile(name.slug, self._origin.site_url)
        new_slug = sent.slug if sent.slug != name.slug else None
        edit = PutProfile(profile, sent.model_fields_set, new_slug=new_slug, retired=sent.retired)
        return self._publisher.profiles.edit(edit, only_if.at(sent.revision), dry_run=dry_run)

    def patch_profile(
        self, name: FeedKey, patch: Mapping[str, Any], only_if: Precondition = ANY, *, dry_run: bool = False
    ) -> EditResult[Profile]:
        """Change what `patch` states of a stored section or author (JSON Merge Patch, RFC 7396). Raises UnknownFeed too."""

        def patch_once() -> EditResult[Profile]:
            stored = self.reader.profile(name)
            sent = patched(PROFILE_INPUTS[type(stored.profile)], str(name), profile_shown(stored.profile, None), patch)
            return self.put_profile(name, sent, only_if.at(stored.revision), dry_run=dry_run)

        return until_merged(str(name), only_if.at(stated_revision(patch)), patch_once)

    def retire(self, name: FeedKey, only_if: Precondition) -> Outcome:
        """End the feed of a section or author until it is revived."""
        return self._publisher.profiles.retire(name, only_if)

    def revive(self, name: FeedKey, only_if: Precondition) -> Outcome:
        """Undo the retirement of a section or author."""
        return self._publisher.profiles.revive(name, only_if)

    def concerned(self, name: FeedKey) -> dict[str, Any]:
        """How many articles and which addresses the retirement of a section or author concerns, as a JSON object."""
        return usage_shown(self.reader.usage(name))

    def scheduled(self) -> list[dict[str, Any]]:
        """The articles that are not due yet, earliest first, as JSON objects."""
        now = self.now()
        waiting = [each for each in self.reader.scheduled() if each.published > now]
        names = self.reader.present_names([key for each in waiting if each.listing for key in each.listing.profiles])
        return [scheduled_shown(each, names) for each in waiting]

    def feeds(self) -> list[dict[str, Any]]:
        """Every feed and its current state, as JSON objects."""
        return [feed_shown(feed) for feed in self.reader.feeds(self.now())]

    def _with_present_names(self, result: EditResult[StoredArticle]) -> EditResult[StoredArticle]:
        return replace(result, thing=self.reader.with_present_names(result.thing))


def desk_for(
    settings: DeskSettings, table: Table, clock: Callable[[], datetime], report: Callable[[Edited], None] = lambda _: None
) -> Desk:
    """The desk of the newsroom in `table`. `clock` returns aware UTC, `report` gets every edit."""
    publisher = Publisher(table, clock, version_days=settings.version_days, report=report)
    return Desk(publisher, DeskReader(table), Origin(settings.site_url, settings.id_authority), clock)
