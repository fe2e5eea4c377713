"""Problem details are the same wherever they are written."""

from http import HTTPStatus

from byline_http.desk_problems import PROBLEM_TYPES
from byline_http.problem_details import details, phrase


def test_a_title_is_that_of_rfc_9110_whatever_the_version_of_python() -> None:
    assert details("refused", HTTPStatus.UNPROCESSABLE_ENTITY, "No.", errors=[]) == {
        "type": "urn:problem-type:byline:refused",
        "title": "Unprocessable Content",
        "status": 422,
        "detail": "No.",
        "errors": [],
    }
    assert {phrase(kind.status) for kind in PROBLEM_TYPES.values()} == {
        "Bad Request",
        "Not Found",
        "Conflict",
        "Precondition Failed",
        "Content Too Large",
        "Unprocessable Content",
        "Service Unavailable",
    }
