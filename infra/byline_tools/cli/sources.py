"""Arguments and options that name a file or the address of a feed."""

import os
from pathlib import Path
from typing import Any

import click

from byline.intake.addresses import address
from byline.model.addresses import is_web_address
from byline_tools.cli.options import FILE, FILE_OR_FOLDER
from byline_tools.importers.standard_input import FileOrAddress


class FileOrWebAddress(click.ParamType[FileOrAddress]):
    """A file of the type `files`, or an http or https address."""

    name = "file or address"

    def __init__(self, files: click.Path) -> None:
        self._files = files

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> FileOrAddress:
        """Return a path, or the address as text. Raises click.BadParameter."""
        if not isinstance(value, str) or not is_web_address(value):
            return Path(os.fsdecode(self._files.convert(value, param, ctx)))
        try:
            return address(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


FILE_OR_ADDRESS = FileOrWebAddress(FILE)
FILE_FOLDER_OR_ADDRESS = FileOrWebAddress(FILE_OR_FOLDER)
