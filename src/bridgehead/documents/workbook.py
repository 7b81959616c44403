"""Excel workbooks before they are opened: what an archive says of itself is bounded, and what its library may raise."""

import zipfile
import zlib
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from openpyxl.utils.exceptions import InvalidFileException

from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

MOST_PARTS = 10_000
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, ParseError, InvalidFileException),
    *(KeyError, IndexError, ValueError, TypeError, AttributeError, OverflowError, NotImplementedError, RuntimeError),
)
"""What the library raises for a workbook whose parts are not what they should be; it has no error of its own."""


def check_archive(file: BinaryIO, name: str, largest: int) -> list[str]:
    """The names of the parts of a workbook that is called `name` in mistakes.

    Raises BridgeheadError: TB003 (empty), TB005 (no open .xlsx), TB015 (more than `largest` bytes once unpacked: the
    sizes in the archive's list bind, since unpacking stops there).
    """
    head = file.read(4)
    file.seek(0)
    if not head:
        raise _mistake(name, "TB003", "the file is empty", "a header and rows")
    if head == OLD_OR_LOCKED:
        raise _mistake(name, "TB005", "the workbook is locked by a password, or an old .xls", "an open .xlsx")
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile:
        raise _mistake(name, "TB005", "the file is no Excel workbook by its content", "a workbook, .xlsx") from None
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > largest:
        found = f"the workbook has {len(parts):,} parts and {unpacked >> 20:,} MiB once unpacked"
        raise _mistake(name, "TB015", found, f"at most {MOST_PARTS:,} and {largest >> 20:,} MiB; or csv")
    return [part.filename for part in parts]


def _mistake(name: str, code: str, message: str, expected: str) -> BridgeheadError:
    return BridgeheadError([Mistake(code, message, Place(name), expected)])
