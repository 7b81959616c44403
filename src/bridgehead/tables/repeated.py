"""Numbers that stand in more than one row of a file."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from bridgehead.primitives.words import Phrase
from bridgehead.tables.rows import REJECTS, refused

Repeated = Mapping[str, tuple[int, ...]]
"""The rows of each number that more than one row has, from the first."""


def repeated(numbers: pa.ChunkedArray, rows: pa.Array) -> Repeated:
    """Which numbers are used more than once; `rows` says where each stands in the file."""
    counts = pc.value_counts(numbers)
    twice = counts.field("values").filter(pc.greater(counts.field("counts"), 1))
    if not len(twice):
        return {}
    where = pc.is_in(numbers, value_set=twice)
    found: dict[str, tuple[int, ...]] = {}
    for number, row in zip(
        numbers.filter(where).to_pylist(), rows.filter(where.combine_chunks()).to_pylist(), strict=True
    ):
        found[number] = (*found.get(number, ()), row)
    return found


def rejects(found: Repeated, column: str, numbers: pa.ChunkedArray, rows: pa.Array) -> pa.Table:
    """Every row of these numbers as a reject with the number as it is typed there, which names the others; `numbers`
    and `rows` are those of the file.
    """
    every = pa.array([row for at in found.values() for row in at], pa.int64())
    typed = dict(zip(*(part.to_pylist() for part in _typed(numbers, rows, every)), strict=True)) if found else {}
    told = [
        refused(pa.array(at, pa.int64()), column, pa.array([typed[row] for row in at], pa.string()), "TB046", _once(at))
        for at in found.values()
    ]
    return pa.concat_tables([REJECTS.empty_table(), *told])


def _typed(numbers: pa.ChunkedArray, rows: pa.Array, wanted: pa.Array) -> tuple[pa.Array, pa.ChunkedArray]:
    where = pc.is_in(rows, value_set=wanted)
    return rows.filter(where), numbers.filter(where)


def _once(rows: tuple[int, ...]) -> Phrase:
    zh = f"每个号只用一次；它用在第 {'、'.join(map(str, rows))} 行"
    return Phrase(zh, f"each number once; it is used in rows {', '.join(map(str, rows[:-1]))} and {rows[-1]}")


def alike(texts: pa.ChunkedArray, rows: pa.Array) -> list[tuple[tuple[str, int], ...]]:
    """Texts that differ only in case, width, blanks or strokes, each with its first row; groups of two or more."""
    plain = pc.replace_substring_regex(pc.utf8_lower(pc.utf8_normalize(texts, "NFKC")), r"[\s_/.\-]+", "")
    if pc.count_distinct(plain) == pc.count_distinct(texts):
        return []
    table = pa.table([texts, plain, rows], names=["text", "plain", "row"])
    written = table.group_by(["plain", "text"], use_threads=False).aggregate([("row", "min")])
    several = pc.value_counts(written["plain"])
    shared = several.field("values").filter(pc.greater(several.field("counts"), 1))
    groups: dict[str, list[tuple[str, int]]] = {}
    for row in written.filter(pc.is_in(written["plain"], value_set=shared)).sort_by("row_min").to_pylist():
        groups.setdefault(row["plain"], []).append((row["text"], row["row_min"]))
    return [tuple(group) for plain, group in groups.items() if plain]
