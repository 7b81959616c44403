"""What does a decision say of every row of a file? As columns, or else row by row, through the program for one case."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from bridgehead import tables
from bridgehead.dmn.from_json import from_json
from bridgehead.dmn.given import given_for
from bridgehead.dmn.mistakes import mistake
from bridgehead.dmn.refused import refused
from bridgehead.dmn.run import Decisions
from bridgehead.feel import tree, types
from bridgehead.feel.columns import NotColumnar
from bridgehead.feel.conform import REFUSED, coerce
from bridgehead.feel.hits import Fired
from bridgehead.feel.types import ContextType, Type
from bridgehead.feel.values import feel_value
from bridgehead.primitives.errors import BridgeheadError, Mistake, Place, nearest
from bridgehead.primitives.types import Column, FieldType
from bridgehead.queries import batches, held, json_cases, kept, nulls, timed
from bridgehead.queries.written import as_feel, of_values, parts
from bridgehead.tables.cells import folded
from bridgehead.tables.reading import READABLE
from bridgehead.tables.rows import is_wall_clock

EXACT = tables.Labels(exact=True)  # since the names of DMN are: a column «Age» is no input «age»
BETWEEN = "."  # an input that is a context has a column for each part: `applicant.age`
_FIELDS: Mapping[str, FieldType] = {
    types.NUMBER.name: FieldType.DECIMAL,
    types.BOOLEAN.name: FieldType.BOOLEAN,
    types.DATE.name: FieldType.DATE,
    types.DATE_TIME.name: FieldType.DATE_TIME,
}
_NESTED = frozenset(("list", "context", types.ANY.name))
_VERBATIM = _NESTED | {types.STRING.name}
LIMITS = frozenset(("FE401", "FE402", "FE404", "FE407", "FE408"))
"""The codes of the limits that the values of a case may pass: of steps, sizes, depths, texts and numbers."""
_MOMENTS = frozenset((FieldType.TEXT, FieldType.DATE, FieldType.DATE_TIME))


@dataclass(frozen=True)
class Cases:
    """The cases of a file: the rows as they were, with their numbers; what could not be read, and warnings."""

    types: Mapping[str, Type]
    given: pa.Table
    numbers: pa.Array
    rejects: pa.Table
    notes: tuple[Mistake, ...] = ()
    objects: Sequence[Mapping[str, Any]] | None = None
    """The rows of JSON, which have values of their own."""
    kept: pa.Table | None = None
    """The rows of Parquet in the types of the file; else they go out as they are given."""

    @cached_property
    def lacking(self) -> frozenset[str]:
        """The names that some object of JSON has not."""
        return frozenset(name for name in self.given.column_names if kept.lacks(name, self.objects or ()))

    @cached_property
    def inputs(self) -> list[dict[str, Any]]:
        """The inputs of each row."""
        if self.objects is not None:
            return [given_for(self.types, row) for row in self.objects]
        wanted = {part: type for name, type in self.types.items() for part, type in _parts(name, type)}
        there = zip(self.given.column_names, self.given.columns, strict=True)
        read = {name: held.values(column) for name, column in there if name in wanted and _is_of(column, wanted[name])}
        rows = (dict(zip(read, row, strict=True)) for row in zip(*read.values(), strict=True))
        if not read:
            rows = ({} for _ in self.numbers)
        return [given_for(self.types, _nested(row, self.types)) for row in rows]

    def some(self, rows: Sequence[int]) -> "Cases":
        """The cases of some rows, counted from 0, to be decided once more."""
        if self.objects is not None:
            return replace(self, objects=[self.objects[row] for row in rows])
        some = pa.array(rows, pa.int64())
        return replace(self, given=self.given.take(some), numbers=self.numbers.take(some), kept=None)

    @cached_property
    def columns(self) -> Mapping[str, batches.Column] | None:
        """The inputs as columns; None where not all of them are columns of the file."""
        return None if self.objects is not None else batches.of_table(self.types, self.given)

    @cached_property
    def refused(self) -> tuple[Mistake, ...]:
        """Warnings of values that are taken for null: of each input, in how many rows what is given is not of its type,
        or none that it allows (DM203).
        """
        found = []
        for name, type in self.types.items():
            rows, value = self._refused(name, type)
            if rows:
                count = f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'}"
                part, expected = refused(value, type, name)
                words = {"part": part, "expected": expected}
                found.append(mistake("DM203", None, found=name, count=count, first=rows[0], **words))
        return tuple(found)

    def _refused(self, name: str, type: Type) -> tuple[list[int], Any]:
        """The numbers of the rows, and what is given in the first."""
        if self.columns is None:
            given = zip(self.numbers.to_pylist(), (feel_value(case.get(name)) for case in self.inputs), strict=True)
            found = [(row, value) for row, value in given if coerce(value, type) is REFUSED]
            return [row for row, _ in found], found[0][1] if found else None
        if type.allowed is None:
            return [], None
        column = self.columns[name]
        bad = [value for value in column.unique().to_pylist() if coerce(as_feel(value), type) is REFUSED]
        where = pc.is_in(column, value_set=pa.array(bad, column.type))
        values = column.filter(where)
        return self.numbers.filter(where).to_pylist(), as_feel(values[0].as_py()) if len(values) else None


def read_cases(path: Path, inputs: Mapping[str, Type]) -> Cases:
    """The rows of a file as cases. A JSON file is a list of objects, with values as `dmn run` takes them.

    Raises BridgeheadError: CL001, CL002, CL004 or TB0xx where the file is no table of these inputs, FE4xx where a
    value of JSON is none of FEEL's.
    """
    if path.suffix.lower() == ".json":
        return _from_json(path, inputs)
    wanted = {column.name: column for name, type in inputs.items() for column in _columns(name, type)}
    there = {name: _fitting(column, wanted.get(name)) for name, column in _found(path).items()}
    is_parquet = path.suffix.lower() == ".parquet"
    if is_parquet:  # what no input reads is neither checked nor converted
        there |= dict.fromkeys(name for name in there if name not in wanted)
    there |= dict.fromkeys(_of_own_types(path, inputs, there))
    columns = [column for column in there.values() if column is not None]
    others = [name for name, column in there.items() if column is None]  # of types that no input has
    labels = replace(EXACT, beside=others)
    known = columns if columns or others else [*wanted.values()]
    reading = tables.read(path, known, zone=ZoneInfo("UTC"), labels=labels)
    given = pa.table([*map(_short, reading.table.columns)], names=reading.table.column_names)
    if others:
        given = _in_order([*there], given, tables.as_they_stand(path, others, reading.rows))
    members = [one for name, kind in tables.kinds(path).items() for one in _members(name, kind)] if is_parquet else []
    notes = (*reading.notes, *_absent(path, wanted, {**there, **dict.fromkeys(members)}))
    whole = tables.as_they_stand(path, [*there], reading.rows) if is_parquet else None
    return Cases(inputs, given, reading.rows, reading.rejects, notes, kept=whole)


def _in_order(names: Sequence[str], given: pa.Table, others: pa.Table) -> pa.Table:
    """All columns in the order of the file, and after them what it does not have."""
    order = dict.fromkeys((*names, *given.column_names))
    return pa.table({name: (others if name in others.column_names else given)[name] for name in order})


def _short(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return tables.shortest(column) if pa.types.is_decimal(column.type) else column


def _from_json(path: Path, inputs: Mapping[str, Type]) -> Cases:
    rows = json_cases.objects(path)
    names = dict.fromkeys(name for row in rows for name in row)
    rejects = json_cases.rejects(rows, inputs)
    bad = set(rejects["row"].to_pylist())
    good = {number: row for number, row in enumerate(rows, 1) if number not in bad}
    given = pa.table({name: kept.of_json(name, good.values()) for name in names})
    notes = _absent(path, inputs, names) if rows else ()
    return Cases(inputs, given, pa.array(good, pa.int64()), rejects, notes, [*good.values()])


def _absent(path: Path, wanted: Iterable[str], there: Collection[str]) -> tuple[Mistake, ...]:
    """Warnings of inputs that no column is called by, each with the column that may be meant."""
    others = {folded(name): name for name in there if name not in wanted}
    near = {name: others.get(nearest(folded(name), others) or "") for name in wanted if name not in there}
    place, expected = Place(str(path)), "it, as the model writes it"
    return tuple(Mistake("TB011", f"no column «{name}»", place, expected, near[name], warning=True) for name in near)


def _found(path: Path) -> Mapping[str, Column | None]:
    """The columns of a file that is there; that it is not is told when it is read."""
    return tables.columns(path) if path.is_file() and path.suffix.lower() in READABLE else {}


def _fitting(found: Column | None, wanted: Column | None) -> Column | None:
    """What a column is read as: what its input wants, and a moment as it is there, of its type or a text of FEEL."""
    if wanted is None or found is None:
        return wanted or found
    is_moment = wanted.type is FieldType.DATE_TIME and found.type in _MOMENTS
    return replace(found, verbatim=False) if is_moment else wanted


def _members(name: str, kind: pa.DataType) -> Iterator[str]:
    """The name of a column of Parquet, and those of all that it holds: `house.rooms` of the struct «house»."""
    yield name
    if pa.types.is_struct(kind):
        for field in kind:
            yield from _members(f"{name}{BETWEEN}{field.name}", field.type)


def _of_own_types(path: Path, inputs: Mapping[str, Type], there: Iterable[str]) -> set[str]:
    """The columns of Parquet that hold what their inputs take in types that no field has, and so are read as they are:
    lists and structs, moments of a zone or to the nanosecond, times of day, and lengths of time."""
    if path.suffix.lower() != ".parquet" or not there:
        return set()
    kinds = tables.kinds(path)
    leaves = dict(leaf for name, type in inputs.items() for leaf in _leaves(name, type))
    return {
        name
        for name in there
        if name in leaves
        and not is_wall_clock(kinds[name])
        and (timed.type_of(kinds[name]) == leaves[name] or _takes_nested(leaves[name], kinds[name]))
    }


def _takes_nested(wanted: Type, kind: pa.DataType) -> bool:
    return pa.types.is_nested(kind) and wanted.name in _NESTED


def _is_of(column: pa.ChunkedArray, wanted: Type) -> bool:
    """Whether a column by the name of an input or a part of one holds it: what has parts is a struct, or not there."""
    return not (isinstance(wanted, ContextType) and wanted.fields) or pa.types.is_struct(column.type)


@dataclass(frozen=True, slots=True)
class Decided:
    """The rows with what was decided, and why they were decided row by row; `why` None: they were not. `notes` warn of
    nulls, with the first row that has a reason for it (DM204).
    """

    rows: pa.Table
    why: str | None
    notes: tuple[Mistake, ...] = ()
    limited: Mapping[int, BridgeheadError] = field(default_factory=dict)
    """The numbers of the rows that passed a limit of FEEL, of which nothing is decided, and why."""


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
    `trace`, where the decision is a table, also the numbers of the rules that matched, and their annotations, and the
    reasons of nulls.

    Raises BridgeheadError as `Decisions.decide` does, but for a limit that one row passes, which costs no other row.
    """
    try:
        columns = batches.of_rows(cases.types, cases.inputs) if cases.columns is None else cases.columns
        made, rules = batches.values(decisions, name, columns, len(cases.numbers), trace=trace)
        traced = _traced(rules, _annotated(decisions, name, rules or ())) if trace else None
        return _decided(decisions, name, cases, made, traced, None, now, {})
    except NotColumnar as refusal:
        why = refusal.reason
    values, matched, notes = [], [], []
    limited: dict[int, BridgeheadError] = {}
    for done, inputs in enumerate(cases.inputs, 1):
        fired: list[Fired] = []
        try:
            values.append(decisions.decide(name, inputs, now=now, trace=fired if trace else None))
        except BridgeheadError as error:
            if not LIMITS.issuperset(one.code for one in error.mistakes):
                raise
            limited[done - 1] = error
            values.append(None)
        own = [one for one in fired if one.label == name]
        matched.append([rule for one in own for rule in one.matched])
        notes.append([text for one in own for _, _, text in one.notes])
        if progress and done % 1000 == 0:
            progress(done)
    traced = _traced(matched if any(matched) else None, notes) if trace else None
    try:
        made = parts(name, values)
    except BridgeheadError as error:  # of a limit: a value is too large or too deep to be written
        raise error.at(decisions.place(name)) from error
    return _decided(decisions, name, cases, made, traced, why, now, limited)


