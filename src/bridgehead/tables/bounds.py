"""Figures that no field can have: fewer than no people, more than all of them."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from bridgehead.primitives.types import Column
from bridgehead.primitives.words import Phrase
from bridgehead.tables.rows import refused


def bounded(columns: Sequence[Column]) -> Iterator[Column]:
    return (column for column in columns if column.minimum is not None or column.maximum is not None)


def outside(values: pa.Array, column: Column) -> pa.Array:
    """The mask of the values that lie outside of the column's bounds; null lies in them."""
    found = pa.repeat(pa.scalar(False), len(values))
    if column.minimum is not None:
        found = pc.or_(found, pc.less(values, pa.scalar(column.minimum)))
    if column.maximum is not None:
        found = pc.or_(found, pc.greater(values, pa.scalar(column.maximum)))
    return pc.fill_null(found, False)


def rejects(found: pa.Array, numbers: pa.Array, mask: pa.Array, column: Column) -> pa.Table:
    """Those values as rejects, each as it was `found` in the file."""
    return refused(numbers.filter(mask), column.name, found.filter(mask).cast(pa.string()), "TB048", within(column))


def within(column: Column) -> Phrase:
    """The bounds of a column that has any."""
    least, most = column.minimum, column.maximum
    if least is not None and most is not None:
        return Phrase(f"从 {least} 到 {most}", column.within)
    return Phrase(f"不小于 {least}" if most is None else f"不大于 {most}", column.within)


def all_within(path: Path, columns: Sequence[Column], places: Mapping[str, int]) -> bool:
    """Whether the statistics of a Parquet file say that every value lies within its bounds; no value is read.

    Statistics are kept by leaf: where a column that is no field's has several, `places` do not tell which is whose.
    """
    meta = parquet.read_metadata(path)
    if meta.num_columns != len(meta.schema.to_arrow_schema()):
        return False
    for column in bounded(columns):
        if column.name not in places:
            continue
        for group in range(meta.num_row_groups):
            known = meta.row_group(group).column(places[column.name]).statistics
            if known is None or not known.has_min_max:
                return False
            if (column.minimum is not None and known.min < column.minimum) or (
                column.maximum is not None and known.max > column.maximum
            ):
                return False
    return True
