"""byline_tools.build.artefact: a client of trimmed botocore sends the same requests."""

import gzip
import json
import re
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore
import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from botocore.config import Config
from botocore.loaders import Loader
from botocore.session import Session

from byline_tools.build import artefact
from byline_tools.local.stack import TEMPLATE

FUNCTIONS = TEMPLATE.parent / "functions"
INSTALLED = Path(botocore.__file__).parent / "data"
ITEM = b'{"Item":{"pk":{"S":"a"},"number":{"N":"3"}}}'
REGIONS = ["eu-west-1", "us-east-1", "cn-north-1", "us-gov-west-1", "us-iso-east-1", "eusc-de-east-1", "eu-not-yet-1"]


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def trimmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The relevant part of the installed botocore's data, trimmed."""
    data = tmp_path_factory.mktemp("build") / "botocore" / "data"
    for service in (*artefact.SERVICES, "sqs"):
        shutil.copytree(INSTALLED / service, data / service)
    for file in INSTALLED.glob("*.json"):
        shutil.copy(file, data)
    artefact.trim_botocore(data.parent.parent)
    return data


def test_botocore_keeps_the_services_that_are_called_and_its_own_settings(trimmed: Path) -> None:
    model = "dynamodb/2012-08-10/"
    assert files(trimmed) >= {"endpoints.json", "partitions.json", "sdk-default-configuration.json", "_retry.json"}
    assert files(trimmed) >= {f"{model}service-2.json", f"{model}endpoint-rule-set-1.json"}
    assert [name for name in files(trimmed) if "sqs" in name or "examples" in name or name.endswith(".gz")] == []
    partitions = json.loads((trimmed / "endpoints.json").read_bytes())["partitions"]
    assert {name for partition in partitions for name in partition["services"]} == set(artefact.SERVICES)


def test_each_service_keeps_the_version_that_a_client_uses(trimmed: Path) -> None:
    versions = {service: [path.name for path in trimmed.glob(f"{service}/*/")] for service in artefact.SERVICES}
    assert versions == {service: [Loader().determine_latest_version(service, "service-2")] for service in artefact.SERVICES}


def test_a_client_of_every_service_that_is_called_can_be_made(trimmed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Loader, "BUILTIN_DATA_PATH", str(trimmed))
    endpoints = {service: Session().create_client(service, "eu-west-1").meta.endpoint_url for service in artefact.SERVICES}
    assert endpoints == {
        "cloudfront": "https://cloudfront.amazonaws.com",
        "dynamodb": "https://dynamodb.eu-west-1.amazonaws.com",
    }
    called = {name for file in FUNCTIONS.rglob("*.py") for name in re.findall(r'client\(\s*"(\w+)"', file.read_text("utf-8"))}
    assert called == set(artefact.SERVICES)


def test_a_model_loses_its_documentation_and_nothing_else(trimmed: Path) -> None:
    name = "dynamodb/2012-08-10/service-2.json"
    original = json.loads(gzip.decompress((INSTALLED / f"{name}.gz").read_bytes()))
    stored = json.loads((trimmed / name).read_bytes())
    assert stored["operations"].keys() == original["operations"].keys()
    assert stored["shapes"].keys() == original["shapes"].keys()
    assert (trimmed / name).stat().st_size < len(json.dumps(original)) / 3


def test_a_member_called_documentation_stays() -> None:
    members = {"documentation": {"shape": "Text", "documentation": "What it says."}}
    assert artefact.without_documentation([members]) == [{"documentation": {"shape": "Text"}}]


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize(
    "variant", [{}, {"use_fips_endpoint": True}, {"use_dualstack_endpoint": True}], ids=["plain", "fips", "dualstack"]
)
def test_a_client_of_trimmed_botocore_sends_the_same_requests(
    trimmed: Path, region: str, variant: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCOUNT_ID", "123456789012")  # Lambda's own credentials set it
    untrimmed = sent(region, variant)
    monkeypatch.setattr(Loader, "BUILTIN_DATA_PATH", str(trimmed))
    assert sent(region, variant) == untrimmed
    assert region in untrimmed[0]


def sent(region: str, variant: dict[str, bool]) -> tuple[str, bytes, str]:
    """Return the address, body and operation of a GetItem, which is not sent."""
    requests: list[Any] = []
    headers = HTTPHeaders()
    headers["x-amz-crc32"] = str(zlib.crc32(ITEM))

    def answer(request: Any, **_: Any) -> AWSResponse:
        requests.append(request)
        return AWSResponse(request.url, 200, headers, Response())

    client: Any = Session().create_client("dynamodb", region, config=Config(**variant))  # type: ignore[arg-type]
    client.meta.events.register("before-send.dynamodb.GetItem", answer)
    found = client.get_item(TableName="byline", Key={"pk": {"S": "a"}, "sk": {"S": "b"}}, ConsistentRead=True)
    assert found["Item"] == {"pk": {"S": "a"}, "number": {"N": "3"}}
    (request,) = requests
    return request.url, request.body, request.headers["X-Amz-Target"]


class Response:
    """A connection's response: the bytes of an item."""

    def stream(self) -> Iterator[bytes]:
        yield ITEM