def _decided(
    decisions: Decisions,
    name: str,
    cases: Cases,
    made: Mapping[str, batches.Column],
    traced: Mapping[str, batches.Column] | None,
    why: str | None,
    now: object,
    limited: Mapping[int, BridgeheadError],
) -> Decided:
    """What was decided, and why it is null: of the first row, or of each where it is traced."""
    empty = nulls.rows(made)
    looked_at = cases.some(empty[: nulls.LOOKED_AT]).inputs if empty else []
    note = nulls.told(decisions, name, looked_at, cases.numbers.take(pa.array(empty, pa.int64())).to_pylist(), now)
    beside = {**made, **(traced or {})}
    if traced is not None and note is not None:
        texts: list[str | None] = [None] * len(cases.numbers)
        for row, case in zip(empty, cases.some(empty).inputs, strict=True):
            texts[row] = "; ".join(map(str, nulls.reasons(decisions, name, case, now))) or None
        beside["reasons"] = pa.array(texts, pa.string())
    numbers = cases.numbers.to_pylist() if limited else []
    stopped = {numbers[row]: error for row, error in limited.items()}
    return Decided(_beside(cases, name, beside), why, () if note is None else (note,), stopped)


def _annotated(decisions: Decisions, name: str, rules: Iterable[Sequence[int]]) -> list[list[str]]:
    """The annotations of the rules of a decision that is a table, by their numbers."""
    expression = decisions.plan(decisions.graph.find(name)).expression
    table = tree.bare(expression) if expression is not None else None
    noted = [[text for _, text in rule.notes] for rule in table.rules] if isinstance(table, tree.Table) else []
    return [[text for rule in one for text in noted[rule - 1]] for one in rules]


