"""The agreements between the local server and its clients."""

import os
from contextlib import suppress

import pytest

from byline_tools.local.machine import CREDENTIALS, SIGNER, environment_with
from byline_tools.local.signing import signed


def test_the_signer_is_whoever_has_the_credentials_of_the_local_environment() -> None:
    assert (SIGNER.access_key, SIGNER.secret_key) == (CREDENTIALS["AWS_ACCESS_KEY_ID"], CREDENTIALS["AWS_SECRET_ACCESS_KEY"])
    assert "Credential=local/" in signed("GET", "http://localhost/", {}, b"", SIGNER, "eu-west-1")["Authorization"]


def test_the_environment_comes_back_as_it_was_whatever_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYLINE_KEPT", "before")
    before = dict(os.environ)
    with suppress(ZeroDivisionError), environment_with({"BYLINE_KEPT": "within", "BYLINE_NEW": "1"}):
        assert (os.environ["BYLINE_KEPT"], os.environ["BYLINE_NEW"]) == ("within", "1")
        raise ZeroDivisionError
    assert dict(os.environ) == before
