"""What becomes of the rules of a decision table that match: hit policies and aggregations (DMN 1.5, 8.2.8 to 8.2.11).

A table that breaks its own policy (two rules of a unique table match, those of an `any` table differ) has the value
null, and so has one where no rule matches and nothing is said for that case.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from bridgehead.feel import library
from bridgehead.feel.conform import REFUSED, coerce
from bridgehead.feel.operations import equal
from bridgehead.feel.types import Type
from bridgehead.feel.values import UNKNOWN

__all__ = ["conformed", "decide", "decide_by_index"]

TRACE: Final = "trace()"
"""The key of a context under which the caller passes a list, to which each table adds what it `Fired`."""

_AGGREGATIONS = {"C+": "sum", "C<": "min", "C>": "max"}

Values = Callable[[], list[Any]]
Way = tuple[Callable[[], Any], Values]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is constant in a table, as in `tree.Table`; `notes` are those of each rule."""

    policy: str
    names: tuple[str, ...]
    label: str
    heads: tuple[str, ...]
    notes: tuple[tuple[tuple[str, str], ...], ...]


class Narrowing(Protocol):
    """An index of the rules, as bits: which the inputs leave, which of these are in doubt, and which have formulas."""

    @property
    def formulas(self) -> int: ...

    def rules(self, inputs: Sequence[Any]) -> tuple[int, int]: ...


@dataclass(frozen=True, slots=True)
class Fired:
    """One pass through one table: its inputs with their values, the rules that matched (from 1), and what came out.

    `notes` are those of the rules that matched: the number of the rule, the heading, and the text. `policy` is the hit
    policy, as in `tree.Table`.
    """

    label: str
    inputs: tuple[tuple[str, object], ...]
    matched: tuple[int, ...]
    value: object = field(default=None)
    notes: tuple[tuple[int, str, str], ...] = ()
    policy: str = ""


def conformed(value: Any, to: Type) -> Any:
    """`value` as one of type `to`, null where it is none."""
    if value is UNKNOWN:
        return UNKNOWN
    converted = coerce(value, to)
    return None if converted is REFUSED else converted


def decide(
    context: Mapping[str, Any],
    plan: Plan,
    inputs: tuple[Any, ...],
    ways: tuple[Way, ...],
    orders: tuple[Values, ...],
    default: Values | None,
) -> Any:
    """The value of a table, walked rule by rule; UNKNOWN where a rule that counts may match or not."""
    matched = _matched(plan.policy, ((place, matches()) for place, (matches, _) in enumerate(ways)))
    rows = [] if matched is UNKNOWN else [ways[place][1]() for place in matched]
    return _outcome(context, plan, inputs, matched, rows, orders, default)


def decide_by_index(
    context: Mapping[str, Any],
    plan: Plan,
    index: Narrowing,
    inputs: tuple[Any, ...],
    tests: Mapping[int, Callable[[], Any]],
    constants: Sequence[list[Any] | None],
    values: Mapping[int, Values],
    orders: tuple[Values, ...],
    default: Values | None,
) -> Any:
    """The same by an index: `tests` are those of rules with formulas, `values` the outputs that are no constants."""
    left, doubts = index.rules(inputs)
    if left & index.formulas or doubts:
        matched = _matched(plan.policy, _asked(left, doubts, tests))
    elif plan.policy == "F":
        matched = [(left & -left).bit_length() - 1] if left else []
    else:
        matched = list(places(left))
    rows = []
    if matched is not UNKNOWN:
        rows = [values[place]() if place in values else list(constants[place] or ()) for place in matched]
    return _outcome(context, plan, inputs, matched, rows, orders, default)


def _asked(left: int, doubts: int, tests: Mapping[int, Callable[[], Any]]) -> Iterator[tuple[int, Any]]:
    for place in places(left):
        yield place, tests[place]() if place in tests else UNKNOWN if doubts >> place & 1 else True


def places(rules: int) -> Iterator[int]:
    """The places of the bits, the lowest first."""
    while rules:
        lowest = rules & -rules
        yield lowest.bit_length() - 1
        rules ^= lowest


def _outcome(
    context: Mapping[str, Any],
    plan: Plan,
    inputs: tuple[Any, ...],
    matched: Any,
    rows: list[list[Any]],
    orders: tuple[Values, ...],
    default: Values | None,
) -> Any:
    """The value from the outputs of the rules that matched, which goes to the trace as well."""
    if matched is UNKNOWN:
        value: Any = UNKNOWN
    elif matched:
        value = _by_policy(plan, rows, orders)
    elif default is not None:
        value = made(plan, default())
    else:
        value = None
    if TRACE in context:
        rules = () if matched is UNKNOWN else tuple(place + 1 for place in matched)
        seen = tuple(zip(plan.heads, inputs, strict=False))
        notes = tuple((rule, *note) for rule in rules for note in plan.notes[rule - 1])
        context[TRACE].append(Fired(plan.label, seen, rules, value, notes, plan.policy))
    return value


def _matched(policy: str, outcomes: Iterable[tuple[int, Any]]) -> Any:
    """The places of the rules that match, the first alone where it decides; UNKNOWN where that is not known."""
    found: list[int] = []
    doubt = False
    for place, outcome in outcomes:
        if outcome is UNKNOWN:
            if policy == "F":
                return UNKNOWN
            doubt = True
        elif outcome:
            found.append(place)
            if policy == "F":
                break
    return UNKNOWN if doubt else found


def _by_policy(plan: Plan, rows: list[list[Any]], orders: tuple[Values, ...]) -> Any:
    match plan.policy:
        case "U":
            return made(plan, rows[0]) if len(rows) == 1 else None
        case "A":
            return made(plan, rows[0]) if all(equal(row, rows[0]) is True for row in rows) else None
        case "F":
            return made(plan, rows[0])
        case "P":
            return made(plan, _ranked(rows, orders)[0])
        case "O":
            return [made(plan, row) for row in _ranked(rows, orders)]
        case "R" | "C":
            return [made(plan, row) for row in rows]
    return _aggregated(plan, rows)


def made(plan: Plan, row: list[Any]) -> Any:
    """The value of one rule: that of its output, or a context of all."""
    if any(value is UNKNOWN for value in row):
        return UNKNOWN
    return dict(zip(plan.names, row, strict=True)) if plan.names else row[0]


def _ranked(rows: list[list[Any]], orders: tuple[Values, ...]) -> list[list[Any]]:
    """Rows by the place of each value among those of its output, from the first output on; others keep their order."""
    ranks = [order() for order in orders]
    return sorted(rows, key=lambda row: [_rank(value, values) for value, values in zip(row, ranks, strict=False)])


def _rank(value: Any, values: list[Any]) -> int:
    return next((place for place, one in enumerate(values) if equal(one, value) is True), len(values))


def _aggregated(plan: Plan, rows: list[list[Any]]) -> Any:
    """One value from the outputs of all rows; there is none where a table has several outputs."""
    if plan.policy == "C#":
        return library.invoke(library.rows()["count"], (rows,), ())
    if plan.names:
        return None
    return library.invoke(library.rows()[_AGGREGATIONS[plan.policy]], ([row[0] for row in rows],), ())