def _traced(rules: Iterable[Sequence[int]] | None, notes: Sequence[Sequence[str]]) -> dict[str, batches.Column]:
    """The rules that matched, where the decision is a table, and their annotations, where there are any."""
    columns = {} if rules is None else {"rules": [", ".join(map(str, one)) for one in rules]}
    if any(notes):
        columns["annotations"] = ["; ".join(one) for one in notes]
    return {name: of_values(one or None for one in texts) for name, texts in columns.items()}


def _beside(cases: Cases, name: str, made: Mapping[str, batches.Column]) -> pa.Table:
    """The rows with what was decided beside them."""
    if cases.kept is not None:
        columns: dict[str, batches.Column] = dict(zip(cases.kept.column_names, cases.kept.columns, strict=True))
    else:
        given = zip(cases.given.column_names, cases.given.columns, strict=True)
        columns = {column: kept.of_file(items) for column, items in given}
    for column, items in made.items():
        columns[column if column not in columns else f"{name}{BETWEEN}{column}"] = items
    return pa.table(columns)


def _columns(name: str, type: Type) -> Iterable[Column]:
    """The columns of one input; a text holds what no column has a type for."""
    for leaf, of in _leaves(name, type):
        field = _FIELDS.get(of.name, FieldType.TEXT)
        column = Column(leaf, field, optional=True, digits=tables.DIGITS, scale=tables.SCALE, floating=True)
        # A workbook has times of day of their own kind; for FEEL the text of one is as good.
        yield replace(column, verbatim=of.name in _VERBATIM, carried=of.name == types.TIME.name)


