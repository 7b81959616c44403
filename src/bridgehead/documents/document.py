"""A YAML file as read: plain values, and the place of every key and value by its path."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bridgehead.primitives.errors import Mistake, Place

Step = str | int | date
Path = tuple[Step, ...]
"""The keys and list positions (from 0) that lead to a value: `("prizes", "chartered train", "order", 0)`."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a value stands: its place, that of its key, its characters `start` to `end`, and how it was quoted.

    `quote` is `'`, `"`, `|` or `>` for a quoted or block scalar, and empty for a plain one or a collection.
    """

    value: Place
    key: Place
    start: int = 0
    end: int = 0
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says, and the mistakes of reading it.

    Values at the paths in `spoiled` could not be read and are not to be judged; the collections at the paths in `holes`
    lack entries that could not be read, so that nothing is to be called missing there. A document is `incomplete` where
    mistakes were cut out of it (`mending.py`), and `lost` are the names in them: known, though not as what.
    """

    file: str
    source: str
    data: Any
    spots: Mapping[Path, Spot]
    mistakes: tuple[Mistake, ...] = ()
    spoiled: frozenset[Path] = field(default=frozenset())
    holes: frozenset[Path] = field(default=frozenset())
    incomplete: bool = False
    lost: frozenset[str] = field(default=frozenset())

    def place(self, *path: Step) -> Place:
        """The place of the value at `path`, or of the nearest value around it."""
        return self._spot(path).value

    def key_place(self, *path: Step) -> Place:
        """The place of the key that leads to the value at `path`."""
        return self._spot(path).key

    def inside(self, path: Path, offset: int) -> Place:
        """The place in the file of the sign at `offset` (from 0) in the text at `path`.

        The text is followed through its source sign by sign, since quotes, escapes and line breaks of YAML stand in the
        source and not in the text.
        """
        text, spot = self.text(path), self._spot(path)
        at = spot.start + (1 if spot.quote in ("'", '"') else 0)
        if spot.quote in ("|", ">"):
            at = self.source.find("\n", at) + 1
        for sign in text[: offset + 1]:
            if not sign.isspace():
                found = self.source.find(sign, at, spot.end)
                at = found + 1 if found >= 0 else at
        reached = offset < len(text) and not text[offset].isspace()
        return self._at(at - 1 if reached else at)

    def text(self, path: Path) -> str:
        """The text at `path`; a number or truth value as it is written."""
        path = self.reach(path)
        value, spot = self.value(path), self._spot(path)
        return value if isinstance(value, str) else self.source[spot.start : spot.end]

    def quote(self, path: Path) -> str:
        """How the text at `path` is quoted, as in `Spot.quote`."""
        return self._spot(path).quote

    def walk(self) -> Iterator[tuple[Path, Any]]:
        """Every value with its path, from the outside in and in the order of the file."""
        waiting: list[tuple[Path, Any]] = [((), self.data)]
        while waiting:
            path, value = waiting.pop()
            yield path, value
            entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, tuple) else ()
            waiting += reversed([((*path, step), inner) for step, inner in entries])

    def mistake(
        self, code: str, message: str, *path: Step, expected: str = "", nearest: str | None = None, key: bool = False
    ) -> Mistake:
        """A mistake at the value at `path`, or at its key."""
        place = self.key_place(*path) if key else self.place(*path)
        return Mistake(code, message, place, expected, nearest)

    def reach(self, path: Path) -> Path:
        """As much of a path as the file has: a part may be written short, as `budget: 1000` for its `total`.

        An entry of a list may be called by a key and its value: `rank 1` for the one with `rank: 1`.
        """
        reached: Path = ()
        for step in path:
            longer = (*reached, step)
            if longer not in self.spots:
                longer = (*reached, self._position(reached, step))
            if longer not in self.spots:
                return reached
            reached = longer
        return reached

    def _position(self, path: Path, step: Step) -> Step:
        entries = self.value(path)
        if not isinstance(entries, tuple):
            return step
        called = (number for number, entry in enumerate(entries) if isinstance(entry, dict) and _goes_by(entry, step))
        return next(called, step)

    def value(self, path: Path) -> Any:
        """The value at a path; KeyError or IndexError where the file has none."""
        value = self.data
        for step in path:
            value = value[step]
        return value

    def _spot(self, path: Path) -> Spot:
        return self.spots.get(self.reach(path), Spot(Place(self.file), Place(self.file)))

    def _at(self, index: int) -> Place:
        before = self.source[:index]
        line = before.count("\n")
        return Place(self.file, line + 1, index - (before.rfind("\n") + 1) + 1)


def _goes_by(entry: dict[Step, Any], name: Step) -> bool:
    return any(f"{key} {value}" == name for key, value in entry.items())
