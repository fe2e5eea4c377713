"""Uploads what `make build` has built, so that CloudFormation can fetch it."""

import os
import re
import subprocess
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from byline.errors import BylineError


class NotBuilt(BylineError):
    """There is no built template in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"there is no {folder}/template.yaml: run `make deploy`, which builds it")


class NotUploaded(BylineError):
    """SAM CLI could not upload the code; it has written `output`."""

    def __init__(self, output: str) -> None:
        self.output = output
        super().__init__(f"the code could not be uploaded; sam package says:\n{output.strip()}")


def upload(built: Path, sam: str, session: Any) -> Mapping[str, str]:
    """Upload code and nested templates to SAM's own bucket, which `sam` creates if there is none; `session` is boto3's.

    Returns the argument of CloudFormation that names the template. The template is uploaded, too: its size may exceed what a
    request can carry. Raises NotBuilt or NotUploaded.
    """
    template = built / "template.yaml"
    if not template.exists():
        raise NotBuilt(built)
    packaged = built / "packaged.yaml"
    command = [sam, "package", "--resolve-s3", "--template-file", str(template), "--output-template-file", str(packaged)]
    environment = {**os.environ, **_as_variables(session), "SAM_CLI_TELEMETRY": "0"}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - SAM CLI
    if run.returncode:
        raise NotUploaded(run.stderr or run.stdout)
    body = packaged.read_bytes()
    found = re.search(rb"s3://([^/\s]+)/", body)
    if not found:
        raise NotUploaded(f"{packaged} names no bucket")
    bucket, key = found[1].decode(), f"byline/{sha256(body).hexdigest()}.yaml"
    s3 = session.client("s3")
    s3.put_object(Bucket=bucket, Key=key, Body=body)
    return {"TemplateURL": s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": key}).partition("?")[0]}


def _as_variables(session: Any) -> dict[str, str]:
    """The region and the profile of a session, for another process: SAM CLI reads its bucket's stack without --profile."""
    region = {"AWS_REGION": session.region_name, "AWS_DEFAULT_REGION": session.region_name}
    return {**region, **({"AWS_PROFILE": session.profile_name} if session.profile_name in session.available_profiles else {})}
