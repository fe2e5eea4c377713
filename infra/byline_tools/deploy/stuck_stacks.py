"""What to do with a stack in a state from which CloudFormation does not update it.

The states: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
"""

_WHY = "The reasons: aws cloudformation describe-stack-events {stack}"
_NOT_CREATED = (
    "it is {status}: its creation failed. Delete it, then deploy again: aws cloudformation delete-stack {stack}\n"
    "  If it had made a table, that stays, protected: adopt it with ExistingTable and ExistingTableStream (docs/recipes.md), "
    "or delete it, too. `aws dynamodb list-tables --region {region}` shows it: its name begins with {name}-."
)
_NOT_DELETED = (
    "it is {status}: its deletion failed, and what is left of it cannot be used. Remove what keeps it, such as a policy that is "
    "still attached to a role, then delete it again: aws cloudformation delete-stack {stack}\n"
    f"  {_WHY}\n"
    "  Its table stays, protected: adopt it with ExistingTable and ExistingTableStream (docs/recipes.md), or delete it, too."
)
_WHAT_TO_DO = {
    "CREATE_FAILED": _NOT_CREATED,
    "ROLLBACK_FAILED": _NOT_CREATED,
    "ROLLBACK_COMPLETE": _NOT_CREATED,
    "DELETE_FAILED": _NOT_DELETED,
    "UPDATE_FAILED": "it is {status}: an update stopped half-way. Take it back, then deploy again: "
    f"aws cloudformation rollback-stack {{stack}}\n  {_WHY}",
    "UPDATE_ROLLBACK_FAILED": "it is {status}: an update could not be taken back. Repair what kept it, go on with that, then "
    f"deploy again: aws cloudformation continue-update-rollback {{stack}}\n  {_WHY}",
}


def what_to_do(status: str | None, name: str, region: str) -> str | None:
    """What to do with the stack `name` in `region`, with the command, before it can be changed; None if it can be."""
    text = _WHAT_TO_DO.get(status or "")
    return text and text.format(status=status, name=name, region=region, stack=f"--stack-name {name} --region {region}")
