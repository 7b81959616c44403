"""Type whole columns of text: the plain cells at once, in Arrow; the others one distinct value at a time, with care."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from bridgehead.primitives.types import Column, FieldType
from bridgehead.primitives.words import NOTHING, Phrase
from bridgehead.tables import bounds, cells
from bridgehead.tables.rows import LOST, NO_LABELS, REJECTS, Labels, Rows, arrow_schema, arrow_type, unnamed


@dataclass(frozen=True, slots=True)
class Converted:
    """Good rows with their numbers in the file, the rejects, and the rows that are `lost` (schema LOST), with `partly`
    what could be read of them.
    """

    table: pa.Table
    rejects: pa.Table
    rows: pa.Array
    lost: pa.Table
    partly: pa.Table


PLAIN_DAY = r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}"
PLAIN_MOMENT = PLAIN_DAY + r"[ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?"


def convert(rows: Rows, columns: Sequence[Column], zone: ZoneInfo, labels: Labels = NO_LABELS) -> Converted:
    """The good rows, typed, and the rejects of the others; a row that is blank throughout is neither."""
    length = len(rows.numbers)
    good, used = pa.repeat(pa.scalar(True), length), pa.repeat(pa.scalar(False), length)
    typed, rejects = [], [rows.rejects]
    for column in columns:
        text = rows.cells.get(column.name, pa.nulls(length, pa.string()))
        values, bad, refused = _column(text, rows.numbers, column, zone, labels)
        typed.append(values)
        rejects.append(refused)
        if column.within:
            beyond = bounds.outside(values, column)
            rejects.append(bounds.rejects(text, rows.numbers, beyond, column))
            bad = pc.or_(bad, beyond)
        good = pc.and_not(good, bad)
        used = pc.or_(used, _is_written(text) if column.verbatim else pc.is_valid(text))
    for column in columns:
        if column.unique:
            blank = pc.and_not(used, pc.is_valid(rows.cells.get(column.name, pa.nulls(length, pa.string()))))
            told = rows.rejects.filter(pc.equal(rows.rejects["column"], column.name))["row"].combine_chunks()
            blank = pc.and_not(blank, pc.is_in(rows.numbers, value_set=told))
            rejects.append(unnamed(rows.numbers.filter(blank), column))
            good = pc.and_not(good, blank)
    table = pa.Table.from_arrays(typed, schema=arrow_schema(columns))
    damaged = pc.is_in(rows.numbers, value_set=rows.rejects["row"].combine_chunks())
    kept = pc.and_(pc.and_not(good, damaged), used)
    name = next((rows.cells.get(column.name) for column in columns if column.unique), None)
    name = pa.nulls(length, pa.string()) if name is None else name
    bad = pc.and_not(used, kept)
    lost = pa.table([rows.numbers, name], schema=LOST).filter(bad)
    return Converted(table.filter(kept), pa.concat_tables(rejects), rows.numbers.filter(kept), lost, table.filter(bad))


def _is_written(text: pa.Array) -> pa.Array:
    """Whether a cell holds more than blanks."""
    return pc.fill_null(pc.not_equal(pc.utf8_trim_whitespace(text), ""), False)


def floating(values: pa.Array, numbers: pa.Array, column: Column) -> tuple[pa.Array, pa.Table]:
    """Floating point as the shortest decimals that read back the same, and the rejects: NaN, infinity, what is too long
    for the column. `numbers` are those of the rows.
    """
    typed, _, rejects = _column(values.cast(pa.string()), numbers, column, ZoneInfo("UTC"), NO_LABELS)
    return typed, rejects


def texts(values: pa.Array, numbers: pa.Array, column: Column, labels: Labels) -> tuple[pa.Array, pa.Table]:
    """Texts as cells of CSV are read, trimmed, blanks null, a choice by its name, a form in its one spelling; and the
    rejects. `numbers` are those of the rows.
    """
    text = pc.utf8_trim_whitespace(values)
    text = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
    typed, _, rejects = _column(text, numbers, column, ZoneInfo("UTC"), labels)
    return typed, rejects


def lists(values: pa.Array, numbers: pa.Array, column: Column, labels: Labels) -> tuple[pa.Array, pa.Table]:
    """Lists of texts likewise, each text once; one reject for each that is no choice."""
    if _each_once(values) and _all_plain(pc.list_flatten(values), column):
        return values, REJECTS.empty_table()
    one = replace(column, type=FieldType.CHOICE if column.type is FieldType.CHOICES else FieldType.TEXT)
    parents = pc.list_parent_indices(values)
    typed, rejects = texts(pc.list_flatten(values), numbers.take(parents), one, labels)
    parts: list[dict[str, None]] = [{} for _ in values]
    for parent, text in zip(parents.to_pylist(), typed.to_pylist(), strict=True):
        if text is not None:
            parts[parent][text] = None
    given = pc.is_valid(values).to_pylist()
    read = [list(found) if there else None for found, there in zip(parts, given, strict=True)]
    return pa.array(read, arrow_type(column)), rejects


def _each_once(values: pa.Array) -> bool:
    """Whether no list has a text twice."""
    elements = pc.list_flatten(values).dictionary_encode()
    codes = pc.cast(elements.indices, pa.int64())
    at = pc.add(pc.multiply(pc.cast(pc.list_parent_indices(values), pa.int64()), len(elements.dictionary)), codes)
    return bool(pc.count_distinct(at, mode="all").as_py() == len(at))


def _all_plain(elements: pa.Array, column: Column) -> bool:
    """Whether all texts of lists stand as they are read."""
    if column.type is FieldType.CHOICES:
        known = pc.is_in(elements, value_set=pa.array(column.choices, pa.string()))
        return bool(pc.all(known, min_count=0).as_py())
    trimmed = pc.utf8_trim_whitespace(elements)
    return not elements.null_count and trimmed.equals(elements) and not pc.any(pc.equal(trimmed, "")).as_py()


def _column(
    text: pa.Array, numbers: pa.Array, column: Column, zone: ZoneInfo, labels: Labels
) -> tuple[pa.Array, pa.Array, pa.Table]:
    """The typed column, the mask of its bad cells, and their rejects."""
    values, plain = _quick(text, column)
    rest = pc.and_not(pc.is_valid(text), plain)
    none_bad = pa.repeat(pa.scalar(False), len(text))
    if not pc.any(rest).as_py():
        return values, none_bad, REJECTS.empty_table()
    distinct = pc.filter(text, rest).dictionary_encode()
    read = cells.reader(column, zone, labels)
    readings: list[object] = []
    codes: list[str | None] = []
    expected: list[Phrase] = []
    for word in distinct.dictionary.to_pylist():
        try:
            found, code, wanted = read(word), None, NOTHING
        except cells.UnreadableError as why:
            found, code, wanted = None, why.code, why.expected
        readings.append(found)
        codes.append(code)
        expected.append(wanted)
    careful = pa.array(readings, arrow_type(column)).take(distinct.indices)
    codes_of_cells = pa.array(codes, pa.string()).take(distinct.indices)
    unread = pc.is_valid(codes_of_cells)
    rejects = pa.table(
        [
            pc.filter(numbers, rest),
            pa.repeat(pa.scalar(column.name), len(distinct)),
            pc.filter(text, rest),
            codes_of_cells,
            pa.array([each.zh for each in expected], pa.string()).take(distinct.indices),
            pa.array([each.en for each in expected], pa.string()).take(distinct.indices),
        ],
        schema=REJECTS,
    )
    bad = pc.replace_with_mask(none_bad, rest, unread)
    return _merged(values, rest, careful), bad, rejects.filter(unread)


def _merged(values: pa.Array, rest: pa.Array, careful: pa.Array) -> pa.Array:
    if pa.types.is_list(values.type):  # Arrow does not replace lists by mask; all of them were read with care
        places = pc.if_else(rest, pc.subtract(pc.cumulative_sum(pc.cast(rest, pa.int64())), 1), None)
        return careful.take(places)
    return pc.replace_with_mask(values, rest, careful)


def _quick(text: pa.Array, column: Column) -> tuple[pa.Array, pa.Array]:
    """The cells in their plainest form, typed, and the mask of those; none where one of them is no such day or time."""
    plain = pc.fill_null(_is_plain(text, column), False)
    try:
        return pc.cast(pc.if_else(plain, text, pa.scalar(None, pa.string())), arrow_type(column)), plain
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return pa.nulls(len(text), arrow_type(column)), pa.repeat(pa.scalar(False), len(text))


def _is_plain(text: pa.Array, column: Column) -> pa.Array:
    before = min(column.digits - column.scale, 18)
    fraction = rf"(\.[0-9]{{1,{column.scale}}})?" if column.scale else ""
    match column.type:
        case FieldType.CHOICE:
            return pc.is_in(text, value_set=pa.array(column.choices, pa.string()))
        case FieldType.CHOICES | FieldType.FILES:
            return pa.repeat(pa.scalar(False), len(text))
        case FieldType.BOOLEAN:
            return pc.is_in(text, value_set=pa.array(["true", "false"]))
        case FieldType.PERCENT:
            return pc.match_substring_regex(text, rf"^-?0{fraction}$")
        case FieldType.INTEGER | FieldType.DECIMAL | FieldType.MONEY:
            return pc.match_substring_regex(text, rf"^-?[0-9]{{1,{max(before, 1)}}}{fraction}$" if before else "^0$")
        case FieldType.DATE:
            return pc.match_substring_regex(text, f"^{PLAIN_DAY}$")
        case FieldType.DATE_TIME:
            return pc.match_substring_regex(text, f"^{PLAIN_MOMENT}$")
        case _:  # any text is plain, unless it is of a form
            return pc.is_valid(text) if column.type not in cells.FORMS else pa.repeat(pa.scalar(False), len(text))
