"""infra/backup.yaml: backups, their copies and exports of the table, each only where it is asked for."""

import json
from typing import Any

from tests.support.cloudformation import DeployedTemplate
from tests.support.iam import permits
from tests.support.templates import nested

TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/byline"
VAULT = "arn:aws:backup:eu-central-1:210987654321:backup-vault:elsewhere"


def resources(**chosen: str) -> dict[str, dict[str, Any]]:
    return DeployedTemplate(nested("backup"), {"TableArn": TABLE, "WithBackup": "false", **chosen}, "byline-Backup-1").resources


def test_backups_are_made_each_day_and_kept_for_35_days() -> None:
    made = resources(WithBackup="true")
    (rule,) = made["Plan"]["Properties"]["BackupPlan"]["BackupPlanRule"]
    assert rule["Lifecycle"] == {"DeleteAfterDays": 35}
    assert "CopyActions" not in rule
    assert made["Selection"]["Properties"]["BackupSelection"]["Resources"] == [TABLE]
    assert made["Vault"]["DeletionPolicy"] == "Retain"
    assert "Export" not in made


def test_a_backup_is_copied_to_a_vault_elsewhere() -> None:
    (rule,) = resources(WithBackup="true", CopyVault=VAULT)["Plan"]["Properties"]["BackupPlan"]["BackupPlanRule"]
    assert rule["CopyActions"] == [{"DestinationBackupVaultArn": VAULT, "Lifecycle": {"DeleteAfterDays": 35}}]


def test_an_export_writes_the_whole_table_to_its_folder_of_the_bucket() -> None:
    made = resources(ExportBucket="archive")
    assert made.keys() == {"Export", "ExportRole"}
    target = made["Export"]["Properties"]["Target"]
    assert target["Arn"] == "arn:aws:scheduler:::aws-sdk:dynamodb:exportTableToPointInTime"
    wanted = {"TableArn": TABLE, "S3Bucket": "archive", "S3Prefix": "byline", "ExportFormat": "DYNAMODB_JSON"}
    assert json.loads(target["Input"]) == wanted


def test_the_export_may_write_there_and_do_nothing_else() -> None:
    (policy,) = resources(ExportBucket="archive")["ExportRole"]["Properties"]["Policies"]
    document = policy["PolicyDocument"]
    assert permits(document, "dynamodb:ExportTableToPointInTime", TABLE)
    assert permits(document, "s3:PutObject", "arn:aws:s3:::archive/byline/x")
    for action, resource in [
        *(("s3:PutObject", "arn:aws:s3:::archive/other"), ("s3:GetObject", "arn:aws:s3:::archive/byline/x")),
        *(("dynamodb:Scan", TABLE), ("dynamodb:ExportTableToPointInTime", f"{TABLE}2")),
    ]:
        assert not permits(document, action, resource)
