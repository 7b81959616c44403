"""Settle made-up claims by an award written as YAML, on a real engine."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from textwrap import dedent
from typing import Any

import pyarrow as pa

from bridgehead.documents.read import read_text
from bridgehead.instruments.award.allocation.paid import Confirmed
from bridgehead.instruments.award.columns import SCENARIO
from bridgehead.instruments.award.engines import Engine, open_claims
from bridgehead.instruments.award.judged import one_by_one, refusals
from bridgehead.instruments.award.rules import decide
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.award.terms import Terms
from bridgehead.primitives.types import Column, FieldType
from bridgehead.rulebook.rulebook import Table
from bridgehead.tables import arrow_schema

Row = dict[str, Any]

COLUMNS = (
    Column("number", FieldType.TEXT),
    Column("organiser", FieldType.TEXT),
    Column("kind", FieldType.CHOICE, choices=("train", "bus")),
    Column("run", FieldType.TEXT),
    Column("people", FieldType.INTEGER, digits=12),
    Column("nights", FieldType.INTEGER, digits=12),
    Column("invoice", FieldType.MONEY, scale=2),
    Column("growth", FieldType.PERCENT, scale=4),
    Column("sights", FieldType.CHOICES, choices=("grottoes", "mount", "temple", "wall")),
    Column("done on", FieldType.DATE),
    Column("filed at", FieldType.DATE_TIME),
)
TABLE = Table(
    columns=COLUMNS,
    deciding={column.name: column.name for column in COLUMNS},
    unique=frozenset({"number"}),
    personal=frozenset(),
    labels={},
)
HEAD = """
award: made-up
title: {zh: 虚构, en: Made up}
cites: notice.md#1
claims: claim
"""
PLAIN: Row = {
    "organiser": "A",
    "kind": "train",
    "run": None,
    "people": 100,
    "nights": 1,
    "invoice": Decimal(1000),
    "growth": Decimal("0.1"),
    "sights": ["grottoes"],
    "done on": date(2023, 6, 1),
    "filed at": datetime(2023, 6, 2, 9),  # noqa: DTZ001 (wall-clock time)
}
LATE = date(2024, 12, 31)


def terms(words: str) -> Terms:
    """The terms of an award whose words, in YAML, follow the HEAD."""
    document = read_text(HEAD + dedent(words), "made-up.yaml")
    assert not document.mistakes, document.mistakes
    return Terms(Award.model_validate(document.data), TABLE, {}, currency="CNY")


def claim(number: str, **fields: Any) -> Row:
    """A made-up claim; `run` tells it from others unless given."""
    return {
        "number": number,
        **PLAIN,
        "run": f"run of {number}",
        **{key.replace("_", " "): value for key, value in fields.items()},
    }


def june(day: int) -> date:
    return date(2023, 6, day)


def table(rows: Sequence[Row]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=arrow_schema(COLUMNS))


def settle(
    words: str | Terms,
    rows: Sequence[Row],
    *,
    on: date = LATE,
    paid: Sequence[Confirmed] = (),
    engine: Engine = Engine.DUCKDB,
) -> list[Row]:
    """The decisions on claims, in their order."""
    known = terms(words) if isinstance(words, str) else words
    refused = refusals(known)
    claims = one_by_one(known, table(rows), refused) if refused else table(rows)
    found: list[Row] = decide(known, open_claims(claims, engine), on=on, paid=paid).to_pyarrow().to_pylist()
    return found


def settle_many(
    words: str, tables: Sequence[Sequence[Row]], *, on: date = LATE, paid: Sequence[Confirmed] = ()
) -> list[list[Row]]:
    """The decisions on several tables of claims, each a scenario of its own in one run."""
    scenarios = [at for at, rows in enumerate(tables) for _ in rows]
    together = table([row for rows in tables for row in rows])
    claims = open_claims(together.append_column(SCENARIO, pa.array(scenarios, pa.int32())), Engine.DUCKDB)
    found: list[Row] = decide(terms(words), claims, on=on, paid=paid).to_pyarrow().to_pylist()
    return [[row for row in found if row[SCENARIO] == at] for at in range(len(tables))]


def shown(decisions: Sequence[Row], *keys: str) -> dict[str, Any]:
    """Of each claim by number what stands under one key, or under several."""
    return {row["number"]: row[keys[0]] if len(keys) == 1 else tuple(row[key] for key in keys) for row in decisions}
