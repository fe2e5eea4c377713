"""Reads files, folders and feeds, and checks each record by itself."""

from collections.abc import Sequence
from contextlib import ExitStack

from byline.intake.inputs import Origin
from byline_tools.importers.admitted import FileRead, find_named_twice
from byline_tools.importers.admitting import admit
from byline_tools.importers.feeds.old_ids import OldFeed, with_old_ids
from byline_tools.importers.reading import Reading, exports_in, records_in_file
from byline_tools.importers.records import FileRefused
from byline_tools.importers.sources import Source, Sources
from byline_tools.importers.standard_input import FileOrAddress
from byline_tools.importers.wordpress.exports import Exports


class FileReader:
    """Reads files of the newsroom `origin` with `reading`. Articles take from `old_feeds` the ids that they do not state."""

    def __init__(self, origin: Origin, reading: Reading, old_feeds: Sequence[OldFeed]) -> None:
        self._origin = origin
        self._reading = reading
        self._old_feeds = old_feeds

    def read(self, paths: Sequence[FileOrAddress]) -> list[FileRead]:
        """What all files, folders and feeds at `paths` contain."""
        with ExitStack() as up:
            sources = list(Sources(self._reading.report, up).named(paths))
            exports = exports_in([each for each in sources if isinstance(each, Source)], self._reading)
            files = [self._read_one(each, exports) for each in sources]
        self._reading.redirects.extend(exports.redirects())
        return files

    def _read_one(self, source: Source | str, exports: Exports) -> FileRead:
        file = FileRead(source if isinstance(source, str) else source.name)
        try:
            for record in records_in_file(source, exports, self._origin.site_url, self._reading, file.problems):
                admit(with_old_ids(record, self._old_feeds), file, self._origin, self._reading.report)
        except FileRefused as error:
            file.problems += error.problems
        find_named_twice(file)
        return file
