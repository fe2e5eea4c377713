"""Reads XML of any encoding as UTF-8. The encoding is decided on as browsers do it (WHATWG, Encoding)."""

import codecs
import re
from collections import Counter
from typing import IO

REPAIRED = "characters that were not in the encoding of the file, taken as Windows-1252"
"""Counted for each encoding."""

_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WITHOUT_MARK = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_DECLARED = re.compile(rb"""\s*<\?xml\b[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_OF_THE_WEB = re.compile(
    r"cp125\d|iso8859-\d+|koi8-[ru]|mac-roman|mac-cyrillic|shift_jis|cp932|euc_jp|euc_kr|cp949|gbk|gb2312|gb18030|big5|big5hkscs"
)
_WINDOWS_1252 = frozenset({"ascii", "iso8859-1"})
_UNDECODED = re.compile("[\udc80-\udcff]")
_NOT_XML = re.compile("[\ufffe\uffff]")
_CONTROLS = bytes({*range(32), 127} - {9, 10, 13})


def encoding_of(head: bytes) -> str:
    """The encoding of a file that begins with `head`: of its byte order mark, or the one that it declares, or else UTF-8."""
    for beginning, encoding in (*_BYTE_ORDER_MARKS, *_WITHOUT_MARK):
        if head.startswith(beginning):
            return encoding
    found = _DECLARED.match(head)
    try:
        name = codecs.lookup(found[1].decode()).name if found else "utf-8"
    except LookupError:
        return "utf-8"
    if name in _WINDOWS_1252:
        return "cp1252"
    return name if _OF_THE_WEB.fullmatch(name) else "utf-8"


def text_of_head(head: bytes) -> str:
    """The text of the beginning of a file."""
    return head.decode(encoding_of(head), errors="replace").removeprefix("\ufeff")


class AsUtf8:
    """A file as UTF-8, without the control characters that XML excludes, which editors paste. `repaired` counts repairs."""

    def __init__(self, file: IO[bytes], head: bytes, repaired: Counter[str]) -> None:
        self._file = file
        self._encoding = encoding_of(head)
        self._decoder = codecs.getincrementaldecoder(self._encoding)(
            "replace" if self._encoding.startswith("utf-16") else "surrogateescape"
        )
        self._repaired = repaired
        self._begins = True

    def read(self, size: int = -1) -> bytes:
        """The next bytes; none only at the end."""
        ended = False
        while not ended:
            raw = self._file.read(size)
            ended = not raw
            if clean := self._clean(self._decoder.decode(raw, final=ended)):
                return clean
        return b""

    def _clean(self, text: str) -> bytes:
        if self._begins and text:
            text, self._begins = text.removeprefix("\ufeff"), False
        text, number = _UNDECODED.subn(_as_windows_1252, text)
        if number:
            self._repaired[self._encoding] += number
        return _NOT_XML.sub("", text).encode().translate(None, _CONTROLS)


def _as_windows_1252(undecoded: re.Match[str]) -> str:
    byte = ord(undecoded[0]) - 0xDC00
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)
