"""template.yaml as CloudFormation gets it, translated by SAM's own translator, for linters: `make template` writes it."""

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
    """Byline's functions name none of AWS's policies, which the translator would look up in an account."""

    def load(self) -> dict[str, str]:
        """No policy."""
        return {}


def translated(parameters: Mapping[str, str], template: Path = TEMPLATE) -> dict[str, Any]:
    """CloudFormation of `template`, without the code, which linters do not need. AWS_DEFAULT_REGION has to be set to any."""
    source = yaml_parse(template.read_text(encoding="utf-8"))
    source["Globals"]["Function"]["CodeUri"] = "s3://bucket/key"
    result: dict[str, Any] = transform(source, dict(parameters), NoManagedPolicies())
    return result


@click.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def main(path: Path) -> None:
    """Write template.yaml to PATH as CloudFormation in JSON, which finds nested templates from where it is."""
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    result = translated({**sample.PARAMETERS, "GradualDeployment": "true"})
    for resource in result["Resources"].values():
        if resource["Type"] == "AWS::CloudFormation::Stack":
            nested = TEMPLATE.parent / resource["Properties"]["TemplateURL"]
            resource["Properties"]["TemplateURL"] = os.path.relpath(nested, path.parent)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
