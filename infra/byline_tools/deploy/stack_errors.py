"""Why a stack of CloudFormation is not as it should be."""

from byline.errors import BylineError


class CannotChange(BylineError):
    """The stack `name` cannot be changed now because of `reason`."""

    def __init__(self, name: str, reason: str) -> None:
        self.name, self.reason = name, reason
        super().__init__(f"stack {name} cannot be changed: {reason}")


class ChangeFailed(BylineError):
    """A change of the stack `name` ended in `status`. `reasons` has what CloudFormation said of single resources.

    `advice` is what to do before the stack can be changed again, None if it can be.
    """

    def __init__(self, name: str, status: str, reasons: tuple[str, ...], advice: str | None) -> None:
        self.name, self.status, self.reasons, self.advice = name, status, reasons, advice
        said = "\n  ".join((f"stack {name} is {status}; CloudFormation says:", *reasons))
        super().__init__(f"{said}\nIt cannot be changed now: {advice}" if advice else said)
