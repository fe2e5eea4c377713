"""The settings of one stack, as newsroom.toml has them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one stack. `parameters` has every parameter of the template; region and profile may be AWS's default."""

    stack: str
    region: str | None
    profile: str | None
    parameters: Mapping[str, str]
