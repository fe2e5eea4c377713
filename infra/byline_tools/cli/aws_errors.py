"""What AWS says no to, in words that say what to do."""

from collections.abc import Iterator, Mapping, Sequence

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    ProfileNotFound,
)
from botocore.session import Session

from byline.errors import BylineError, StoreUnavailable
from byline_tools.cli.partly import Partly

_NO_ACCESS = frozenset(
    {"AccessDeniedException", "ExpiredTokenException", "InvalidSignatureException", "UnrecognizedClientException"}
)
"""Codes of errors about who signs: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/CommonErrors.html"""


class UnknownTable(BylineError):
    """There is no table `table` in the account and region of the credentials."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(f"there is no table {table} in this account and region: give the stack's output TableName")


class UnknownAwsProfile(BylineError):
    """There is no profile `profile` among those of the files of AWS's tools, which are `known`."""

    def __init__(self, profile: str, known: Sequence[str]) -> None:
        self.profile, self.known = profile, tuple(known)
        there = f"there are {', '.join(known)}" if known else "there are none, `aws configure` makes one"
        super().__init__(f"there is no profile {profile} in ~/.aws/config: {there}; AWS_PROFILE or newsroom.toml names it")


class NoAccess(BylineError):
    """AWS cannot be called because of `reason`: no region, no credentials, or credentials that may not do this."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"{reason}: give AWS credentials and a region (AWS_REGION, AWS_PROFILE), as for the aws command")


def region_of(environment: Mapping[str, str]) -> dict[str, str]:
    """The region as boto3 reads it from the environment: like other tools of AWS, from AWS_REGION first."""
    return {"AWS_DEFAULT_REGION": environment["AWS_REGION"]} if environment.get("AWS_REGION") else {}


def explained(error: Exception) -> Exception:
    """The error to report in place of `error`: one that says what to do, if it or its cause is known here.

    A Partly stays, because it says what was done.
    """
    if isinstance(error, Partly):
        return error
    for each in _causes(error):
        match each:
            case ProfileNotFound():
                return UnknownAwsProfile(each.kwargs["profile"], Session().available_profiles)
            case NoRegionError() | NoCredentialsError() | PartialCredentialsError():
                return NoAccess("there is no AWS region" if isinstance(each, NoRegionError) else "there are no AWS credentials")
            case ClientError() if each.response["Error"]["Code"] in _NO_ACCESS:
                return NoAccess(str(each).rstrip("."))
            case ClientError() if isinstance(error, StoreUnavailable) and _is_missing(each):
                return UnknownTable(error.table)
    return error


def message(error: Exception) -> str:
    """What went wrong, with AWS's own message where AWS is the cause."""
    return f"{error} ({error.__cause__})" if isinstance(error.__cause__, BotoCoreError | ClientError) else str(error)


def _is_missing(error: ClientError) -> bool:
    return bool(error.response["Error"]["Code"] == "ResourceNotFoundException")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__
