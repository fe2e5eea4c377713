"""Why a stack of CloudFormation is not as it should be."""

from byline.errors import BylineError


class CannotChange(BylineError):
    """The stack `name` cannot be changed now because of `reason`."""

    def __init__(self, name: str, reason: str) -> None:
        self.name, self.reason = name, reason
        super().__init__(f"stack {name} cannot be changed: {reason}")


class ChangeFailed(BylineError):
    """A change of the stack `name` ended in `status`. `reasons` has what CloudFormation said of single resources."""

    def __init__(self, name: str, status: str, reasons: tuple[str, ...]) -> None:
        self.name, self.status, self.reasons = name, status, reasons
        super().__init__("\n  ".join((f"stack {name} is {status}; CloudFormation says:", *reasons)))
