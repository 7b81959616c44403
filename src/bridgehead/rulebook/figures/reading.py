"""A text made ready for reading: half-width, without marks that part a number, with the way back to the original."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from bridgehead.rulebook.figures.numerals import HAN
from bridgehead.rulebook.figures.spellings import BARE_POINT, SIGNS, SPACED, plain, sign

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；！？"}
_SPACES = {ord(space): " " for space in "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\r\f\v"}
_SIGNS = {ord("￥"): "¥", ord("−"): "-", ord("∶"): ":", ord("︰"): ":", ord("％"): "%", ord("．"): ".", ord("﹪"): "%"}
TABLE: dict[int, int | str] = {**_FULL_WIDTH, **_SPACES, **_SIGNS}

INVISIBLE = "\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff"
DIGIT = rf"[0-9０-９{HAN}]"
TOUCHING = rf"[0-9０-９{HAN},，.．]"
CHANGED = re.compile(
    rf"(?P<mark>[{INVISIBLE}]+|\*\*|__|~~|</?[A-Za-z][A-Za-z0-9]{{0,10}}>)"
    r"|(?P<group>(?<=[0-9])[\u00a0\u2009\u202f](?=[0-9]{3}(?![0-9])))"
    rf"|(?P<broken>(?<={TOUCHING})[ \t\r]{{0,4}}\n[ \t>]{{0,12}}(?={TOUCHING}))"
    rf"|(?P<spaced>{SPACED})|(?P<sign>{SIGNS})|(?P<point>{BARE_POINT})"
)
WIDE_COMMA = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
LIST_MARKER = re.compile(rf"[0-9０-９]{{1,3}}[.、．)）](?![0-9０-９])|[{HAN}]{{1,3}}[、.．)）]")
ALONE = re.compile(r"(?:^|\n)[^\S\n]{0,20}[-—–]?[^\S\n]?[0-9０-９]{1,3}$")
"""A short number alone in its line is a page number, not the beginning of a broken number."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`text` as it is read; `starts` and `origins` say where each stretch of it stood in the original."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def origin(self, position: int) -> int:
        """Where the character at `position` stood."""
        stretch = bisect_right(self.starts, position) - 1
        return self.origins[stretch] + position - self.starts[stretch]

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.origin(start), self.origin(end - 1) + 1


def read(text: str) -> Reading:
    """Join numbers that blanks, an invisible character or a Markdown mark has parted; make all half-width and plain."""
    pieces: list[str] = []
    starts, origins = [0], [0]
    length = position = 0

    def go_on_at(origin: int) -> None:
        if starts[-1] == length:
            origins[-1] = origin
        else:
            starts.append(length)
            origins.append(origin)

    for changed in CHANGED.finditer(text):
        if changed["broken"] and not _parts_a_number(text, changed.start(), changed.end()):
            continue
        pieces.append(text[position : changed.start()])
        length += changed.start() - position
        position = changed.end()
        for character in _instead(changed):
            go_on_at(changed.start())
            pieces.append(character)
            length += 1
        go_on_at(position)
    pieces.append(text[position:])
    joined = WIDE_COMMA.sub(",", "".join(pieces))
    return Reading(plain(joined.translate(TABLE)), tuple(starts), tuple(origins))


def _instead(changed: re.Match[str]) -> str:
    """What is read in the place of a changed stretch."""
    if changed["sign"]:
        return sign(changed["sign"])
    return f"零{changed['point']}" if changed["point"] else ""


def _parts_a_number(text: str, start: int, end: int) -> bool:
    """Whether a line break stands within one number, and not before a list marker or after a page number."""
    before, after = text[start - 1], text[end]
    if LIST_MARKER.match(text, end) or ALONE.search(text[max(0, start - 40) : start]):
        return False
    if before in ",，.．":
        return bool(re.match(DIGIT, text[start - 2 : start - 1])) and bool(re.match("[0-9０-９]", after))
    if after in ",，.．":
        return bool(re.match("[0-9０-９]", before)) and bool(re.match("[0-9０-９]", text[end + 1 : end + 2]))
    return True
