"""What an indicator counts of the cases of a register: of a copy of it, or of a file of cases."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from bridgehead import tables
from bridgehead.instruments.indicator import Indicator
from bridgehead.instruments.indicator.cases import Cases, open_cases
from bridgehead.instruments.indicator.counted import Cube, Taken, count, times
from bridgehead.instruments.indicator.halves import Reached, reached
from bridgehead.instruments.indicator.scope import columns
from bridgehead.rulebook.labelled import labels
from bridgehead.rulebook.of_record import OF_THE_RECORD
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.tables.copies import Copy, is_copy
from bridgehead.tables.shortest import shortest

NUMBER = pa.decimal128(38, 10)
MONTH, RATE, WAY = "month", "rate", "way"


@dataclass(frozen=True, slots=True)
class Counting:
    """What was counted, at which moment by the clock of the city; `times` of all cases and by each name of groups."""

    at: datetime
    cube: Cube
    times: dict[str | None, dict[object, list[Taken]]]
    targets: tuple[Reached, ...]


def of_path(
    path: Path, rulebook: Rulebook, indicator: Indicator, now: datetime
) -> tuple[Counting, tables.Reading | None]:
    """What is counted of a copy, as of the moment to which it goes, or of a file at a moment; and how the file was
    read: what is in its rejects is not counted. Raises BridgeheadError as `tables.read` and `tables.parquet.scan` do.
    """
    if is_copy(path):
        return of_copy(Copy.read(path), rulebook, indicator), None
    assert indicator.counts is not None
    table, zone = rulebook.tables[indicator.counts.of], rulebook.about.zone
    known = {each.name: each for each in (*table.columns, *columns(table).values())}
    wanted = [replace(each, optional=True, beside=True, unique=False) for each in known.values()]
    said, own = labels(table), {name: (each.label.zh, each.label.en) for name, each in OF_THE_RECORD.items()}
    reading = tables.read(path, wanted, zone=zone, labels=replace(said, columns={**own, **said.columns}))
    return counting(indicator, open_cases(reading.table, table, _local(now, zone))), reading


def of_copy(copy: Copy, rulebook: Rulebook, indicator: Indicator) -> Counting:
    """Raises BridgeheadError as `tables.parquet.scan` does."""
    return counting(indicator, cases_of(copy, rulebook, indicator))


def cases_of(copy: Copy, rulebook: Rulebook, indicator: Indicator) -> Cases:
    assert indicator.counts is not None
    return open_cases(copy, rulebook.tables[indicator.counts.of], _local(copy.at, rulebook.about.zone))


def counting(indicator: Indicator, cases: Cases) -> Counting:
    counts = indicator.counts
    assert counts is not None
    asked = (None, *counts.by) if counts.times else ()
    return Counting(
        cases.at, count(counts, cases), {by: times(counts, cases, by) for by in asked}, reached(counts, cases)
    )


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The moment at which a day is over."""
    return datetime.combine(day + timedelta(days=1), time(), zone)


def table_of(cube: Cube) -> pa.Table:
    """Each rate in each of its ways, by month and group, with its numerator and denominator."""
    found = pa.Table.from_pylist([*_rows(cube)], schema=_schema(cube))
    return pa.table(
        {name: shortest(found[name]) if _is_number(found, name) else found[name] for name in found.column_names}
    )


def _schema(cube: Cube) -> pa.Schema:
    groups = [(name, pa.string()) for name in cube.by[1:]]
    words = [(RATE, pa.string()), (WAY, pa.string())]
    return pa.schema([(MONTH, pa.string()), *groups, *words, ("numerator", NUMBER), ("denominator", NUMBER)])


def _is_number(found: pa.Table, name: str) -> bool:
    return bool(found.schema.field(name).type == NUMBER)


def _rows(cube: Cube) -> Iterator[dict[str, object]]:
    for key, sums in cube.summed(*cube.by).items():
        month = f"{key[0]:%Y-%m}" if isinstance(key[0], date) else None
        groups = {name: None if part is None else str(part) for name, part in zip(cube.by[1:], key[1:], strict=True)}
        for (rate, way), each in sums.items():
            if each.to:
                told = {RATE: rate, WAY: way or None, "numerator": each.of, "denominator": Decimal(each.to)}
                yield {MONTH: month, **groups, **told}
