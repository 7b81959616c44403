"""What does a decision say of every row of a file? As columns, or else row by row, through the program for one case."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from bridgehead import feel, tables
from bridgehead.dmn.given import given_for
from bridgehead.dmn.run import Decisions
from bridgehead.feel import types
from bridgehead.feel.columns import NotColumnar
from bridgehead.feel.operations import kind
from bridgehead.feel.types import ContextType, Type
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place
from bridgehead.primitives.types import Column, FieldType
from bridgehead.queries import batches
from bridgehead.tables.reading import READABLE

DIGITS, SCALE = 38, 12  # of a number in a file; one with more is a reject, never rounded
BETWEEN = "."  # an input that is a context has a column for each part: `applicant.age`
_FIELDS: Mapping[str, FieldType] = {
    types.NUMBER.name: FieldType.DECIMAL,
    types.BOOLEAN.name: FieldType.BOOLEAN,
    types.DATE.name: FieldType.DATE,
}
_KEPT = frozenset(("number", "string", "boolean", "date", "Null"))


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of a file: each row as it was, and as inputs; what could not be read, and warnings."""

    rows: list[dict[str, Any]]
    inputs: list[dict[str, Any]]
    rejects: pa.Table
    notes: tuple[Mistake, ...] = ()


def read_cases(path: Path, inputs: Mapping[str, Type]) -> Cases:
    """The rows of a file as cases. A JSON file is a list of objects, with values as `dmn run` takes them.

    Raises BridgeheadError: CL001, CL004 or TB0xx where the file is no table of these inputs.
    """
    if path.suffix.lower() == ".json":
        rows = _objects(path)
        return Cases(rows, [given_for(inputs, row) for row in rows], tables.REJECTS.empty_table())
    wanted = {column.name: column for name, type in inputs.items() for column in _columns(name, type)}
    others = [column for column in _found(path) if column.name not in wanted]
    reading = tables.read(path, [*others, *wanted.values()], zone=ZoneInfo("UTC"))
    rows = [{name: _plain(value) for name, value in row.items()} for row in reading.table.to_pylist()]
    typed = [given_for(inputs, _nested(row, inputs)) for row in rows]
    return Cases(rows, typed, reading.rejects, reading.notes)


def _found(path: Path) -> tuple[Column, ...]:
    """The columns of a file that is there; that it is not is told when it is read."""
    return tables.columns(path) if path.is_file() and path.suffix.lower() in READABLE else ()


def _plain(value: Any) -> Any:
    """A number without the zeros that its column adds."""
    if not isinstance(value, Decimal):
        return value
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


@dataclass(frozen=True, slots=True)
class Decided:
    """The rows with what was decided, and why they were decided row by row; `why` None: they were not."""

    rows: pa.Table
    why: str | None


def decide_all(
    decisions: Decisions,
    name: str,
    cases: Cases,
    *,
    now: object = None,
    progress: Callable[[int], None] | None = None,
) -> Decided:
    """The rows with what was decided: a column of the decision's name, or one for each part of a context.

    Raises BridgeheadError as `Decisions.decide` does.
    """
    try:
        return Decided(_beside(cases, name, batches.values(decisions, name, cases.inputs)), None)
    except NotColumnar as refusal:
        why = refusal.reason
    values = []
    for done, inputs in enumerate(cases.inputs, 1):
        values.append(decisions.decide(name, inputs, now=now))
        if progress and done % 1000 == 0:
            progress(done)
    return Decided(_beside(cases, name, values), why)


def _beside(cases: Cases, name: str, values: list[Any]) -> pa.Table:
    """The rows with the values beside them."""
    given = list(dict.fromkeys(column for row in cases.rows for column in row))
    columns = {column: _column(row.get(column) for row in cases.rows) for column in given}
    for column, items in _decided(name, values).items():
        columns[column if column not in columns else f"{name}{BETWEEN}{column}"] = _column(items)
    return pa.table(columns)


def _columns(name: str, type: Type) -> Iterable[Column]:
    """The columns of one input; a text holds what no column has a type for."""
    if isinstance(type, ContextType) and type.fields:
        for part, variable in type.fields.items():
            yield from _columns(f"{name}{BETWEEN}{part}", variable.type)
    else:
        yield Column(name, _FIELDS.get(type.name, FieldType.TEXT), optional=True, digits=DIGITS, scale=SCALE)


def _nested(row: Mapping[str, Any], inputs: Mapping[str, Type]) -> dict[str, Any]:
    return {name: _value(row, name, type) for name, type in inputs.items()}


def _value(row: Mapping[str, Any], name: str, type: Type) -> Any:
    """The value of one input; a context all of whose parts are blank is null, and a list is written as JSON."""
    if isinstance(type, ContextType) and type.fields:
        parts = {part: _value(row, f"{name}{BETWEEN}{part}", variable.type) for part, variable in type.fields.items()}
        return None if all(part is None for part in parts.values()) else parts
    value = row.get(name)
    if isinstance(value, str) and type.name in ("list", "context", "Any"):
        try:
            return json.loads(value, parse_float=Decimal, parse_int=Decimal)
        except json.JSONDecodeError:
            return value
    return value


def _objects(path: Path) -> list[dict[str, Any]]:
    try:
        rows = json.loads(path.read_text("utf-8-sig"), parse_float=Decimal, parse_int=Decimal)
    except OSError as why:
        found = f"the cases cannot be opened: {why.strerror}"
        raise BridgeheadError([Mistake("CL001", found, Place.whole(str(path)), "a file of cases")]) from why
    except UnicodeDecodeError as why:
        raise BridgeheadError([Mistake("CL002", "the text is not UTF-8", Place.whole(str(path)), "UTF-8")]) from why
    except json.JSONDecodeError as why:
        place = Place(str(path), why.lineno, why.colno)
        raise BridgeheadError([Mistake("CL004", f"the cases are not JSON: {why.msg}", place, "JSON")]) from why
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        found = "the cases are no list of objects"
        raise BridgeheadError([Mistake("CL004", found, Place(str(path)), 'JSON, as in [{"age": 17}]')])
    return rows


def _decided(name: str, values: list[Any]) -> dict[str, list[Any]]:
    """Decisions that are contexts have a column for each part."""
    contexts = [value for value in values if value is not None]
    if not contexts or not all(isinstance(value, dict) for value in contexts):
        return {name: values}
    parts = dict.fromkeys(part for value in contexts for part in value)
    return {part: [None if value is None else value.get(part) for value in values] for part in parts}


def _column(values: Iterable[Any]) -> pa.Array:
    """Values of one simple kind as they are, others as FEEL writes them."""
    items = list(values)
    kinds = {kind(item) for item in items} - {"Null"}
    if len(kinds) <= 1 and kinds <= _KEPT:
        try:
            return pa.array(items)
        except (pa.ArrowInvalid, OverflowError):  # a number with more digits than a column holds
            pass
    return pa.array([item if item is None or isinstance(item, str) else feel.text_of(item) for item in items])
