"""What does a decision say of every row of a file? As columns, or else row by row, through the program for one case."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from bridgehead import feel, tables
from bridgehead.dmn.from_json import from_json
from bridgehead.dmn.given import given_for
from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.run import Decisions
from bridgehead.feel import types
from bridgehead.feel.columns import NotColumnar
from bridgehead.feel.conform import REFUSED, coerce
from bridgehead.feel.hits import Fired
from bridgehead.feel.operations import kind
from bridgehead.feel.types import ContextType, Type
from bridgehead.feel.values import feel_value
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest
from bridgehead.primitives.types import Column, FieldType
from bridgehead.queries import batches, listed
from bridgehead.tables.cells import folded
from bridgehead.tables.reading import READABLE

EXACT = tables.Labels(exact=True)  # since the names of DMN are: a column «Age» is no input «age»
BETWEEN = "."  # an input that is a context has a column for each part: `applicant.age`
_FIELDS: Mapping[str, FieldType] = {
    types.NUMBER.name: FieldType.DECIMAL,
    types.BOOLEAN.name: FieldType.BOOLEAN,
    types.DATE.name: FieldType.DATE,
    types.DATE_TIME.name: FieldType.DATE_TIME,
}
_MOMENTS = frozenset((FieldType.TEXT, FieldType.DATE, FieldType.DATE_TIME))
_KEPT = frozenset(("number", "string", "boolean", "date", "Null"))


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases of a file: each row as it was, and as inputs; what could not be read, and warnings."""

    rows: list[dict[str, Any]]
    inputs: list[dict[str, Any]]
    rejects: pa.Table
    notes: tuple[Mistake, ...] = ()
    refused: tuple[Mistake, ...] = ()
    """Warnings of values that are taken for null."""


def read_cases(path: Path, inputs: Mapping[str, Type]) -> Cases:
    """The rows of a file as cases. A JSON file is a list of objects, with values as `dmn run` takes them.

    Raises BridgeheadError: CL001, CL002, CL004 or TB0xx where the file is no table of these inputs, FE4xx where a
    value of JSON is none of FEEL's.
    """
    if path.suffix.lower() == ".json":
        rows = listed.objects(path)
        notes = _absent(path, inputs, {name for row in rows for name in row}) if rows else ()
        rejects = listed.rejects(rows, inputs)
        bad = set(rejects["row"].to_pylist())
        good = {number: row for number, row in enumerate(rows, 1) if number not in bad}
        typed = [given_for(inputs, row) for row in good.values()]
        return Cases([*good.values()], typed, rejects, notes, _refused(inputs, typed, [*good]))
    wanted = {column.name: column for name, type in inputs.items() for column in _columns(name, type)}
    there = {name: _fitting(column, wanted.get(name)) for name, column in _found(path).items()}
    columns = [column for column in there.values() if column is not None]
    reading = tables.read(path, columns or [*wanted.values()], zone=ZoneInfo("UTC"), labels=EXACT)
    notes = (*reading.notes, *_absent(path, wanted, there))
    rows = [{name: _plain(value) for name, value in row.items()} for row in reading.table.to_pylist()]
    typed = [given_for(inputs, _nested(row, inputs)) for row in rows]
    return Cases(rows, typed, reading.rejects, notes, _refused(inputs, typed, reading.rows.to_pylist()))


def _absent(path: Path, wanted: Iterable[str], there: Collection[str]) -> tuple[Mistake, ...]:
    """Warnings of inputs that no column is called by, each with the column that may be meant."""
    others = {folded(name): name for name in there if name not in wanted}
    near = {name: others.get(nearest(folded(name), others) or "") for name in wanted if name not in there}
    place, expected = Place(str(path)), "it, as the model writes it"
    return tuple(Mistake("TB011", f"no column «{name}»", place, expected, near[name], warning=True) for name in near)


def _refused(
    inputs: Mapping[str, Type], cases: Sequence[Mapping[str, Any]], rows: Sequence[int]
) -> tuple[Mistake, ...]:
    """Of each input, in how many rows what is given is not of its type, or none that it allows (DM203)."""
    found = []
    for name, type in inputs.items():
        given = ((row, case[name]) for row, case in zip(rows, cases, strict=True) if name in case)
        refused = [row for row, value in given if coerce(feel_value(value), type) is REFUSED]
        if refused:
            count = f"{len(refused):,} {'row' if len(refused) == 1 else 'rows'}"
            found.append(mistake("DM203", None, found=name, count=count, first=refused[0], type=str(type)))
    return tuple(found)


def _found(path: Path) -> Mapping[str, Column | None]:
    """The columns of a file that is there; that it is not is told when it is read."""
    return tables.columns(path) if path.is_file() and path.suffix.lower() in READABLE else {}


def _fitting(found: Column | None, wanted: Column | None) -> Column | None:
    """What a column is read as: what its input wants, and a moment as it is there, of its type or a text of FEEL."""
    if wanted is None or (wanted.type is FieldType.DATE_TIME and found is not None and found.type in _MOMENTS):
        return found
    return wanted


def _plain(value: Any) -> Any:
    return batches.plain(value) if isinstance(value, Decimal) else value


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
    trace: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Decided:
    """The rows with what was decided: a column of the decision's name, or one for each part of a context; with
    `trace`, where the decision is a table, also the numbers of the rules that matched.

    Raises BridgeheadError as `Decisions.decide` does.
    """
    try:
        values, rules = batches.values(decisions, name, cases.inputs, trace=trace)
        return Decided(_beside(cases, name, values, rules), None)
    except NotColumnar as refusal:
        why = refusal.reason
    values, matched = [], []
    for done, inputs in enumerate(cases.inputs, 1):
        fired: list[Fired] = []
        values.append(decisions.decide(name, inputs, now=now, trace=fired if trace else None))
        matched.append([rule for one in fired if one.label == name for rule in one.matched])
        if progress and done % 1000 == 0:
            progress(done)
    return Decided(_beside(cases, name, values, matched if any(matched) else None), why)


def _beside(cases: Cases, name: str, values: list[Any], rules: list[list[int]] | None) -> pa.Table:
    """The rows with the values, and the rules that matched, beside them."""
    given = list(dict.fromkeys(column for row in cases.rows for column in row))
    columns = {column: _column(row.get(column) for row in cases.rows) for column in given}
    made = _decided(name, values)
    if rules is not None:
        made["rules"] = [", ".join(map(str, matched)) or None for matched in rules]
    for column, items in made.items():
        columns[column if column not in columns else f"{name}{BETWEEN}{column}"] = _column(items)
    return pa.table(columns)


def _columns(name: str, type: Type) -> Iterable[Column]:
    """The columns of one input; a text holds what no column has a type for."""
    if isinstance(type, ContextType) and type.fields:
        for part, variable in type.fields.items():
            yield from _columns(f"{name}{BETWEEN}{part}", variable.type)
    else:
        field = _FIELDS.get(type.name, FieldType.TEXT)
        yield Column(name, field, optional=True, digits=tables.DIGITS, scale=tables.SCALE, floating=True)


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
            return from_json(value, "")
        except (json.JSONDecodeError, BridgeheadError):  # a text, which is told where the input takes none
            return value
    return value


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
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):  # too many digits, or a year beyond those of Python
            pass
    return pa.array([item if item is None or isinstance(item, str) else feel.text_of(item) for item in items])
