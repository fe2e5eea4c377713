"""Restoring as docs/recipes.md describes it, on moto: a restored table gets what it lacks, and a stack adopts it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from byline.desk.publisher import Publisher
from byline.storage.desk_reader import DeskReader
from byline.storage.dynamodb import Table
from byline_tools.local.stack import TEMPLATE
from tests.e2e.cloud import Cloud, moto_server
from tests.support.factories import article, author, section
from tests.support.stacks import PARAMETERS


@pytest.fixture(scope="module")
def aws(elsewhere: None) -> Iterator[str]:
    with moto_server() as address:
        yield address


def test_a_restored_table_is_adopted_with_its_articles(aws: str) -> None:
    before = Cloud(aws, "before", TEMPLATE, PARAMETERS)
    dynamodb, source = before.client("dynamodb"), before.physical("Table")
    publisher = Publisher(Table(dynamodb, source), lambda: datetime.now(UTC))
    for thing in (section(), author(), article(1)):
        publisher.put(thing)

    dynamodb.restore_table_to_point_in_time(SourceTableName=source, TargetTableName="restored", UseLatestRestorableTime=True)
    restored = dynamodb.describe_table(TableName="restored")["Table"]
    assert "LatestStreamArn" not in restored
    assert dynamodb.describe_time_to_live(TableName="restored")["TimeToLiveDescription"]["TimeToLiveStatus"] == "DISABLED"

    wanted = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    dynamodb.update_table(TableName="restored", StreamSpecification=wanted, DeletionProtectionEnabled=True)
    dynamodb.update_time_to_live(TableName="restored", TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires_at"})
    dynamodb.update_continuous_backups(
        TableName="restored", PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    label = dynamodb.describe_table(TableName="restored")["Table"]["LatestStreamLabel"]

    after = Cloud(aws, "after", TEMPLATE, {**PARAMETERS, "ExistingTable": "restored", "ExistingTableStream": label})
    with pytest.raises(KeyError):
        after.physical("Table")
    assert {function.variables["TABLE_NAME"] for function in after.functions()} == {"restored"}
    found = DeskReader(Table(dynamodb, "restored")).article(article(1).id).stored_article
    assert found is not None
    assert found.article.title == article(1).title
