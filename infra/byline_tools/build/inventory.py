"""An inventory (SBOM) of a function's dependencies and their licences in CycloneDX 1.6. `make build` writes it.

Names, versions and licences come from the metadata of the packages in the artefact, hashes from functions/requirements.txt. The
same artefact gives the same bytes: there is no date, and the serial number depends on the content only.
"""

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, PathDistribution, version
from pathlib import Path

import click
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import DisjunctiveLicense, License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from byline_tools.build.artefact import LAMBDA_PYTHON

REQUIREMENTS = Path(__file__).parents[3] / "functions" / "requirements.txt"
PYTHON = ".".join(map(str, LAMBDA_PYTHON))
LAMBDA = {"python_version": PYTHON, "python_full_version": f"{PYTHON}.0", "sys_platform": "linux", "platform_system": "Linux"}
"""The environment markers of Lambda (PEP 508), which determine whether a dependency applies."""

LICENCES = LicenseFactory()


@dataclass(frozen=True, slots=True)
class Pin:
    """A package in functions/requirements.txt. `hashes` are the SHA-256 of all its files, of which pip installs one."""

    version: str
    hashes: tuple[str, ...]


def pins(text: str) -> dict[str, Pin]:
    """Return the pins in a requirements file with hashes, by canonical name."""
    found = re.findall(r"^([\w.-]+)==([^\s;]+)((?:.*\\\n)*.*)", text, re.MULTILINE)
    return {canonicalize_name(name): Pin(exact, tuple(re.findall(r"sha256:([0-9a-f]{64})", rest))) for name, exact, rest in found}


def distributions(folder: Path) -> dict[str, Distribution]:
    """Return the packages in the artefact `folder`, by canonical name."""
    found = [PathDistribution(path) for path in sorted(folder.glob("*.dist-info"))]
    return {canonicalize_name(distribution.name): distribution for distribution in found}


def inventory(packages: Mapping[str, Distribution], pinned: Mapping[str, Pin]) -> str:
    """Return CycloneDX JSON of `packages`. Raises ClickException if their versions differ from those in `pinned`."""
    _compare({name: package.version for name, package in packages.items()}, {name: pin.version for name, pin in pinned.items()})
    components = {name: _component(package, pinned[name]) for name, package in packages.items()}
    byline = Component(name="byline", version=version("byline"), type=ComponentType.APPLICATION, bom_ref="byline")
    contents = " ".join(str(component.purl) for component in components.values())
    serial_number = uuid.uuid5(uuid.NAMESPACE_URL, f"{byline.version} {contents}")
    bom = Bom(metadata=BomMetaData(component=byline), components=components.values(), serial_number=serial_number)
    bom.metadata.timestamp = None  # type: ignore[assignment] # cyclonedx sets the current time
    bom.register_dependency(byline, components.values())
    for name, package in packages.items():
        bom.register_dependency(components[name], [components[needed] for needed in _needs(package) if needed in components])
    return f"{JsonV1Dot6(bom).output_as_string(indent=2)}\n"


def _compare(shipped: Mapping[str, str], pinned: Mapping[str, str]) -> None:
    if wrong := sorted(shipped.items() ^ pinned.items()):
        raise click.ClickException(
            "the shipped packages are not the pinned ones: " + ", ".join(f"{name} {own}" for name, own in wrong)
        )


def _component(package: Distribution, pin: Pin) -> Component:
    purl = PackageURL("pypi", name=canonicalize_name(package.name), version=package.version)
    files = ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(str(purl)),
        comment="one of the files with these hashes",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in pin.hashes],
    )
    return Component(
        name=package.name,
        version=package.version,
        type=ComponentType.LIBRARY,
        bom_ref=str(purl),
        purl=purl,
        description=_stated(package, "Summary"),
        licenses=_licences(package),
        external_references=[files],
    )


def _stated(package: Distribution, field: str) -> str | None:
    """Return the first value of a metadata field, or None."""
    return next(iter(package.metadata.get_all(field) or []), None)


def _licences(package: Distribution) -> list[License]:
    """Return the package's SPDX expression or id if it has one, otherwise the names of the licences in its metadata."""
    stated = _stated(package, "License-Expression") or _stated(package, "License")
    licence = LICENCES.make_from_string(stated) if stated else None
    if licence and not (isinstance(licence, DisjunctiveLicense) and licence.name):
        return [licence]
    classified = [name for name in package.metadata.get_all("Classifier", []) if name.startswith("License ::")]
    named = [LICENCES.make_with_name(name.rpartition(" :: ")[2]) for name in classified]
    return list(named) or ([licence] if licence else [])


def _needs(package: Distribution) -> Iterator[str]:
    """Yield the names of packages that `package` needs in Lambda, without extras."""
    for requirement in map(Requirement, package.requires or []):
        if requirement.marker is None or requirement.marker.evaluate(LAMBDA):
            yield canonicalize_name(requirement.name)


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(folders: tuple[Path, ...]) -> None:
    """Write the inventory of each of FOLDERS (functions built by `sam build`) beside it, as FOLDER.cdx.json."""
    pinned = pins(REQUIREMENTS.read_text(encoding="utf-8"))
    for folder in folders:
        packages = distributions(folder)
        path = folder.with_name(f"{folder.name}.cdx.json")
        path.write_text(inventory(packages, pinned), encoding="utf-8")
        click.echo(f"{len(packages)} packages and their licences: {path}")


if __name__ == "__main__":
    main()
