"""What is written of values: those of one simple kind as they are, lists and contexts as JSON, others as FEEL does."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Context, Decimal
from typing import Any

import pyarrow as pa

from bridgehead import feel, tables
from bridgehead.feel.mistakes import NESTED, mistake
from bridgehead.feel.operations import kind
from bridgehead.feel.steps import counted, spend
from bridgehead.primitives.errors import BridgeheadError

_EXACT = Context(prec=1000)
_KEPT = frozenset(("number", "string", "boolean", "date", "Null"))
_IN_JSON = frozenset(("list", "context", "number", "boolean"))  # what a text would not say the kind of
_KEPT_TYPES = (pa.types.is_string, pa.types.is_boolean, pa.types.is_date32, pa.types.is_integer, pa.types.is_null)


def parts(name: str, values: Sequence[Any]) -> dict[str, pa.Array]:
    """The column of a decision's name; of decisions that are contexts, one for each part."""
    contexts = [value for value in values if value is not None]
    if not contexts or not all(isinstance(value, dict) for value in contexts):
        return {name: of_values(values)}
    names = dict.fromkeys(part for value in contexts for part in value)
    return {part: of_values(None if value is None else value.get(part) for value in values) for part in names}


def parts_of(name: str, column: pa.ChunkedArray) -> dict[str, pa.ChunkedArray]:
    """The same of a column, before it is written."""
    if not pa.types.is_struct(column.type) or column.null_count == len(column):
        return {name: column}
    names = [field.name for field in column.type]
    return dict(zip(names, map(pa.chunked_array, zip(column.combine_chunks().flatten())), strict=True))


def simple(items: Iterable[Any]) -> bool:
    """Whether values of FEEL are all of one kind that a column has."""
    kinds = {kind(item) for item in items} - {"Null"}
    return len(kinds) <= 1 and kinds <= _KEPT


def of_values(values: Iterable[Any]) -> pa.Array:
    """Values of FEEL as a column."""
    items = list(values)
    if simple(items):
        try:
            return pa.array(items)
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):  # too many digits, or a year beyond those of Python
            pass
    if {kind(item) for item in items} & _IN_JSON:
        return pa.array([None if item is None else json_of(item) for item in items], tables.JSON)
    return pa.array([item if item is None or isinstance(item, str) else feel.text_of(item) for item in items])


def json_of(value: Any) -> str:
    """A value of FEEL as JSON; what JSON has no kind for is a text as FEEL writes it.

    Raises BridgeheadError: FE401, it holds too much; FE404, it is too deep.
    """
    with counted():
        try:
            return tables.json_text(_in_json(value))
        except RecursionError:
            raise BridgeheadError([mistake("FE404", None, found=NESTED)]) from None


def _in_json(value: Any) -> Any:
    match value:
        case None | bool() | str():
            return value
        case int() | Decimal():
            return Decimal(value).normalize(_EXACT)
        case list():
            spend(len(value) // 10 + 1)
            return [_in_json(item) for item in value]
        case Mapping():
            spend(len(value) // 10 + 1)
            return {name: _in_json(item) for name, item in value.items()}
    return feel.text_of(value)


def of_column(column: pa.ChunkedArray) -> pa.ChunkedArray | pa.Array:
    """A column as it is written: numbers without the zeros that it adds."""
    if pa.types.is_decimal(column.type):
        return tables.shortest(column)
    if any(holds(column.type) for holds in _KEPT_TYPES):
        return column
    return of_values(map(as_feel, column.to_pylist()))


def as_feel(value: Any) -> Any:
    """A value of a column as the program for one case gives it: numbers without the zeros that a column adds."""
    match value:
        case bool():
            return value
        case int():
            return Decimal(value)
        case Decimal():
            return plain(value)
        case list():
            return [as_feel(item) for item in value]
        case Mapping():
            return {name: as_feel(item) for name, item in value.items()}
    return value


def plain(number: Decimal) -> Decimal:
    """A number without the zeros that its column adds; not one of its digits is lost."""
    short = number.normalize(_EXACT)
    return short.quantize(Decimal(1), context=_EXACT) if int(short.as_tuple().exponent) > 0 else short
