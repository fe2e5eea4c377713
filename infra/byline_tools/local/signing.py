"""AWS signatures, version 4, of requests to the desk's API: clients sign, and the local server checks in place of IAM.

https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote, urlencode

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from byline_tools.local.api_gateway import HttpRequest

SERVICE = "execute-api"
BODY_HASH = "x-amz-content-sha256"
"""The header in which some clients send the hash of the body. The signature then covers this hash."""

_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/\d{8}/(?P<region>[^/]+)/execute-api/aws4_request,\s*"
    r"SignedHeaders=(?P<headers>[^,]+),\s*Signature=(?P<signature>[0-9a-f]{64})"
)


def signed(
    method: str, url: str, headers: Mapping[str, str], body: bytes, credentials: Credentials, region: str
) -> dict[str, str]:
    """`headers` and the headers of the signature."""
    request = AWSRequest(method, url, dict(headers), body)
    SigV4Auth(credentials, SERVICE, region).add_auth(request)
    return dict(request.headers.items())


def is_signed(request: HttpRequest, credentials: Credentials) -> bool:
    """Whether the request is signed with `credentials`. The time of the signature is not checked."""
    headers = {name.lower(): value for name, value in request.headers}
    found = _AUTHORIZATION.fullmatch(headers.get("authorization", ""))
    if not found or found["key"] != credentials.access_key or not headers.keys() >= {"x-amz-date", "host"}:
        return False
    if BODY_HASH in headers and headers[BODY_HASH] != hashlib.sha256(request.body).hexdigest():
        return False
    path, _, query = request.target.partition("?")
    url = f"http://{headers['host']}{path}?{_canonical(query)}"
    wanted = {name: headers.get(name, "") for name in found["headers"].split(";") if name != "host"}
    copy = AWSRequest(request.method, url, wanted, request.body, params=None)
    copy.context["timestamp"] = headers["x-amz-date"]
    auth = SigV4Auth(credentials, SERVICE, found["region"])
    signature = auth.signature(auth.string_to_sign(copy, auth.canonical_request(copy)), copy)
    return hmac.compare_digest(signature, found["signature"])


def _canonical(query: str) -> str:
    """The query as AWS signs it: spaces as %20, escapes in capitals. Some clients sign a query as it is written."""
    return urlencode(parse_qsl(query, keep_blank_values=True), quote_via=quote)
