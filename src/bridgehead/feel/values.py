"""The values of FEEL in Python (DMN 1.5, 10.3.2.3).

Decimal, str, bool, None, list, dict, the temporal values of `temporal`, and those of this file: ranges, functions and
the unknown.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from numbers import Number
from typing import Any, Final, final

from bridgehead.feel.mistakes import NESTED, mistake
from bridgehead.feel.types import ANY, Type
from bridgehead.primitives.errors import BridgeheadError

# Numbers are those of IEEE 754-2008 decimal128: 34 digits, half even. What cannot be held becomes null.
DECIMAL: Final = Context(
    prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, traps=[InvalidOperation, DivisionByZero, Overflow]
)
MAX_STEPS = 1_000_000
MAX_SIZE = 1_000_000
MAX_LEVELS = 200  # of lists and contexts in one another, in a value from outside

SURROGATE: Final = re.compile("[\ud800-\udfff]")  # half of a character, which no text of Unicode has

NOW: Final = "now()"  # the key of a context under which the caller passes the moment that `now()` is to give


@final
class Unknown:
    """The value of a required field that is absent. It is not null: null is a value, and this is the lack of one."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        raise TypeError("an unknown value is neither true nor false; ask `value is UNKNOWN`")


UNKNOWN: Final = Unknown()


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`; `low` or `high` None where a range has one bound alone, as `(>= 5)` has.

    `point` is that of `(= 5)`, which the standard keeps apart from `[5..5]`.
    """

    low: object
    high: object
    low_closed: bool
    high_closed: bool
    point: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function as a value; `call` takes its arguments in the order of `parameters`.

    `result` is the type of what it gives, where that is known. `ways` are those to call a function of the library,
    which may take arguments of several numbers and kinds. `outside` are the types of Java that the parameters have
    where it is a function outside of FEEL.
    """

    parameters: tuple[tuple[str, Type | None], ...]
    call: Callable[..., object]
    result: Type = ANY
    ways: tuple[Any, ...] = ()
    outside: tuple[str, ...] = ()

    def takes(self, count: int) -> bool:
        """Whether it may be called with that many arguments."""
        return any(way.accepts(count) for way in self.ways) if self.ways else len(self.parameters) == count


def too_big() -> BridgeheadError:
    """What to raise where a text or list would grow beyond MAX_SIZE."""
    return BridgeheadError([mistake("FE402", None, limit=MAX_SIZE)])


def feel_value(value: object) -> object:
    """A value from outside as FEEL has it: whole numbers become Decimal, tuples lists, mappings dicts.

    Raises BridgeheadError: FE403 for what FEEL has no value for, a float above all, since it is not exact; FE408 for
    a number, and FE404 for lists in one another, beyond its bounds; FE410 for half a character in a text.
    """
    scalar = _scalar(value)
    return _Reading().held(value, MAX_LEVELS) if scalar is _NO_SCALAR else scalar


_NO_SCALAR: Final = object()


def _scalar(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _whole(value)
    if isinstance(value, int) or (isinstance(value, Decimal) and value.is_finite()):
        return bounded(value)
    return _NO_SCALAR


class _Reading:
    """Reads one value. A list that stands in it many times is read once, or a few lists would take for ever."""

    def __init__(self) -> None:
        # By its id: itself, so that nothing else has that id; what was read; how many levels that has.
        self.read: dict[int, tuple[object, object, int]] = {}
        self.least = MAX_LEVELS  # of the levels that were left

    def held(self, value: object, levels: int) -> object:
        scalar = _scalar(value)
        if scalar is not _NO_SCALAR:
            return scalar
        if isinstance(value, Mapping) or (
            isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray, memoryview))
        ):
            return self._many(value, levels)
        if type(value) in _TIMES or type(value).__module__.startswith(_OWN):
            return value
        expected = next(text for of, text in _INSTEAD.items() if isinstance(value, of))
        raise _none(f"{value!r}", value, expected)

    def _many(self, value: "Mapping[Any, object] | Sequence[object]", levels: int) -> object:
        if id(value) in self.read:
            _, made, height = self.read[id(value)]
            if height > levels:
                raise _too_deep()
            self.least = min(self.least, levels - height)
            return made
        inside = levels - (len(value) > 0)
        if inside < 0:
            raise _too_deep()
        outer, self.least = self.least, inside
        made = (
            {_whole(key): self.held(item, inside) for key, item in named(value).items()}
            if isinstance(value, Mapping)
            else [self.held(item, inside) for item in value]
        )
        self.read[id(value)] = value, made, levels - self.least
        self.least = min(outer, self.least)
        return made


def named(values: Any) -> Mapping[str, object]:
    """Values by their names, as they are: Python keeps no one to the types that are declared.

    Raises BridgeheadError: FE403, a name is no text; TypeError where they are no mapping.
    """
    if not isinstance(values, Mapping):
        raise TypeError(f'values are given by their names, as in {{"age": 30}}, and not as {values!r}')
    for name in values:
        if not isinstance(name, str):
            raise _none(f"the name {name!r}", name, "a name, as a text")
    return values


def _none(found: str, value: object, expected: str) -> BridgeheadError:
    return BridgeheadError([mistake("FE403", None, found=found, kind=type(value).__name__, expected=expected)])


def _whole(text: str) -> str:
    """A text of whole characters. Raises BridgeheadError: FE410, a surrogate stands in it alone."""
    if not text.isascii() and (half := SURROGATE.search(text)):
        raise BridgeheadError([mistake("FE410", None, found=f"\\u{ord(half[0]):04x}")])
    return text


def _too_deep() -> BridgeheadError:
    return BridgeheadError([mistake("FE404", None, found=NESTED)])


def bounded(number: Decimal | int | str) -> Decimal:
    """A number from outside with all its digits; one that is nearer to zero than a literal can be is as a literal is.

    Raises BridgeheadError: FE408, it is beyond the bound of literals.
    """
    if isinstance(number, Decimal) and DECIMAL.Emin <= number.adjusted() < DECIMAL.Emax:
        return number
    try:
        return DECIMAL.create_decimal(number)
    except Overflow:
        found = number[:_SHOWN] + "…" * (len(number) > _SHOWN) if isinstance(number, str) else f"{Decimal(number):.5g}"
        raise BridgeheadError([mistake("FE408", None, found=found)]) from None


_SHOWN = 40  # characters of a number that is too large


_INSTEAD: dict[type, str] = {
    Number: "for a number, a finite Decimal or an int",
    timedelta: "for a duration, the value of its text, as feel.evaluate('duration(\"P1DT2H\")', {}) gives it",
    object: "None, a bool, str, int, Decimal, date, time, datetime, or a list or mapping of these",
}
_TIMES = frozenset((date, datetime, time))
_OWN = __name__.rpartition(".")[0]  # durations, ranges and functions are of FEEL's own classes
