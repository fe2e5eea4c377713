"""The same state gives the same bytes as the golden file, in any process, time zone, locale and order of keys."""

import hashlib
from dataclasses import replace

import pytest

from byline.formats.registry import FORMATS, Format
from tests.golden import GOLDEN, golden_file
from tests.support.newsrooms import FEEDS
from tests.support.python import run_python

PRINT_DIGEST = """
import hashlib, locale
locale.setlocale(locale.LC_ALL, "")
from byline.formats.registry import FORMATS
from tests.support.newsrooms import FEEDS
from tests.support.python import run_python
documents = [format_.write(feed) for feed in FEEDS.values() for format_ in FORMATS]
print(hashlib.sha256(b"".join(documents)).hexdigest())
"""


RELEASED = {
    ("rss", 2): "78bb06fd832eb4d85ec4b904687a60bf9b536dbfc53849b872d89dcc6204c042",
    ("atom", 2): "be57d4706763239ca2f1c94c2da9967b45d89bded15fb9fc9c283cc78ec365cf",
    ("rss", 3): "78bb06fd832eb4d85ec4b904687a60bf9b536dbfc53849b872d89dcc6204c042",
    ("json", 2): "3a643910ae3e24150bc4d4c8d684432da47548c7195e320c70da8f955b38354a",
}
"""Digests of the golden files of each released version of a format. Add a line at a release; never change one."""


@pytest.mark.parametrize(("name", "version"), RELEASED)
def test_the_documents_of_a_released_version_never_change(name: str, version: int) -> None:
    """Readers and stored documents recognise a document by its version: a format that writes other bytes needs a new one."""
    files = (GOLDEN / str(version)).glob(f"*.{name}")
    contents = sorted(file.name.encode() + file.read_bytes() for file in files)
    assert hashlib.sha256(b"".join(contents)).hexdigest() == RELEASED[name, version]


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
@pytest.mark.parametrize("name", FEEDS)
def test_a_document_is_as_in_its_golden_file(name: str, format_: Format) -> None:
    golden = golden_file(name, format_).read_bytes()
    assert format_.write(FEEDS[name]).decode() == golden.decode(), "see tests/golden/__init__.py"


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4242", "LANG": "tr_TR.UTF-8"},
    ],
    ids=["far-east", "far-west"],
)
def test_bytes_depend_neither_on_the_process_nor_on_time_zone_locale_or_hashes(environment: dict[str, str]) -> None:
    process = run_python(PRINT_DIGEST, environment, ".", "functions")
    here = b"".join(format_.write(feed) for feed in FEEDS.values() for format_ in FORMATS)
    assert (process.stdout.strip(), process.stderr) == (hashlib.sha256(here).hexdigest(), "")


def test_the_order_in_which_profiles_were_read_does_not_matter() -> None:
    feed = FEEDS["site"]
    reordered = replace(feed, profiles=dict(reversed(list(feed.profiles.items()))))
    for format_ in FORMATS:
        assert format_.write(reordered) == format_.write(feed)
