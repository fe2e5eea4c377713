"""template.yaml as CloudFormation gets it, translated by SAM's own translator. `make template` writes it for the linters."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

from byline_tools.local import sample
from byline_tools.local.stack import TEMPLATE


class NoManagedPolicies:
    """Replaces AWS's managed policies, which the translator looks up in an account. Byline's functions use none."""

    def load(self) -> dict[str, str]:
        """Return no policies."""
        return {}


def translated(parameters: Mapping[str, str], template: Path = TEMPLATE) -> dict[str, Any]:
    """Return `template` as CloudFormation, with a placeholder for the code. AWS_DEFAULT_REGION must be set, to any region."""
    source = yaml_parse(template.read_text(encoding="utf-8"))
    source["Globals"]["Function"]["CodeUri"] = "s3://bucket/key"
    result: dict[str, Any] = transform(source, dict(parameters), NoManagedPolicies())
    return result


def translated_for(folder: Path) -> dict[str, Any]:
    """Return template.yaml as CloudFormation, with paths of nested templates relative to `folder`, for any parameters."""
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    return moved(translated({**sample.PARAMETERS, "GradualDeployment": "true"}), TEMPLATE.parent, folder)


def moved(template: dict[str, Any], former: Path, folder: Path) -> dict[str, Any]:
    """Return `template` from the folder `former`, with paths of nested templates relative to `folder`."""
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::CloudFormation::Stack":
            nested = former / resource["Properties"]["TemplateURL"]
            resource["Properties"]["TemplateURL"] = os.path.relpath(nested, folder)
    return template


@click.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def main(path: Path) -> None:
    """Write template.yaml to PATH as CloudFormation in JSON, with paths of nested templates relative to PATH."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(translated_for(path.parent), indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
