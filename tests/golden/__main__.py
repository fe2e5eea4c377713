"""Rewrites the golden files of this version."""

from byline.formats.registry import FORMATS
from tests.golden import golden_file
from tests.support.newsrooms import FEEDS

for name, feed in FEEDS.items():
    for format_ in FORMATS:
        file = golden_file(name, format_)
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(format_.write(feed))
