"""The characters of a file, before any YAML: what an editor hides is a mistake."""

import re
from collections.abc import Iterator
from pathlib import Path

from bridgehead.primitives.errors import BridgeheadError, Mistake, Place

MOST_BYTES = 1_000_000

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\r\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_INDENTATION = re.compile(r"^\s+", re.MULTILINE)
_HIDDEN_BLANKS = {
    "\t": ("RB104", "a tab"),
    "\u3000": ("RB105", "a full-width blank"),
    "\u00a0": ("RB105", "a no-break space"),
}

HIDDEN_SIGNS = frozenset({"RB104", "RB105", "RB129"})


def opened(path: Path, file: str) -> bytes:
    """The bytes of a file. Raises BridgeheadError: RB004 where it cannot be opened."""
    try:
        return path.read_bytes()
    except OSError as why:
        found = f"the file cannot be opened: {why.strerror}"
        raise BridgeheadError([Mistake("RB004", found, Place.whole(file), "a file that can be read")]) from why


def decode(octets: bytes, file: str) -> str:
    """The text that the bytes of a file are, lines ended by a line feed.

    Raises BridgeheadError with RB101 (not UTF-8), RB102 (byte order mark), RB103 (too large).
    """
    if len(octets) > MOST_BYTES:
        expected = f"at most {MOST_BYTES:,} bytes"
        raise BridgeheadError([Mistake("RB103", f"a file of {len(octets):,} bytes", Place(file), expected)])
    if octets.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        message = "the file begins with a byte order mark"
        raise BridgeheadError([Mistake("RB102", message, Place(file), "UTF-8 without it (save as «UTF-8»)")])
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError as error:
        before = octets[: error.start]
        column = error.start - (before.rfind(b"\n") + 1) + 1
        place = Place(file, before.count(b"\n") + 1, column)
        message = f"a byte that is not UTF-8 (0x{octets[error.start]:02X})"
        raise BridgeheadError([Mistake("RB101", message, place, "the file saved as UTF-8")]) from None
    return text.replace("\r\n", "\n")


def hidden_signs(text: str, file: str) -> Iterator[Mistake]:
    """Signs that cannot be seen: RB104 (tab), RB105 (wide blank in an indentation), RB129 (control sign)."""
    for found in _INDENTATION.finditer(text):
        for offset, sign in enumerate(found.group()):
            if sign in _HIDDEN_BLANKS:
                code, name = _HIDDEN_BLANKS[sign]
                place = _place(text, file, found.start() + offset)
                yield Mistake(code, f"{name} in an indentation", place, "blanks")
    for found in _CONTROL.finditer(text):
        place = _place(text, file, found.start())
        yield Mistake("RB129", f"the control sign U+{ord(found.group()):04X}", place, "none; delete it")


_BLANKS = [{"\t": tab, "\u3000": wide, "\u00a0": " "} for tab, wide in (("  ", "  "), (" " * 4, " "), (" " * 8, "  "))]


def made_visible(text: str) -> Iterator[str]:
    """The text with blanks in the place of hidden signs, in each of the ways in which they may have been meant."""
    for blanks in _BLANKS:
        parts = _INDENTATION.split(text)
        indentations = [found.translate(str.maketrans(blanks)) for found in _INDENTATION.findall(text)]
        joined = "".join(part for pair in zip(parts, [*indentations, ""], strict=True) for part in pair)
        yield _CONTROL.sub(" ", joined)


def _place(text: str, file: str, index: int) -> Place:
    return Place(file, text.count("\n", 0, index) + 1, index - (text.rfind("\n", 0, index) + 1) + 1)
