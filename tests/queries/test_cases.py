"""Cases of a file: decided as columns of the file, as columns of their rows, and one by one, they are decided alike."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from bridgehead import dmn, tables
from bridgehead.dmn.given import given_for
from bridgehead.feel import temporal, text_of
from bridgehead.feel.temporal_text import read_date_time
from bridgehead.queries import timed
from bridgehead.queries.cases import decide_all, read_cases
from bridgehead.queries.kept import as_written
from bridgehead.queries.written import json_of
from tests.profiles import costing

MODEL = """name: Fares
inputs: {age: {type: number, allowed: '[0..150]'}, kind: string, day: date, member: boolean}
decisions:
  Fare:
    hit policy: first
    inputs: [age, kind, member]
    outputs: [{name: fare, type: number}]
    rules: [[< 6, '-', '-', 0], ['[6..60)', '"train"', true, 10.50], ['[6..60)', '-', '-', 12]]
  Late: {expression: 'day > date("2026-05-04")'}
  Ticket: {expression: '{fare: Fare, twice: Fare * 2 + age, late: Late, days: [day], of: {kind: kind}}'}
"""
TYPES = {"age": pa.decimal128(9, 3), "kind": pa.string(), "day": pa.date32(), "member": pa.bool_()}

cases = st.fixed_dictionaries(
    {
        "age": st.none()
        | st.decimals(-5, 200, places=1)
        | st.sampled_from([Decimal(6), Decimal(60), Decimal("0.125")]),
        "kind": st.sampled_from([None, "train", "bus"]),
        "day": st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)),
        "member": st.sampled_from([None, True, False]),
    }
)


@given(st.lists(cases, min_size=1, max_size=12), st.sampled_from(["Fare", "Late", "Ticket"]))
@costing(6)
def test_every_way_decides_alike(made: list[dict[str, Any]], name: str) -> None:
    with TemporaryDirectory() as folder:
        model = Path(folder, "fares.yaml")
        model.write_text(MODEL, "utf-8")
        decisions = dmn.load(model)
        one_by_one = [decisions.decide(name, given_for(decisions.inputs(name), row)) for row in made]
        for suffix in ("parquet", "csv", "json"):
            file = Path(folder, f"cases.{suffix}")
            numbered = [{"number": f"N{at}", **row} for at, row in enumerate(made)]
            tables.write(file, pa.Table.from_pylist(numbered, pa.schema([("number", pa.string()), *TYPES.items()])))
            read = read_cases(file, decisions.inputs(name))
            decided = decide_all(decisions, name, read)
            assert decided.why is None
            assert _flat(name, one_by_one) == [_of(name, row) for row in decided.rows.to_pylist()]
            beyond = [row for row in made if row["age"] is not None and not 0 <= row["age"] <= 150]
            assert len(read.refused) == bool(beyond and name != "Late")


@given(st.lists(st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=12), min_size=1))
@costing(2)
def test_numbers_are_written_with_their_own_digits_alone(numbers: list[Decimal | None]) -> None:
    column = pa.array(numbers, pa.decimal256(76, 12))
    with TemporaryDirectory() as folder:
        for suffix in ("csv", "json"):
            file = Path(folder, f"numbers.{suffix}")
            tables.write(file, as_written(pa.table({"n": column}), file.suffix))
            text = file.read_text("utf-8-sig")
            if suffix == "csv":
                found = [one or None for one in text.splitlines()[1:]]
            else:
                found = [row["n"] for row in json.loads(text, parse_float=str, parse_int=str)]
            assert found == [None if one is None else text_of(one) for one in numbers]


def _flat(name: str, values: list[Any]) -> list[dict[str, Any]]:
    """What stands beside the rows: a decision, or the parts of one that is a context, what is inside them as JSON."""
    if name != "Ticket":
        return [{name: value} for value in values]
    return [{**one, "days": json_of(one["days"]), "of": json_of(one["of"])} for one in values]


def _of(name: str, row: dict[str, Any]) -> dict[str, Any]:
    parts = ("fare", "twice", "late", "days", "of") if name == "Ticket" else (name,)
    return {part: row[part] for part in parts}


ZONES = ("UTC", "Asia/Shanghai", "Europe/Berlin", "Africa/Monrovia", "-03:30")


@given(ticks=st.integers(-(2**53), 2**53), zone=st.sampled_from(ZONES))
def test_a_moment_of_a_zone_is_its_instant_and_so_is_its_text(ticks: int, zone: str) -> None:
    column = pa.chunked_array([pa.array([ticks]).cast(pa.timestamp("us", zone))])
    (value,) = timed.of_column(column)
    (text,) = as_written(pa.table({"at": column}), ".csv")["at"].to_pylist()
    read = read_date_time(text)
    assert read is not None
    assert temporal.instant(value) == temporal.instant(read) == ticks * 1000
