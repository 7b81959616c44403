"""What a condition asks for, read from its expression: bounds, one of some values, none of them, or a formula.

A need is read once, over expressions, and filled with values when a claim is explained; so a bound may be a figure of
`values.yaml` or another field of the claim.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Generic, TypeVar

from bridgehead.feel import tree
from bridgehead.feel.types import BOOLEAN
from bridgehead.feel.values import DECIMAL

T = TypeVar("T")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Bounds(Generic[T]):
    """Between two ends; an end that is None is open to infinity."""

    low: T | None = None
    high: T | None = None
    low_closed: bool = True
    high_closed: bool = True


@dataclass(frozen=True, slots=True)
class OneOf(Generic[T]):
    values: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class NoneOf(Generic[T]):
    values: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class Formula:
    """Any other condition: it is shown as it is written, with the values of its fields."""


Need = Bounds[T] | OneOf[T] | NoneOf[T] | Formula
FORMULA = Formula()

MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of what: `subject` is the part of the condition whose value is seen."""

    subject: tree.Expression
    need: Need[tree.Expression]


def asked(condition: tree.Expression, fields: Collection[str]) -> Asked:
    """Read a condition; `fields` are those of the claim, all other names being fixed on the day."""
    match condition:
        case tree.Comparison(operator=operator, left=left, right=right):
            if reads(left, fields):
                return Asked(left, _compared(operator, right))
            return Asked(right, _compared(MIRRORED[operator], left))
        case tree.Between(value=value, low=low, high=high):
            return Asked(value, Bounds(low, high))
        case tree.In(value=value, tests=tests):
            return Asked(value, _tested(tests))
        case tree.Call(function=tree.Name(name="not"), arguments=(operand,)):
            return _not(asked(operand, fields), condition)
        case tree.Name():
            return Asked(condition, OneOf((tree.Literal(value=True, type=BOOLEAN),)))
    return Asked(condition, FORMULA)


def reads(expression: tree.Expression, fields: Collection[str]) -> tuple[str, ...]:
    """The fields that an expression reads, each once, in the order of the text."""
    names = (node.name for node in tree.walk(expression) if isinstance(node, tree.Name))
    return tuple(dict.fromkeys(name for name in names if name in fields))


def filled(need: Need[T], fill: Callable[[T], V]) -> Need[V]:
    match need:
        case Bounds(low, high, low_closed, high_closed):
            low_end, high_end = (None if end is None else fill(end) for end in (low, high))
            return Bounds(low_end, high_end, low_closed, high_closed)
        case OneOf(values):
            return OneOf(tuple(map(fill, values)))
        case NoneOf(values):
            return NoneOf(tuple(map(fill, values)))
    return FORMULA


def named(need: Need[T]) -> tuple[T, ...]:
    """The values that a need names."""
    match need:
        case Bounds(low, high):
            return tuple(end for end in (low, high) if end is not None)
        case OneOf(values) | NoneOf(values):
            return values
    return ()


def written(need: Need[object]) -> str | None:
    """A need as FEEL would test it: `>= 1`, `in ("东站", "南站")`; None for a formula."""
    match need:
        case Bounds(low, None, closed, _) if low is not None:
            return f"{'>=' if closed else '>'} {_literal(low)}"
        case Bounds(None, high, _, closed) if high is not None:
            return f"{'<=' if closed else '<'} {_literal(high)}"
        case Bounds(low, high, low_closed, high_closed):
            return f"in {'[' if low_closed else '('}{_literal(low)}..{_literal(high)}{']' if high_closed else ')'}"
        case OneOf((value,)):
            return f"= {_literal(value)}"
        case NoneOf((value,)):
            return f"!= {_literal(value)}"
        case OneOf(values):
            return f"in ({', '.join(map(_literal, values))})"
        case NoneOf(values):
            return f"not in ({', '.join(map(_literal, values))})"
    return None


def _literal(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case Decimal():
            return f"{value.normalize():f}"
        case str():
            return f'"{value}"'
        case date():
            return value.isoformat()
    return str(value)


@dataclass(frozen=True, slots=True)
class Breach:
    """How far a value is from the bound that it breaks: in numbers, of a date in days, of a moment in time."""

    distance: Decimal | int | timedelta
    too_low: bool


def breach(seen: object, need: Need[object], step: Decimal) -> Breach | None:
    """The bound that `seen` breaks, and by how much; None where there is none or the two cannot be compared.

    From a bound that is itself not enough (`> 1000`) the distance is to the next value: a `step` beyond it, a day, or
    for a moment a second.
    """
    if not isinstance(need, Bounds):
        return None
    for end, closed, too_low in ((need.low, need.low_closed, True), (need.high, need.high_closed, False)):
        gap = _between(seen, end) if too_low else _between(end, seen)
        if isinstance(gap, Decimal) and (gap > 0 or (gap == 0 and not closed)):
            return Breach(gap if closed else gap + step, too_low)
        if isinstance(gap, timedelta) and (gap > _NO_TIME or (gap == _NO_TIME and not closed)):
            if isinstance(seen, datetime):
                return Breach(gap if closed else gap + _SECOND, too_low)
            return Breach(gap.days if closed else gap.days + 1, too_low)
    return None


_SECOND = timedelta(seconds=1)
_NO_TIME = timedelta()


def _between(low: object, high: object) -> Decimal | timedelta | None:
    match low, high:
        case (bool(), _) | (_, bool()):
            return None
        case (int() | Decimal(), int() | Decimal()):
            return DECIMAL.subtract(Decimal(high), Decimal(low))
        case (datetime(), datetime()):
            return high.replace(microsecond=0) - low.replace(microsecond=0)  # as FEEL compares them
        case (datetime(), _) | (_, datetime()):
            return None
        case (date(), date()):
            return high - low
    return None


def _compared(operator: str, operand: tree.Expression) -> Need[tree.Expression]:
    match operator:
        case "=":
            return OneOf((operand,))
        case "!=":
            return NoneOf((operand,))
        case "<" | "<=":
            return Bounds(high=operand, high_closed=operator == "<=")
        case _:
            return Bounds(low=operand, low_closed=operator == ">=")


def _tested(tests: tuple[tree.Expression, ...]) -> Need[tree.Expression]:
    match tests:
        case (tree.Range(low=low, high=high, low_closed=low_closed, high_closed=high_closed),):
            return Bounds(low, high, low_closed, high_closed)
        case (tree.Test(operator=operator, operand=operand),):
            return _compared(operator, operand)
        case (tree.List(items=items),):
            return _tested(items) if items else FORMULA
    plain = not any(isinstance(test, tree.Range | tree.Test | tree.List) for test in tests)
    return OneOf(tests) if plain else FORMULA


def _not(inner: Asked, condition: tree.Expression) -> Asked:
    match inner.need:
        case OneOf(values=(tree.Literal(value=True),)):
            return Asked(inner.subject, OneOf((tree.Literal(value=False, type=BOOLEAN),)))
        case OneOf(values):
            return Asked(inner.subject, NoneOf(values))
        case NoneOf(values):
            return Asked(inner.subject, OneOf(values))
        case Bounds(low, None, low_closed, _) if low is not None:
            return Asked(inner.subject, Bounds(high=low, high_closed=not low_closed))
        case Bounds(None, high, _, high_closed) if high is not None:
            return Asked(inner.subject, Bounds(low=high, low_closed=not high_closed))
    return Asked(condition, FORMULA)
