"""The values that one input may have, cut into regions which no test of the table tells apart."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bridgehead.dmn.analysis.conditions import Against, Condition, Fixed, Joined, Negated, constants
from bridgehead.dmn.analysis.lines import LINES, WHOLE_NUMBERS, Kind, Line, kind_of
from bridgehead.feel.unparse import constant

NULL: Kind = ("Null", False)
OTHERS = ("other", "another", "some other text")


@dataclass(frozen=True, slots=True)
class Region:
    """One value (`low` is `high`) or all between two keys, None for no bound; `example` is one of its values."""

    kind: Kind
    low: Any
    high: Any
    example: Any

    @property
    def single(self) -> bool:
        return self.low is not None and self.low == self.high


@dataclass(slots=True)
class Truth:
    """In which regions a condition is true and in which false, as bits; it is null in all others."""

    true: int
    false: int


@dataclass(slots=True)
class _Stretch:
    """The regions of one kind: the keys of constants in order, and the bit of each region at or after them."""

    keys: list[Any]
    bits: int
    points: list[int]


@dataclass(slots=True)
class Axis:
    """`kinds` are those of the input's type, None where it has none; null counts as a value where a test names it."""

    kinds: tuple[str, ...] | None
    regions: list[Region] = field(default_factory=list)
    whole: int = 0
    _stretches: dict[Kind, _Stretch] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        kinds: tuple[str, ...] | None,
        conditions: Iterable[Condition],
        *,
        whole_numbers: bool = False,
        nullable: bool = False,
    ) -> "Axis":
        """The axis on which the conditions are drawn, with a place for null where one names it or it is `nullable`."""
        axis = cls(kinds)
        by_kind: dict[Kind, list[Against]] = {}
        for one in conditions:
            for against in constants(one):
                by_kind.setdefault(kind_of(against.value), []).append(against)
        named = {name for name, _ in by_kind}
        for name in kinds or ():
            if name not in named and (name, False) in LINES:
                by_kind[name, False] = []
        for of, found in sorted(by_kind.items(), key=lambda pair: pair[0]):
            if of != NULL and (kinds is None or of[0] in kinds):
                axis._add(of, found, WHOLE_NUMBERS if whole_numbers and of[0] == "number" else LINES[of])
        if nullable or NULL in by_kind:
            axis._stretches[NULL] = _Stretch([0], axis._append(Region(NULL, 0, 0, None)), [len(axis.regions) - 1])
        if not axis.regions:
            axis._append(Region(NULL, None, None, None))
        kept = [not whole_numbers or one.kind[0] != "number" or one.example % 1 == 0 for one in axis.regions]
        axis.whole = sum(1 << place for place, keep in enumerate(kept) if keep)
        return axis

    def _add(self, of: Kind, found: list[Against], line: Line) -> None:
        keys = sorted({False, True} if of[0] == "boolean" else {line.key(one.value) for one in found})
        ordered = of[0] != "string" or any(one.operator not in ("=", "!=") for one in found)
        first = len(self.regions)
        points: list[int] = []
        for at, key in enumerate(keys):
            if ordered:
                self._gap(of, line, keys[at - 1] if at else None, key)
            points.append(len(self.regions))
            self.regions.append(Region(of, key, key, line.value(key)))
        if ordered:
            self._gap(of, line, keys[-1] if keys else None, None)
        else:
            other = next((one for one in OTHERS if one not in keys), "".join(keys) + "a")
            self.regions.append(Region(of, None, None, other))
        self._stretches[of] = _Stretch(keys, (1 << len(self.regions)) - (1 << first), points)

    def _gap(self, of: Kind, line: Line, low: Any, high: Any) -> None:
        key = line.between(low, high)
        if key is not None:
            self.regions.append(Region(of, low, high, line.value(key)))

    def _append(self, region: Region) -> int:
        self.regions.append(region)
        return 1 << (len(self.regions) - 1)

    def truth(self, of: Condition) -> Truth:
        """Where a condition holds."""
        match of:
            case Fixed(outcome):
                return Truth(self.whole if outcome is True else 0, self.whole if outcome is False else 0)
            case Negated(part):
                inner = self.truth(part)
                return Truth(inner.false, inner.true)
            case Joined(every, parts):
                return self._joined(every, parts)
        return self._compared(of)

    def _joined(self, every: bool, parts: tuple[Condition, ...]) -> Truth:
        found = [self.truth(part) for part in parts]
        true, false = (self.whole, 0) if every else (0, self.whole)
        for one in found:
            true, false = (true & one.true, false | one.false) if every else (true | one.true, false & one.false)
        return Truth(true, false)

    def _compared(self, of: Against) -> Truth:
        where = kind_of(of.value)
        stretch = self._stretches.get(where)
        null = self.null
        if where == NULL:
            equal = Truth(null, self.whole & ~null)
        elif stretch is None:
            equal = Truth(0, null)
        else:
            key = bool(of.value) if where[0] == "boolean" else LINES[where].key(of.value)
            bit = stretch.points[bisect_left(stretch.keys, key)]
            point = 1 << bit
            below = stretch.bits & (point - 1)
            if of.operator not in ("=", "!="):
                holds = {
                    "<": below,
                    "<=": below | point,
                    ">": stretch.bits & ~(below | point),
                    ">=": stretch.bits & ~below,
                }[of.operator]
                return Truth(holds, stretch.bits & ~holds)
            equal = Truth(point, stretch.bits & ~point | null)
        return Truth(equal.false, equal.true) if of.operator == "!=" else equal

    @property
    def null(self) -> int:
        """The region of null, where it has one."""
        return self._stretches[NULL].bits if NULL in self._stretches else 0

    def place(self, value: Any) -> int | None:
        """The region in which a value lies; None where it has none."""
        of = kind_of(value)
        if of == NULL:
            return self.null.bit_length() - 1 if self.null else None
        if of not in self._stretches:
            return None
        key = LINES[of].key(value)
        return next((at for at, one in enumerate(self.regions) if one.kind == of and self._holds(one, key)), None)

    def _holds(self, region: Region, key: Any) -> bool:
        if region.single:
            return bool(key == region.low)
        if region.low is None and region.high is None:
            return key not in self._stretches[region.kind].keys
        return (region.low is None or region.low < key) and (region.high is None or key < region.high)

    def example(self, mask: int) -> Any:
        """A value of the regions, a constant of the table rather than one between."""
        places = list(bits(mask))
        single = next((place for place in places if self.regions[place].single), places[0])
        return self.regions[single].example

    def tests(self, mask: int) -> str:
        """The regions as the text of a cell."""
        if mask == self.whole:
            return "-"
        others = self.whole & ~mask
        if self._has_rest(mask) and not self._has_rest(others):
            return f"not({self.tests(others)})"
        return ", ".join(self._run(first, last) for first, last in runs(self.regions, mask))

    def _has_rest(self, mask: int) -> bool:
        return any(_is_rest(self.regions[place]) for place in bits(mask))

    def _mask(self, first: Region, last: Region) -> int:
        places = range(self.regions.index(first), self.regions.index(last) + 1)
        return sum(1 << place for place in places)

    def _run(self, first: Region, last: Region) -> str:
        if first.kind == NULL:
            return "null"
        if first is last and first.single:
            return constant(first.example)
        value = LINES[first.kind].value
        if first.low is None and last.high is None:
            others = self.whole & ~self._mask(first, last)
            if all(self.regions[place].kind == NULL for place in bits(others)):
                return f"not({self.tests(others)})"
            return f"? instance of {first.kind[0]}"
        if first.low is None:
            return f"{'<=' if last.single else '<'} {constant(value(last.high))}"
        if last.high is None:
            return f"{'>=' if first.single else '>'} {constant(value(first.low))}"
        opening, closing = "[" if first.single else "(", "]" if last.single else ")"
        return f"{opening}{constant(value(first.low))}..{constant(value(last.high))}{closing}"


def bits(mask: int) -> Iterator[int]:
    """The places of the bits that are set."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _is_rest(region: Region) -> bool:
    """Whether it is all values of a kind but those named, or all that are ordered where none is named."""
    return region.kind != NULL and region.low is None and region.high is None


def runs(regions: list[Region], mask: int) -> Iterator[tuple[Region, Region]]:
    """First and last region of each row of neighbours."""
    run: list[Region] = []
    before = -2
    for place in bits(mask):
        region = regions[place]
        if run and (place != before + 1 or not _neighbours(run[-1], region)):
            yield run[0], run[-1]
            run = []
        run.append(region)
        before = place
    if run:
        yield run[0], run[-1]


def _neighbours(one: Region, other: Region) -> bool:
    return (
        one.kind == other.kind
        and one.kind[0] not in ("boolean", "Null")
        and one.high is not None
        and (one.high == other.low)
    )
