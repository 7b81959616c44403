"""Many cases at once: the values of a decision as one query over columns."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

import duckdb
import ibis
import pyarrow as pa
import pyarrow.compute as pc

from bridgehead.dmn.columnar import decided, schema_of
from bridgehead.dmn.run import Decisions
from bridgehead.feel import infer
from bridgehead.feel.columns import NotColumnar
from bridgehead.feel.columns.moments import BEYOND
from bridgehead.feel.columns.terms import Refusal
from bridgehead.feel.operations import kind
from bridgehead.feel.temporal import FarDate, FarDateTime, FineTime
from bridgehead.feel.types import ContextType, ListType, NumberType, Type
from bridgehead.queries.written import of_column, parts_of

ROW, VALUE = "the number of the case", "the value of the decision"
_BEFORE, _AFTER = 14, 4  # digits of a number inside a list or context
MOST_DIGITS = 34  # of a number of FEEL
Column: TypeAlias = pa.Array | pa.ChunkedArray


def values(
    decisions: Decisions, name: str, columns: Mapping[str, Column], count: int, *, trace: bool = False
) -> tuple[dict[str, Column], list[list[int]] | None]:
    """The value of a decision for each of so many cases, whose inputs are columns: a column of its name, or one for
    each part of a context; with `trace`, where it is a table, the rules that matched, from 1.

    Raises NotColumnar where the decision, or what the cases hold, has no columnar form, and BridgeheadError as
    `Decisions.decide` does.
    """
    given = {one: f"input {number}" for number, one in enumerate(columns)}
    data = pa.table([*columns.values(), pa.array(range(count), type=pa.int64())], names=[*given.values(), ROW])
    cases = ibis.memtable(data)
    plan = decided(decisions, name, cases, trace=trace, given=given, value=VALUE).order_by(ROW)
    try:
        found = ibis.duckdb.connect().to_pyarrow(plan)
        made = {part: _written(column) for part, column in parts_of(name, found[VALUE]).items()}
    except (duckdb.Error, pa.ArrowInvalid, OverflowError) as why:
        said = str(why)
        raise _refused(BEYOND if BEYOND in said else f"the engine gives up: {said.splitlines()[0]}") from why
    return made, found["rules"].to_pylist() if "rules" in found.column_names else None


def _written(column: pa.ChunkedArray) -> Column:
    if pa.types.is_integer(column.type):
        column = column.cast(pa.decimal128(19, 0))
    if pa.types.is_date32(column.type):
        pc.min_max(column).as_py()  # a date beyond the year 9999, which Python does not have, is met here
    return of_column(column)


def of_table(inputs: Mapping[str, Type], given: pa.Table) -> dict[str, Column] | None:
    """The inputs as columns of a table, null where it has none; None where one is no scalar, or of another type."""
    schema = schema_of(inputs, "decimal(1, 0)")
    if schema is None or any(isinstance(type, (ContextType, ListType)) for type in inputs.values()):
        return None
    columns: dict[str, Column] = {}
    for name, wanted in zip(inputs, schema.to_pyarrow().types, strict=True):
        column = given[name] if name in given.column_names else pa.nulls(given.num_rows, wanted)
        numbers = pa.types.is_decimal(wanted) and pa.types.is_decimal(column.type)
        if column.type.precision > MOST_DIGITS if numbers else column.type != wanted:
            return None
        columns[name] = column
    return columns


def of_rows(inputs: Mapping[str, Type], cases: Sequence[Mapping[str, Any]]) -> dict[str, Column]:
    """The cases as columns; a number has as many digits as the longest of its column.

    Raises NotColumnar where a value has no column.
    """
    schema = schema_of(inputs)
    if schema is None:
        raise _refused("an input is a duration, a function or of no declared type")
    columns: dict[str, Column] = {}
    for name, type in inputs.items():
        items = [case.get(name) for case in cases]
        if _holds(items, lambda one: getattr(one, "tzinfo", None) is not None):
            raise _refused(f"«{name}» has a moment with a zone")
        wanted = schema.to_pyarrow().field(name).type
        try:
            columns[name] = pa.array(items, type=_digits(items) if isinstance(type, NumberType) else wanted)
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError) as why:
            said = str(why) if isinstance(type, NumberType) else _unheld(items)
            raise _refused(f"«{name}» has a value that no column of {type} holds: {said}") from why
    return columns


def _unheld(value: Any) -> str:
    """Why lists and contexts have no column; the numbers in them have digits as `schema_of` gives them."""
    if any(number.adjusted() >= _BEFORE or number != round(number, _AFTER) for number in _numbers(value)):
        return f"a number in it has more than {_BEFORE} digits before the point, or {_AFTER} after it"
    if _holds(value, lambda one: isinstance(one, FarDate | FarDateTime | FineTime)):
        return "a moment in it has parts of a microsecond, or a year beyond 1 to 9999"
    return "not all in it are of that type"


def _numbers(value: Any) -> Iterator[Decimal]:
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    if isinstance(value, Decimal):
        yield value
    for part in parts:
        yield from _numbers(part)


def _holds(value: Any, test: Callable[[Any], bool]) -> bool:
    """Whether a value is such that a column would lose it, or holds one."""
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return test(value) or any(_holds(part, test) for part in parts)


def _digits(items: Sequence[Any]) -> pa.DataType:
    numbers = [item for item in items if item is not None]
    if not all(kind(number) == "number" for number in numbers):
        raise pa.ArrowTypeError("not all are numbers")
    joined = infer.digits(infer.join(map(infer.number, numbers))) if numbers else (1, 0)
    if joined is None:
        raise pa.ArrowInvalid(f"its numbers need more than {MOST_DIGITS} digits")
    return pa.decimal128(max(sum(joined), 1), joined[1])


def _refused(reason: str) -> NotColumnar:
    return NotColumnar((0, 0), Refusal("FE305", reason), None)