def _leaves(name: str, type: Type) -> Iterable[tuple[str, Type]]:
    """The names of the columns of one input, with the types of what they hold."""
    for part, of in _parts(name, type):
        if not (isinstance(of, ContextType) and of.fields):
            yield part, of


def _parts(name: str, type: Type) -> Iterator[tuple[str, Type]]:
    """An input and all its parts, by the names of their columns."""
    yield name, type
    if isinstance(type, ContextType) and type.fields:
        for part, variable in type.fields.items():
            yield from _parts(f"{name}{BETWEEN}{part}", variable.type)


def _nested(row: Mapping[str, Any], inputs: Mapping[str, Type]) -> dict[str, Any]:
    return {name: _value(row, name, type) for name, type in inputs.items()}


def _value(row: Mapping[str, Any], name: str, type: Type) -> Any:
    """The value of one input; a context is whole, or has its parts, and is null where all are blank; a list may be
    written as JSON.
    """
    if isinstance(type, ContextType) and type.fields and row.get(name) is None:
        parts = {part: _value(row, f"{name}{BETWEEN}{part}", variable.type) for part, variable in type.fields.items()}
        return None if all(part is None for part in parts.values()) else parts
    value = row.get(name)
    if isinstance(value, str) and type.name in _NESTED:
        try:
            return from_json(value, "")
        except (json.JSONDecodeError, BridgeheadError):  # a text, which is told where the input takes none
            return value
    return value
