"""A name of one's own: whether its certificate needs a stack of its own, and the records that make it lead to the feeds."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import urllib3

from byline_tools.local.stack import TEMPLATE

CERTIFICATE_TEMPLATE = TEMPLATE.parent / "infra" / "certificate.yaml"
CLOUDFRONT_REGION = "us-east-1"
"""The region of certificates for CloudFront: https://docs.aws.amazon.com/acm/latest/userguide/acm-regions.html"""

SECONDS_BETWEEN_TRIES = 10.0


@dataclass(frozen=True, slots=True)
class Record:
    """A CNAME record of DNS that somebody has to set: `name` leads to `target`."""

    name: str
    target: str

    def __str__(self) -> str:
        return f"{self.name.rstrip('.')}.  CNAME  {self.target.rstrip('.')}."


def needs_certificate_stack(parameters: Mapping[str, str]) -> bool:
    """Whether the certificate is made before the stack: for CloudFront, or because others than Route 53 must validate it."""
    made = bool(parameters["DomainName"]) and not parameters["CertificateArn"]
    return made and (parameters["WithCdn"] == "true" or not parameters["HostedZoneId"])


def certificate_region(parameters: Mapping[str, str], region: str) -> str:
    """The region in which the certificate must be, for a stack in `region`."""
    return CLOUDFRONT_REGION if parameters["WithCdn"] == "true" else region


def validation_record(acm: Any, host: str) -> Record | None:
    """The record that a certificate for `host` waits for; None if there is none, or as long as ACM has not made the record."""
    for page in acm.get_paginator("list_certificates").paginate(CertificateStatuses=["PENDING_VALIDATION"]):
        for each in (found for found in page["CertificateSummaryList"] if found["DomainName"] == host):
            described = acm.describe_certificate(CertificateArn=each["CertificateArn"])["Certificate"]
            for option in described.get("DomainValidationOptions", ()):
                if "ResourceRecord" in option:
                    return Record(option["ResourceRecord"]["Name"], option["ResourceRecord"]["Value"])
    return None


def record_to_set(parameters: Mapping[str, str], outputs: Mapping[str, str]) -> Record | None:
    """The record that leads the name to the feeds; None if the stack sets it, or if something else answers at FeedsUrl."""
    target = outputs.get("NameTarget") or outputs.get("CdnDomain")
    needed = parameters["DomainName"] and not parameters["HostedZoneId"] and target
    return Record(parameters["DomainName"], str(target)) if needed else None


def answers(address: str) -> bool:
    """Whether anything answers at `address`, with a valid certificate."""
    try:
        urllib3.request("HEAD", address, timeout=10, retries=False, redirect=False)
    except urllib3.exceptions.HTTPError:
        return False
    return True


def wait_for(address: str, seconds: float, sleep: Callable[[float], None] = time.sleep) -> bool:
    """Wait until something answers at `address`, for at most `seconds`. Whether it does."""
    for _ in range(int(seconds / SECONDS_BETWEEN_TRIES)):
        if answers(address):
            return True
        sleep(SECONDS_BETWEEN_TRIES)
    return answers(address)


def certificate_template() -> Mapping[str, str]:
    """The argument of CloudFormation that has the template of the certificate's stack."""
    return {"TemplateBody": CERTIFICATE_TEMPLATE.read_text(encoding="utf-8")}
