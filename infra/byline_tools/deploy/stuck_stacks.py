"""What to do with a stack in a state from which CloudFormation does not update it.

The states: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
"""

from typing import Any

from botocore.exceptions import ClientError

from byline_tools.deploy.printed_commands import aws_options

_WHY = "\n  The reasons: aws cloudformation describe-stack-events {stack}"
_NOT_CREATED = "its creation failed. Delete it, then deploy again: aws cloudformation delete-stack {stack}"
_NEW_TABLE = (
    "\n  Its table {table} stays, protected and empty. It costs nothing, and the next deployment makes another one. "
    "These two remove it:"
)
_NOT_DELETED = (
    "its deletion failed, and what is left of it cannot be used. Remove what keeps it, such as a policy that is "
    f"still attached to a role, then delete it again: aws cloudformation delete-stack {{stack}}{_WHY}"
)
_OLD_TABLE = (
    "\n  Its table {table} stays, protected, with the articles. To adopt it, set ExistingTable to this name and "
    "ExistingTableStream to what this prints (docs/recipes.md), then deploy:\n"
    "    aws dynamodb describe-table --query Table.LatestStreamLabel --output text {named}\n"
    "  These two delete it for good, instead:"
)
_REMOVAL = "\n    aws dynamodb update-table --no-deletion-protection-enabled {named}\n    aws dynamodb delete-table {named}"
_HALF_UPDATED = f"an update stopped half-way. Take it back, then deploy again: aws cloudformation rollback-stack {{stack}}{_WHY}"
_NOT_TAKEN_BACK = (
    "an update could not be taken back. Repair what kept it, go on with that, then deploy again: "
    f"aws cloudformation continue-update-rollback {{stack}}{_WHY}"
)
_WHAT_TO_DO = {
    **dict.fromkeys(("CREATE_FAILED", "ROLLBACK_FAILED", "ROLLBACK_COMPLETE"), (_NOT_CREATED, _NEW_TABLE + _REMOVAL)),
    "DELETE_FAILED": (_NOT_DELETED, _OLD_TABLE + _REMOVAL),
    "UPDATE_FAILED": (_HALF_UPDATED, ""),
    "UPDATE_ROLLBACK_FAILED": (_NOT_TAKEN_BACK, ""),
}
"""What is said of a stack in each state, and of the table that it leaves, if it has made one."""


def what_to_do(client: Any, name: str, status: str | None, profile: str | None) -> str | None:
    """What to do with the stack `name`, with the commands, before it can be changed; None if it can be.

    `client` is boto3's of CloudFormation. `profile` is that of the commands, None for the one that AWS's tools use anyway.
    """
    if status not in _WHAT_TO_DO:
        return None
    options = aws_options(profile, client.meta.region_name)
    of_stack, of_table = _WHAT_TO_DO[status]
    text = of_stack.format(stack=f"--stack-name {name}{options}")
    table = _table_of(client, name) if of_table else ""
    return text + (of_table.format(table=table, named=f"--table-name {table}{options}") if table else "")


def _table_of(client: Any, name: str) -> str:
    """The name of the table that the stack has made and leaves; empty if there is none."""
    try:
        described = client.describe_stack_resource(StackName=name, LogicalResourceId="Table")["StackResourceDetail"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ValidationError":  # the stack has no such resource
            return ""
        raise
    return "" if described["ResourceStatus"] == "DELETE_COMPLETE" else str(described.get("PhysicalResourceId", ""))
