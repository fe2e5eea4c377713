"""Makes zip and gzip files in memory."""

import gzip
import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A zip file with these members."""
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return content.getvalue()


def gzipped(text: str | bytes) -> bytes:
    return gzip.compress(text.encode() if isinstance(text, str) else text)
