"""A copy of a register with made-up cases of the hotline, as the background of a service would keep it."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from bridgehead.catalog import KINDS
from bridgehead.instruments.indicator.scope import columns
from bridgehead.rulebook.load import load
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.tables import arrow_schema, copies
from bridgehead.tables.copies import Copy, is_copy

FOLDER = Path("rulebooks/datong/city-running-2023q1")
AT = datetime(2023, 12, 31, tzinfo=UTC)
MADE = """
WITH lots AS (
  SELECT i, hash(i, 1) % 1000 AS a, hash(i, 2) % 1000 AS b, hash(i, 3) % 1000 AS c, hash(i, 4) % 1000 AS d,
    TIMESTAMP '2023-01-01' + INTERVAL (hash(i, 5) % 525000) MINUTE AS came FROM range({count}) t(i)
), cases AS (SELECT *, a < 850 AS closed, a < 680 AS reached FROM lots)
SELECT i + 1 AS "@record", 5 AS "@version", FALSE AS "@counts", 'made-up-' || i AS number,
  ['question', 'help', 'complaint', 'offence', 'suggestion'][(b % 5 + 1)::INT] AS kind,
  {subjects}[(hash(i, 6) % 9 + 1)::INT] AS subject, {counties}[(c % 10 + 1)::INT] AS county,
  CASE WHEN closed THEN came + INTERVAL (b * 5) MINUTE END AS "first contact",
  CASE WHEN closed THEN reached END AS reached, CASE WHEN reached THEN b < 930 END AS contacted,
  CASE WHEN reached THEN c < 800 END AS resolved,
  CASE WHEN reached THEN {satisfaction}[(d % 5 + 1)::INT] END AS satisfaction,
  CASE WHEN closed THEN 'closed' WHEN a < 950 THEN 'in hand' ELSE 'answered' END AS stage, came AS "received on",
  CASE WHEN c % 4 = 0 THEN 'website' ELSE 'telephone' END AS channel,
  CASE WHEN NOT closed THEN came + INTERVAL 7 DAY END AS "due on", FALSE AS "due provisional",
  CASE WHEN closed THEN came + INTERVAL (d * 20) MINUTE END AS "closed on",
  'made-up-unit-' || hash(i, 7) % 12 AS "unit of record", (c < 60)::INT AS "deadlines missed"
FROM cases ORDER BY i
"""


def rulebook() -> Rulebook:
    return load(FOLDER, KINDS)


def copy(folder: Path, count: int) -> Copy:
    """As many cases of twelve units within a year; made once."""
    if not is_copy(folder):
        folder.mkdir(parents=True)
        table = rulebook().tables["hotline-report"]
        subjects, counties, satisfaction = ([*table.choices[name]] for name in ("subject", "county", "satisfaction"))
        sql = MADE.format(count=count, subjects=subjects, counties=counties, satisfaction=satisfaction)
        schema = arrow_schema([*columns(table).values()])
        for field in reversed(copies.GIVEN):
            schema = schema.insert(0, field)
        found = duckdb.sql(sql).to_arrow_table().select(schema.names).cast(schema)
        copies.begin(folder, "made up", found.to_reader(), {"seal": None, "event": 0}, AT)
    return Copy.read(folder)
