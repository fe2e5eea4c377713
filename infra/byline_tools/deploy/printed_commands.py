"""The account and the region of a stack, in commands that people copy."""

from shlex import quote


def aws_options(profile: str | None, region: str | None) -> str:
    """What follows the arguments of `aws`, with a space before it. As options, since its version 1 does not read AWS_REGION."""
    return "".join(f" --{name} {quote(value)}" for name, value in (("profile", profile), ("region", region)) if value)


def aws_variables(profile: str | None, region: str | None) -> str:
    """What precedes `byline`, with a space after it."""
    return "".join(f"{name}={quote(value)} " for name, value in (("AWS_PROFILE", profile), ("AWS_REGION", region)) if value)
