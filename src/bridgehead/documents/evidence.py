"""What a file is that somebody hands in as evidence: by its content, which its name must not belie.

1. A name is the name of a file and no path.
2. The first bytes tell what the content is; a text is read to its end.
3. A workbook or a document is an archive: its parts are counted, named inside of it, unpacked within bounds, and hold
   no macros. All of it is unpacked, since what an archive says of itself may be a lie.
"""

import codecs
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO

from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv",
}
"""What can be handed in, by the ending of its name."""

ENDINGS = {"jpeg": "jpg", "jpe": "jpg"}
"""Endings that mean another one."""

HEADS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
ARCHIVE = b"PK\x03\x04"
PARTS = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx"}

LONGEST_NAME = 200
CHUNK = 2**16
MOST_PARTS = 2_000
MOST_UNPACKED = 128 * 2**20
MOST_TIMES = 200
MOST_TYPES = 2**20
"""Bounds of an archive: its parts, its bytes once unpacked, how many times as large it becomes (beyond 1 MiB), and the
bytes of its list of types.
"""

TEXTS = ("utf-8-sig", "gb18030")
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
NO_TABLE = ("<", "#!")
"""How texts begin that a browser or a shell would run."""

MACROS = re.compile(r"(^|/)(vba[^/]*|macrosheets/.*|activex/.*)$")
MACRO_TYPES = re.compile(rb"macroenabled|vbaproject")
TYPES = "[Content_Types].xml"
PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
LOCKED = 1
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)
"""What the library raises for an archive that is not what it should be; it has no error for them all."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a file is, `pdf` for example, and how many bytes it has."""

    kind: str
    size: int

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.kind]


def examine(file: IO[bytes], name: str, largest: int) -> Evidence:
    """What a file is; it is left at its beginning. `largest` bounds its bytes.

    Raises BridgeheadError: AC061 (empty), AC062 (too large), AC063 (no name of a file), AC064 (nothing that is known),
    AC065 (its name says something else), AC066 (an archive that is damaged, too large once unpacked, or not safe).
    """
    require_name(name)  # 1
    size = file.seek(0, 2)
    file.seek(0)
    if not size:
        raise _refused("AC061", name, "the file is empty", "a file with something in it")
    if size > largest:
        raise _refused(
            "AC062", name, f"the file has {size:,} bytes", f"at most {largest:,}", most=f"{largest >> 20:,} MiB"
        )
    kind = _kind(file, name)
    file.seek(0)
    if kind is None:
        takes = ", ".join(MEDIA_TYPES)
        raise _refused("AC064", name, "this is no file that is known here", f"one of {takes}", takes=takes.upper())
    ending = name.rpartition(".")[2].casefold()
    if ENDINGS.get(ending, ending) != kind:
        raise _refused(
            "AC065", name, f"the content is {kind}", f"a name that ends in .{kind}, or another file", kind=kind
        )
    return Evidence(kind, size)


def require_name(name: str) -> None:
    """Raise BridgeheadError with AC063 for what is no name of a file."""
    if not name.strip(". ") or len(name) > LONGEST_NAME or re.search(r"[/\\:\x00-\x1f\x7f]", name):
        expected = f"the name of a file, without a folder, of at most {LONGEST_NAME} signs"
        raise _refused("AC063", name, "this is no name of a file", expected)


def _kind(file: IO[bytes], name: str) -> str | None:
    """Step 2."""
    head = file.read(8)
    file.seek(0)
    if head.startswith(ARCHIVE):
        return _archived(file, name)
    for start, kind in HEADS.items():
        if head.startswith(start):
            return kind
    return "csv" if any(_is_text(file, encoding) for encoding in TEXTS) else None


def _is_text(file: IO[bytes], encoding: str) -> bool:
    decoder, begun = codecs.getincrementaldecoder(encoding)(), False
    file.seek(0)
    try:
        for chunk in _chunks(file):
            text = decoder.decode(chunk)
            if UNSEEN.search(text) or (not begun and text.lstrip().startswith(NO_TABLE)):
                return False
            begun = begun or bool(text.strip())
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return begun


def _archived(file: IO[bytes], name: str) -> str | None:
    """Step 3."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            if found := _unsafe(parts, file.seek(0, 2)):
                raise _refused("AC066", name, found, "a workbook or a document as it was saved, without macros")
            for part in parts:
                with archive.open(part) as unpacked:
                    types = unpacked.read(MOST_TYPES) if part.filename == TYPES else b""
                    for _ in _chunks(unpacked):
                        pass
                if MACRO_TYPES.search(types.replace(b"\0", b"").lower()):  # UTF-16 has zeros between
                    raise _refused("AC066", name, "the file has macros", "the same saved without macros")
    except DAMAGED as error:
        raise _refused("AC066", name, "the archive is damaged or locked", "a file that opens") from error
    names = {part.filename for part in parts}
    found_kinds = [kind for part, kind in PARTS.items() if part in names]
    return found_kinds[0] if len(found_kinds) == 1 and TYPES in names else None


def _unsafe(parts: list[zipfile.ZipInfo], packed: int) -> str | None:
    """What is wrong with what an archive says of itself."""
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        return f"the file has {len(parts):,} parts and {unpacked:,} bytes once unpacked, which is too much"
    if unpacked > max(2**20, MOST_TIMES * packed):
        return f"once unpacked the file has {unpacked:,} bytes, more than {MOST_TIMES} times its own"
    if any(part.compress_type not in PACKED or part.flag_bits & LOCKED for part in parts):
        return "the file is locked, or packed as no workbook is"
    if any(part.filename == TYPES and part.file_size > MOST_TYPES for part in parts):
        return "the file's list of types is too large"
    names = [part.orig_filename for part in parts]
    for each in names:
        if each.startswith("/") or re.search(r"[\\:\x00]", each) or ".." in each.split("/"):
            return f"the part «{each}» lies outside of the file"
        if MACROS.search(each.casefold()):
            return f"the file has macros, in «{each}»"
    if len({each.casefold() for each in names}) < len(names):
        return "two parts have one name"
    return None


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def _refused(code: str, name: str, found: str, expected: str, **values: str) -> BridgeheadError:
    return BridgeheadError([Mistake(code, found, Place.whole(name), expected, values=values)])
