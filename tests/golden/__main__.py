"""Write the golden files of this version anew."""

from byline.formats import FORMATS
from tests.golden import FOLDER
from tests.newsrooms import FEEDS

FOLDER.mkdir(exist_ok=True)
for name, feed in FEEDS.items():
    for format_ in FORMATS:
        (FOLDER / f"{name}.{format_.name}").write_bytes(format_.write(feed))
