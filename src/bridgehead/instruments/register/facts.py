"""What FEEL says of one record: conditions, checks, and facts derived at intake. Unknown is not null."""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from typing import Any

from bridgehead import feel
from bridgehead.feel.names import may_stand_in
from bridgehead.instruments.register.lists import ROWS, told
from bridgehead.instruments.register.schema import Register

VERIFIED = "verified"
"""Under `NAME verified` stands what staff found of a field that they verify."""
ROUNDING = Context(prec=7000, rounding=ROUND_HALF_EVEN)
"""It holds every number that FEEL has, of which the largest has 6145 digits."""
NO_VALUES: Mapping[str, object] = {}


def derive(
    register: Register, filled: Mapping[str, object], values: Mapping[str, object] = NO_VALUES
) -> Mapping[str, object]:
    """What is derived from a record at intake, by name; what hangs on an unknown field is left out."""
    found = {name: holds(fact.is_, register, filled, values) for name, fact in register.derives.items()}
    return {name: value for name, value in found.items() if value is not feel.UNKNOWN}


def holds(text: str, register: Register, filled: Mapping[str, object], values: Mapping[str, object]) -> object:
    """The value of an expression over a record: UNKNOWN where it hangs on a required field that is blank."""
    context: dict[str, object] = dict.fromkeys(register.derives)
    for name, field in register.fields.items():
        context[name] = None if field.can_be_blank else feel.UNKNOWN
    return evaluated(text, {**context, **deciding(register, filled)}, values)


def deciding(register: Register, filled: Mapping[str, object]) -> dict[str, object]:
    """Of a field that staff have verified the verified value."""
    checked = {name: filled[f"{name} {VERIFIED}"] for name in register.fields if f"{name} {VERIFIED}" in filled}
    return {**filled, **checked}


def evaluated(text: str, context: Mapping[str, object], values: Mapping[str, object]) -> object:
    """The value of an expression. Of the names that are known few stand in it: it is read and compiled once for their
    types, unless it names `values`.
    """
    given = {name: context[name] for name in _named(text, tuple(context))}
    if may_stand_in("values", text):
        return feel.evaluate(text, {**given, "values": dict(values)})
    return _compiled(text, tuple(feel.scope_of(given).items()))(given)


@lru_cache(maxsize=4096)
def _named(text: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if may_stand_in(name, text))


@lru_cache(maxsize=4096)
def _compiled(text: str, scope: tuple[tuple[str, feel.Variable], ...]) -> Callable[[Mapping[str, object]], object]:
    types = dict(scope)
    return feel.compile(feel.parse(text, types), types)


def figures(register: Register, listed: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, object]:
    """What the rows of a list in the field `listed` give, by the field that it is the evidence of, rounded to the
    digits of that field, half even; null where FEEL gives none. Raises BridgeheadError, FE4xx, as FEEL does.
    """
    known = register.fields[listed].rows or {}
    seen = told(known)
    context = {ROWS: [{name: row[name] for name in seen} for row in rows]}
    found: dict[str, object] = {}
    for name, field in register.fields.items():
        if field.evidence == listed and field.from_rows is not None:
            names = register.in_rows[name]
            value = feel.compile(feel.parse(field.from_rows, names), names)(context)
            unit = Decimal((0, (1,), -register.table.column(name).scale))
            found[name] = value.quantize(unit, context=ROUNDING) if isinstance(value, Decimal) else value
    return found
