"""The columns of a file as they stand, for a reader that takes what there is."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from bridgehead.primitives.errors import BridgeheadError, Mistake, Place
from bridgehead.primitives.types import Column, FieldType
from bridgehead.tables.headings import require
from bridgehead.tables.rows import is_floating, is_wall_clock

DIGITS, SCALE = 76, 38
"""The most that a column holds: as many before the point as after it."""


def columns(path: Path) -> Mapping[str, Column | None]:
    """Each column by its heading: of Parquet with its type, or None where no field has it; of CSV and Excel a text as
    it stands.

    Raises BridgeheadError for a file that is no table, as `read` does.
    """
    if path.suffix.lower() == ".parquet":
        return _of_parquet(path)
    headings = dict.fromkeys(heading.strip() for heading in _headings(path))
    return {
        heading: Column(heading, FieldType.TEXT, optional=True, verbatim=True, carried=True)
        for heading in headings
        if heading
    }


def require_headings(path: Path, named: Collection[str]) -> None:
    """Raise BridgeheadError with TB019 for each heading that somebody names and the file does not have, and as
    `columns` does.
    """
    require(named, [*columns(path)], str(path))


def kinds(path: Path) -> Mapping[str, pa.DataType]:
    """The types of the columns of a Parquet file. Raises BridgeheadError: TB018, it is none."""
    schema = _schema(path)
    return dict(zip(schema.names, schema.types, strict=True))


def as_they_stand(path: Path, names: Sequence[str], rows: pa.Array) -> pa.Table:
    """Columns of a Parquet file in the types that they have there; `rows` are the numbers of the rows, from 1."""
    whole = parquet.read_table(path)
    places = [whole.schema.names.index(name) for name in names]
    return whole.select(places).take(pc.subtract(rows, 1))


def _headings(path: Path) -> list[str]:
    if path.suffix.lower() == ".xlsx":
        from bridgehead.tables import excel_reading

        return excel_reading.headings(path)
    from bridgehead.tables import delimited

    return delimited.headings(path)


def _schema(path: Path) -> pa.Schema:
    try:
        return parquet.read_schema(path)
    except (pa.ArrowInvalid, OSError) as why:
        found = Mistake("TB018", "the file is not Parquet by its content", Place(str(path)), "a Parquet file, whole")
        raise BridgeheadError([found]) from why


def _of_parquet(path: Path) -> Mapping[str, Column | None]:
    return {name: _column(name, kind) for name, kind in kinds(path).items()}


def _column(name: str, kind: pa.DataType) -> Column | None:
    if pa.types.is_decimal(kind):
        return Column(name, FieldType.DECIMAL, optional=True, digits=kind.precision, scale=kind.scale)
    if is_floating(kind):
        return Column(name, FieldType.DECIMAL, optional=True, digits=DIGITS, scale=SCALE, floating=True)
    if pa.types.is_integer(kind):
        return Column(name, FieldType.INTEGER, optional=True)
    for holds, type in (
        (pa.types.is_string, FieldType.TEXT),
        (pa.types.is_large_string, FieldType.TEXT),
        (pa.types.is_boolean, FieldType.BOOLEAN),
        (pa.types.is_date32, FieldType.DATE),
        (is_wall_clock, FieldType.DATE_TIME),
    ):
        if holds(kind):
            return Column(name, type, optional=True)
    return None
