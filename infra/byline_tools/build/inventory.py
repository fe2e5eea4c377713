"""What is shipped, under which terms: an inventory (SBOM) of a function's dependencies in CycloneDX 1.6. `make build` writes it.

Names, versions and terms are what the packages in the artefact say of themselves, the hashes those that pip was held to. The
same artefact gives the same bytes: no date, and a serial number made of what is in it.
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
"""What decides in Lambda whether a package wants another one (PEP 508)."""

LICENCES = LicenseFactory()


@dataclass(frozen=True, slots=True)
class Pin:
    """What functions/requirements.txt says of a package: `hashes` are the SHA-256 of all its files, of which pip took one."""

    version: str
    hashes: tuple[str, ...]


def pins(text: str) -> dict[str, Pin]:
    """By canonical name, from a requirements file with hashes."""
    found = re.findall(r"^([\w.-]+)==([^\s;]+)((?:.*\\\n)*.*)", text, re.MULTILINE)
    return {canonicalize_name(name): Pin(exact, tuple(re.findall(r"sha256:([0-9a-f]{64})", rest))) for name, exact, rest in found}


def distributions(folder: Path) -> dict[str, Distribution]:
    """The packages in the artefact `folder`, by canonical name."""
    found = [PathDistribution(path) for path in sorted(folder.glob("*.dist-info"))]
    return {canonicalize_name(distribution.name): distribution for distribution in found}


def inventory(packages: Mapping[str, Distribution], pinned: Mapping[str, Pin]) -> str:
    """CycloneDX JSON of `packages`; raises ClickException where they are not what is `pinned`."""
    _compare({name: package.version for name, package in packages.items()}, {name: pin.version for name, pin in pinned.items()})
    components = {name: _component(package, pinned[name]) for name, package in packages.items()}
    byline = Component(name="byline", version=version("byline"), type=ComponentType.APPLICATION, bom_ref="byline")
    contents = " ".join(str(component.purl) for component in components.values())
    serial_number = uuid.uuid5(uuid.NAMESPACE_URL, f"{byline.version} {contents}")
    bom = Bom(metadata=BomMetaData(component=byline), components=components.values(), serial_number=serial_number)
    bom.metadata.timestamp = None  # type: ignore[assignment] # cyclonedx would take the time of day
    bom.register_dependency(byline, components.values())
    for name, package in packages.items():
        bom.register_dependency(components[name], [components[needed] for needed in _needs(package) if needed in components])
    return f"{JsonV1Dot6(bom).output_as_string(indent=2)}\n"


def _compare(shipped: Mapping[str, str], pinned: Mapping[str, str]) -> None:
    if wrong := sorted(shipped.items() ^ pinned.items()):
        raise click.ClickException("what is shipped is not what is pinned: " + ", ".join(f"{name} {own}" for name, own in wrong))


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
        description=package.metadata.get("Summary"),
        licenses=_terms(package),
        external_references=[files],
    )


def _terms(package: Distribution) -> list[License]:
    """An SPDX expression or id where there is one; else the names that the package gives its licences."""
    stated = package.metadata.get("License-Expression") or package.metadata.get("License")
    licence = LICENCES.make_from_string(stated) if stated else None
    if licence and not (isinstance(licence, DisjunctiveLicense) and licence.name):
        return [licence]
    classified = [name for name in package.metadata.get_all("Classifier", []) if name.startswith("License ::")]
    named = [LICENCES.make_with_name(name.rpartition(" :: ")[2]) for name in classified]
    return list(named) or ([licence] if licence else [])


def _needs(package: Distribution) -> Iterator[str]:
    """Names of what the package wants in Lambda, without extras."""
    for requirement in map(Requirement, package.requires or []):
        if requirement.marker is None or requirement.marker.evaluate(LAMBDA):
            yield canonicalize_name(requirement.name)


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(folders: tuple[Path, ...]) -> None:
    """Write the inventory of each of FOLDERS, functions that `sam build` built, beside it as FOLDER.cdx.json."""
    pinned = pins(REQUIREMENTS.read_text(encoding="utf-8"))
    for folder in folders:
        packages = distributions(folder)
        path = folder.with_name(f"{folder.name}.cdx.json")
        path.write_text(inventory(packages, pinned), encoding="utf-8")
        click.echo(f"{len(packages)} packages and their licences: {path}")


if __name__ == "__main__":
    main()
