"""The imports between wings: arrows, levels, arrows against the declared order, and circles."""

import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from byline_tools.build.source_files import SourceFile

Arrow = tuple[str, str]
"""The wing that imports, and the wing that it imports from."""

Arrows = Mapping[Arrow, int]
"""The number of imports of one module by another behind each arrow."""


def arrows_between(files: Collection[SourceFile]) -> Counter[Arrow]:
    """The arrows between the wings of `files`; imports within a wing and of other packages are not counted."""
    wings = {file.module: file.wing for file in files}
    imports = {(file, module) for file in files for name in file.imported_names if (module := _module(wings, name))}
    pairs = ((file.wing, wings[module]) for file, module in imports)
    return Counter((importer, imported) for importer, imported in pairs if importer != imported)


def _module(modules: Collection[str], name: str) -> str | None:
    """The module that the import of `name` loads: `name` itself, or the module of which it is a member."""
    return next((module for module in (name, name.rpartition(".")[0]) if module in modules), None)


def circle_in(arrows: Arrows) -> list[str]:
    """Wings that import each other in a circle, in that order, the first also at the end; empty if there is no circle."""
    try:
        TopologicalSorter(_imported(arrows)).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def levels(wings: Iterable[str], arrows: Arrows) -> dict[str, int]:
    """The level of each wing: 0 if it imports no other wing, else one more than the highest level that it imports from.

    Raises graphlib.CycleError if wings import each other in a circle.
    """
    found = dict.fromkeys(wings, 0)
    imported = _imported(arrows)
    for wing in TopologicalSorter(imported).static_order():
        found[wing] = max((found[below] + 1 for below in imported.get(wing, ())), default=0)
    return found


def _imported(arrows: Arrows) -> dict[str, set[str]]:
    return {importer: {imported for each, imported in arrows if each == importer} for importer, _ in arrows}


def declared_order(pyproject: str) -> dict[str, int]:
    """The position of each wing in the import contracts of type `layers` in a pyproject.toml, 0 at the top."""
    contracts = tomllib.loads(pyproject)["tool"]["importlinter"]["contracts"]
    layers = [contract for contract in contracts if contract["type"] == "layers"]
    rows = [[f"{prefix}{wing.strip()}" for wing in row.split("|")] for contract in layers for prefix, row in _rows(contract)]
    return {wing: position for position, row in enumerate(rows) for wing in row}


def _rows(contract: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    prefixes = [f"{container}." for container in contract.get("containers", [])] or [""]
    yield from ((prefix, row) for prefix in prefixes for row in contract["layers"])


def back_up(arrows: Arrows, order: Mapping[str, int]) -> list[Arrow]:
    """The arrows to a wing above the importing one in the declared order, or to one that it declares independent.

    A wing that is not in the order has the position of its package. If that has none either, its arrows are left out.
    """

    def runs_up(importer: str, imported: str) -> bool:
        above, below = (order.get(wing, order.get(wing.partition(".")[0])) for wing in (importer, imported))
        if above is None or below is None:
            return False
        return below < above or (below == above and {importer, imported} <= order.keys())

    return sorted(arrow for arrow in arrows if runs_up(*arrow))
