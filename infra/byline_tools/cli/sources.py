"""Arguments and options that name a file or the address of a feed."""

from typing import Any

import click

from byline.intake.addresses import address
from byline.model.addresses import is_web_address
from byline_tools.cli.options import FILE
from byline_tools.importers.standard_input import FileOrAddress


class FileOrWebAddress(click.ParamType[FileOrAddress]):
    """A file that exists, `-` for standard input, or an http or https address."""

    name = "file or address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> FileOrAddress:
        """Return a path, or the address as text. Raises click.BadParameter."""
        if not isinstance(value, str) or not is_web_address(value):
            found: FileOrAddress = FILE.convert(value, param, ctx)
            return found
        try:
            return address(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


FILE_OR_ADDRESS = FileOrWebAddress()
