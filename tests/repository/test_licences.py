"""The terms of every shipped package allow shipping it with Byline, which is under the MIT licence."""

import json
from importlib.metadata import distribution
from typing import Any

import pytest

from byline_tools.build.inventory import REQUIREMENTS, inventory, pins

ALLOWED = {
    "MIT": "the same terms as Byline's own",
    "BSD-3-Clause": "asks that the licence goes with the package; the artefact keeps it",
    "Apache-2.0": "asks that licence and notice go with the package; the artefact keeps both",
    "PSF-2.0": "asks that the licence goes with the package; the artefact keeps it",
}
"""The SPDX ids of licences that a package may be under, and the reason."""

READ_BY_HAND = {
    "feedgen": (
        ["BSD License", "GNU Lesser General Public License v3 or later (LGPLv3+)"],
        "its users choose one (its README says so), and Byline takes the BSD licence (BSD-2-Clause)",
    ),
    "lxml": (
        ["BSD-3-Clause"],
        "its binary contains libxml2, libxslt (MIT), zlib and libiconv, which LGPL 2.1, section 6, lets be part of it under MIT",
    ),
    "nh3": (
        ["MIT"],
        "its binary contains cssparser and dtoa-short, which MPL 2.0, section 3.3, lets be part of it under MIT",
    ),
    "python-dateutil": (
        ["Apache Software License", "BSD License"],
        "Apache-2.0 for contributions since December 2017 and BSD-3-Clause for those before, as its LICENSE says",
    ),
    "s3transfer": (["Apache Software License"], "Apache-2.0, as its LICENSE.txt says"),
}
"""Packages whose SPDX id is missing or incomplete: their stated licences, and the terms in their licence files."""


def shipped() -> list[dict[str, Any]]:
    """The components of the inventory (SBOM) of the packages pinned for the functions."""
    pinned = pins(REQUIREMENTS.read_text(encoding="utf-8"))
    components: list[dict[str, Any]] = json.loads(inventory({name: distribution(name) for name in pinned}, pinned))["components"]
    return components


def stated(component: dict[str, Any]) -> list[str]:
    terms = [{**part, **part.get("license", {})} for part in component.get("licenses", [])]
    return sorted(part.get("expression") or part.get("id") or part["name"] for part in terms)


def not_allowed(components: list[dict[str, Any]]) -> list[tuple[str, list[str]]]:
    """Name and stated terms of each component whose terms are not on the list."""
    terms = {component["name"]: stated(component) for component in components}
    read = {name: found for name, (found, _) in READ_BY_HAND.items()}
    return [
        (name, found) for name, found in terms.items() if read.get(name) != found and not (found and {*found} <= ALLOWED.keys())
    ]


def test_every_shipped_package_is_under_terms_that_are_allowed() -> None:
    assert not_allowed(shipped()) == []


@pytest.mark.parametrize(
    ("name", "licences", "terms"),
    [
        ("new", [{"license": {"id": "GPL-3.0-only"}}], ["GPL-3.0-only"]),
        ("new", [{"license": {"name": "Terms of our own"}}], ["Terms of our own"]),
        ("new", [{"expression": "MIT AND GPL-3.0-only"}], ["MIT AND GPL-3.0-only"]),
        ("new", [{"license": {"id": "MIT"}}, {"license": {"id": "GPL-3.0-only"}}], ["GPL-3.0-only", "MIT"]),
        ("new", [], []),
        ("feedgen", [{"license": {"id": "AGPL-3.0-only"}}], ["AGPL-3.0-only"]),
    ],
)
def test_other_terms_are_found(name: str, licences: list[Any], terms: list[str]) -> None:
    assert not_allowed([{"name": name, "licenses": licences}, {"name": "good", "licenses": [{"license": {"id": "MIT"}}]}]) == [
        (name, terms)
    ]


def test_nothing_is_allowed_that_no_package_needs() -> None:
    found = {component["name"]: stated(component) for component in shipped()}
    assert found.keys() >= READ_BY_HAND.keys()
    assert {term for name, terms in found.items() if name not in READ_BY_HAND for term in terms} == ALLOWED.keys()
