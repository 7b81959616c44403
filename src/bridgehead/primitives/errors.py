"""Errors as part of the product.

The wording standard stands in CONTRIBUTING.md: what was found, where, what was expected, the nearest right thing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Self
from unicodedata import combining, normalize


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a file; line and column count from 1. An empty file name stands for text that has no file.

    Of a `cell` they are its row and column, `file` names the sheet as well, and it is shown as `fares.xlsx:Fare!C7`.
    """

    file: str = ""
    line: int = 1
    column: int = 1
    cell: bool = False

    @classmethod
    def whole(cls, file: str) -> Self:
        """A file of which no line can be named, such as one that is not there, or a word of the call by itself."""
        return cls(file, 0, 0)

    def __str__(self) -> str:
        if not self.line:
            return self.file
        if self.cell:
            return f"{self.file}!{letters(self.column)}{self.line}"
        return f"{self.file}:{self.line}:{self.column}" if self.file else f"{self.line}:{self.column}"


def letters(column: int) -> str:
    """What a sheet calls a column that is counted from 1: A to Z, then AA."""
    before, last = divmod(column - 1, 26)
    return (letters(before) if before else "") + chr(ord("A") + last)


LONGEST = 300
"""Characters that a message shows of a word; of a longer one, or of a text in «» of more than a thousand, `SHOWN`."""
SHOWN = 100
_LONG = re.compile(rf"(?<=«)[^«»]{{1001,}}|[^\s«»]{{{LONGEST + 1},}}")


_QUOTED = re.compile("«([^«»]*)»")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong: a stable code, a sentence, and as much help as there is.

    `message` says what was found; `expected` completes "expected ..."; `nearest` is the known word probably meant.
    `values` are what a sentence in another language says by name; they are told in the message too.
    """

    code: str
    message: str
    place: Place | None = None
    expected: str = ""
    nearest: str | None = None
    warning: bool = False
    values: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        for part in ("message", "expected", "nearest"):
            if (said := getattr(self, part)) and len(said) > LONGEST:
                object.__setattr__(self, part, _LONG.sub(lambda word: f"{word[0][:SHOWN]}…", said))

    def at(self, place: Place) -> Self:
        return replace(self, place=place)

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        expected = f"; expected {self.expected}" if self.expected else ""
        nearest = f"; did you mean «{self.nearest}»{_unlike(self.message, self.nearest)}?" if self.nearest else ""
        return f"{where}{self.code} {self.message}{expected}{nearest}"


class BridgeheadError(Exception):
    """Carries every mistake that was found, not only the first."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))

    def at(self, place: Place) -> "BridgeheadError":
        """The same, told at that place where it has none."""
        return BridgeheadError(one if one.place else one.at(place) for one in self.mistakes)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that looks most like `word`, or None where nothing is near."""
    words = list(known)
    alike = [one for one in words if _looks_like(one, word)]
    matches = alike or get_close_matches(word, words, n=1, cutoff=0.6)
    return matches[0] if matches else None


def _looks_like(one: str, other: str) -> bool:
    """Whether two words are the same to the eye, and written with other characters."""
    return one != other and normalize("NFC", one) == normalize("NFC", other)


def _unlike(message: str, near: str) -> str:
    """How the nearest word differs from one of the message that looks the same."""
    word = next((one for one in _QUOTED.findall(message) if _looks_like(one, near)), None)
    if word is None:
        return ""
    meant, found = next(pair for pair in zip(_letters(near), _letters(word), strict=False) if pair[0] != pair[1])
    return f" with {meant} as {_codes(meant)}, not as {_codes(found)}"


def _letters(word: str) -> list[str]:
    """The letters of a word, each with the marks upon it."""
    found: list[str] = []
    for character in word:
        if found and (combining(character) or len(normalize("NFC", found[-1] + character)) == 1):
            found[-1] += character
        else:
            found.append(character)
    return found


def _codes(letter: str) -> str:
    return " ".join(f"U+{ord(character):04X}" for character in letter)
