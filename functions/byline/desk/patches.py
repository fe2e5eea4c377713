"""JSON Merge Patch (RFC 7396) of what the desk shows, checked by the rules of its input."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from byline.edit_errors import EditConflict, PreconditionFailed
from byline.errors import Problem, Refused
from byline.intake.parts import Input
from byline.intake.refusals import Details, problem_of
from byline.model.precondition import Precondition
from byline.storage.editing import ATTEMPTS, EditResult, Thing

Sent = TypeVar("Sent", bound=Input)


def patched(kind: type[Sent], subject: str, shown: Mapping[str, Any], patch: Mapping[str, Any]) -> Sent:
    """What an editor sends who states only the members of `patch` of the thing that is `shown`, which messages call `subject`.

    Members of an object in `patch` are merged with those of the object that is shown. Raises Refused with every member of `patch`
    that is not allowed.
    """
    stated = {name: _merged(shown.get(name), value) for name, value in patch.items()}
    try:
        sent = kind.model_validate({**_context(kind, shown, stated), **stated})
    except ValidationError as error:
        raise Refused(subject, [_problem(kind, each) for each in error.errors(include_url=False)]) from error
    values = {name: getattr(sent, name) for name in kind.model_fields}
    return kind.model_construct(set(stated), **values)


def _problem(kind: type[Input], error: Details) -> Problem:
    """The problem that `error` states. null, which removes a field, may be meant by an editor who left it out of a whole text."""
    field = kind.model_fields.get(str(error["loc"][0])) if len(error["loc"]) == 1 else None
    if field and field.is_required() and error["input"] is None:
        return Problem(str(error["loc"][0]), "is required: it cannot be removed")
    return problem_of(error, error["loc"], "body")


def stated_revision(patch: Mapping[str, Any]) -> str | None:
    """The revision that `patch` states, if it is a text: `patched` refuses others."""
    revision = patch.get("revision")
    return revision if isinstance(revision, str) else None


def until_merged(subject: str, only_if: Precondition, edit: Callable[[], EditResult[Thing]]) -> EditResult[Thing]:
    """The result of `edit`, which merges a patch with what it reads, and stores it only at the revision that it has read.

    It is repeated if another edit has come between, provided that `only_if` still holds. Raises EditConflict if that happens
    ATTEMPTS times, and every other error of `edit`.
    """
    for _ in range(ATTEMPTS):
        try:
            return edit()
        except PreconditionFailed as error:
            if not only_if.holds(error.revision):
                raise
    raise EditConflict(subject)


def _context(kind: type[Sent], shown: Mapping[str, Any], stated: Mapping[str, Any]) -> dict[str, Any]:
    """What the check of `stated` needs of what is stored: required fields, and the page of relative addresses.

    The content is checked again only if a summary may have to be made of it.
    """
    needed = {name for name, field in kind.model_fields.items() if field.is_required() or name == "url"}
    context = {name: shown[name] for name in needed if name in shown}
    return context if "summary" in stated or "content" not in context else {**context, "content": ""}


def _merged(stored: Any, patch: Any) -> Any:
    if not isinstance(patch, Mapping):
        return patch
    kept = dict(stored) if isinstance(stored, Mapping) else {}
    changed = {name: _merged(kept.get(name), value) for name, value in patch.items()}
    return {name: value for name, value in {**kept, **changed}.items() if value is not None}
