"""Many cases at once: the values of a decision as one query over columns."""

from collections.abc import Mapping, Sequence
from decimal import Context, Decimal
from typing import Any

import duckdb
import ibis
import pyarrow as pa

from bridgehead.dmn.columnar import decided, schema_of
from bridgehead.dmn.run import Decisions
from bridgehead.feel import infer
from bridgehead.feel.columns import NotColumnar
from bridgehead.feel.columns.terms import Refusal
from bridgehead.feel.operations import kind
from bridgehead.feel.types import NumberType, Type

_EXACT = Context(prec=1000)
ROW = "the number of the case"


def values(
    decisions: Decisions, name: str, cases: Sequence[Mapping[str, Any]], *, trace: bool = False
) -> tuple[list[Any], list[list[int]] | None]:
    """The value of a decision for each case; with `trace`, where it is a table, the rules that matched, from 1.

    Raises NotColumnar where the decision, or what the cases hold, has no columnar form, and BridgeheadError as
    `Decisions.decide` does.
    """
    data = _table(decisions.inputs(name), cases).append_column(ROW, pa.array(range(len(cases)), type=pa.int64()))
    plan = decided(decisions, name, ibis.memtable(data), trace=trace).order_by(ROW)
    try:
        found = ibis.duckdb.connect().to_pyarrow(plan)
        made = found[name].to_pylist()  # a date beyond the year 9999, which Python does not have, is met here
    except (duckdb.Error, pa.ArrowInvalid, OverflowError) as why:
        raise _refused(f"the engine gives up: {str(why).splitlines()[0]}") from why
    rules = found["rules"].to_pylist() if "rules" in found.column_names else None
    return [_as_feel(value) for value in made], rules


def _table(inputs: Mapping[str, Type], cases: Sequence[Mapping[str, Any]]) -> pa.Table:
    """The cases as columns; a number has as many digits as the longest of its column."""
    schema = schema_of(inputs)
    if schema is None:
        raise _refused("an input is a time, a duration, a function or of no declared type")
    columns: dict[str, pa.Array] = {}
    for name, type in inputs.items():
        items = [case.get(name) for case in cases]
        if any(map(_has_zone, items)):
            raise _refused(f"«{name}» has a moment with a zone")
        wanted = schema.to_pyarrow().field(name).type
        try:
            columns[name] = pa.array(items, type=_digits(items) if isinstance(type, NumberType) else wanted)
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError) as why:
            raise _refused(f"«{name}» has a value that is no {type}: {why}") from why
    return pa.table(columns)


def _has_zone(value: Any) -> bool:
    """Whether a moment inside has a zone, which a column would lose."""
    if isinstance(value, Mapping):
        return any(map(_has_zone, value.values()))
    if isinstance(value, list):
        return any(map(_has_zone, value))
    return getattr(value, "tzinfo", None) is not None


def _digits(items: Sequence[Any]) -> pa.DataType:
    numbers = [item for item in items if item is not None]
    if not all(kind(number) == "number" for number in numbers):
        raise pa.ArrowTypeError("not all are numbers")
    joined = infer.digits(infer.join(map(infer.number, numbers))) if numbers else (1, 0)
    if joined is None:
        raise pa.ArrowInvalid("its numbers need more than 34 digits")
    return pa.decimal128(max(sum(joined), 1), joined[1])


def _refused(reason: str) -> NotColumnar:
    return NotColumnar((0, 0), Refusal("FE305", reason), None)


def plain(number: Decimal) -> Decimal:
    """A number without the zeros that its column adds; not one of its digits is lost."""
    short = number.normalize(_EXACT)
    return short.quantize(Decimal(1), context=_EXACT) if int(short.as_tuple().exponent) > 0 else short


def _as_feel(value: Any) -> Any:
    """A value of a column as the program for one case gives it: numbers without the zeros that a column adds."""
    match value:
        case bool():
            return value
        case int():
            return Decimal(value)
        case Decimal():
            return plain(value)
        case list():
            return [_as_feel(item) for item in value]
        case dict():
            return {name: _as_feel(item) for name, item in value.items()}
    return value
