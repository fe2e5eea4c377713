"""The built ServeFeeds in Lambda's runtime when the table is unreachable or does not respond: a 503 before the time-out."""

import time
from datetime import UTC, datetime

from byline.desk.publisher import Publisher
from byline.storage.dynamodb import Table
from byline_tools.local.api_gateway import HttpResponse
from byline_tools.local.stack import Stack
from tests.e2e.deployment import Another, Deployment
from tests.support.factories import section
from tests.support.stacks import PARAMETERS

FUNCTION = "ServeFeeds"
PATHS = ["/rss.xml", "/sections/world/feed.json", "/", "/feeds.opml"]


def is_unavailable(response: HttpResponse) -> bool:
    return response.status == 503 and dict(response.headers)["Retry-After"].isdecimal()


def operations_warned_of(deployment: Deployment) -> set[str]:
    return {line["operation"] for line in deployment.runtimes[FUNCTION].log_lines() if line.get("level") == "WARNING"}


def test_an_unreachable_table_is_a_503(another: Another, unreachable: str) -> None:
    deployment = another(FUNCTION, endpoint=unreachable)
    assert [path for path in PATHS if not is_unavailable(deployment.get(path))] == []
    assert operations_warned_of(deployment) == {"get_item", "query"}


def test_a_table_that_never_answers_is_a_503_before_the_timeout(another: Another, silence: str) -> None:
    deployment = another(FUNCTION, endpoint=silence)
    assert [path for path in PATHS[1:3] if not is_unavailable(deployment.get(path))] == []
    assert operations_warned_of(deployment) == {"get_item", "query"}


def test_without_the_table_a_container_serves_what_it_has_in_memory_and_a_new_one_is_a_503(
    deployment: Deployment, another: Another
) -> None:
    dynamodb = deployment.cloud.client("dynamodb")
    dynamodb.create_table(**{**Stack(PARAMETERS).table(), "TableName": "passing"})
    Publisher(Table(dynamodb, "passing"), lambda: datetime.now(UTC)).put(section("passing"))
    served, new = (another(FUNCTION, TABLE_NAME="passing", MEMO_SECONDS="0.1") for _ in range(2))
    first = served.get("/sections/passing/rss.xml")
    dynamodb.delete_table(TableName="passing")
    time.sleep(0.2)  # until its memo of the feed's state has expired
    again = served.get("/sections/passing/rss.xml")
    assert (first.status, again.status, again.body) == (200, 200, first.body)
    assert is_unavailable(new.get("/sections/passing/rss.xml"))
