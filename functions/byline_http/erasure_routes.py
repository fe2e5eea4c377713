"""The desk's routes that erase for good. They register themselves in the API that `desk_answers` creates.

Their addresses begin with `/erasures`. A policy that allows `/articles/*` does not allow them: IAM's `*` matches slashes too.
The reason is in the body, since addresses are logged.
"""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body

from byline.desk.desk import Desk
from byline.desk.erasing import Erased
from byline.desk.erasing_authors import WITHHELD
from byline.desk.inputs import ErasureShown
from byline.desk.shown import erasure_form
from byline.intake import fields
from byline.intake.fields import Headline
from byline.intake.parts import Input
from byline.model.feed_key import author_feed
from byline.serving.preconditions import precondition
from byline_http.article_addresses import id_of
from byline_http.desk_answers import ArticleId, IfMatch, Slug, app, desk, edited, respond
from byline_http.desk_responses import BODY_PROBLEMS, responses


class WantedErasure(Input):
    """An erasure."""

    reason: Headline
    """Why, for whoever asks later: a court and its file number, or a person's request. Without what is to be erased."""


class WantedErasureOfAuthor(WantedErasure):
    """An erasure of an author."""

    name: Headline = WITHHELD
    """What readers see in place of the name."""


class ErasureOfAuthorDone(ErasureShown):
    """An erasure of an author, and what was removed by this request."""

    slug: fields.Slug
    """What replaces the slug, which was their name in addresses."""
    documents: int
    """Documents of feeds, which are rendered again."""


class ErasureDone(ErasureShown):
    """An erasure, and what was removed by this request."""

    versions: int
    """Versions of the article."""
    documents: int
    """Documents of feeds, which are rendered again."""


@app.put(
    "/erasures/articles/<article_id>",
    responses=responses(ErasureDone, Desk.erase_article, *BODY_PROBLEMS),
    summary="Erase an article for good",
)
def erase_article(article_id: ArticleId, wanted: Annotated[WantedErasure, Body()], if_match: IfMatch = None) -> Response[Any]:
    """Removes its text, address, pictures, notice and versions, and the documents of its feeds. Its tombstone stays.

    Repeat the request if it fails: it goes on where it was.
    """
    done = desk().erase_article(id_of(article_id), wanted.reason, precondition(if_match, None))
    return edited(done.result, _shown(done))


@app.put(
    "/erasures/authors/<slug>",
    responses=responses(ErasureOfAuthorDone, Desk.erase_author, *BODY_PROBLEMS),
    summary="Erase an author for good",
)
def erase_author(slug: Slug, wanted: Annotated[WantedErasureOfAuthor, Body()], if_match: IfMatch = None) -> Response[Any]:
    """Replaces the name in every feed, removes all else, and retires the author's own feed. The articles stay.

    Repeat the request if it fails: it goes on where it was.
    """
    done = desk().erase_author(author_feed(slug), wanted.reason, wanted.name, precondition(if_match, None))
    form = erasure_form(done.erasure)
    shown = ErasureOfAuthorDone.model_construct(**form, slug=done.slug, documents=done.documents).model_dump(mode="json")
    return respond(shown, more={"Byline-Outcome": done.outcome.value})


def _shown(done: Erased) -> dict[str, Any]:
    erasure = done.result.thing.erasure
    if erasure is None:
        raise TypeError("an erased article has an erasure")
    return ErasureDone.model_construct(**erasure_form(erasure), versions=done.versions, documents=done.documents).model_dump(
        mode="json"
    )
