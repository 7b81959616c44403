"""How many records of registers have a moment within spans: a range of an index for each, and one statement for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import connection

Moment = Literal["submitted_at", "due_at"]

COUNTED = """
WITH span(place, matter, register, since, past) AS (VALUES {spans})
SELECT place, (
  SELECT COUNT(*) FROM ledger_record r
  WHERE r.matter = span.matter AND r.register = span.register AND r.{moment} >= span.since AND r.{moment} < span.past
) FROM span ORDER BY place
"""


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment to another, which is outside, of one register."""

    matter: str
    register: str
    since: datetime
    past: datetime


def counted(moment: Moment, spans: Sequence[Span]) -> list[int]:
    """Counts in the order of the spans. No row is read, and a register more is no statement more."""
    if not spans:
        return []
    adapted = connection.ops.adapt_datetimefield_value
    values = [
        value
        for place, each in enumerate(spans)
        for value in (place, each.matter, each.register, adapted(each.since), adapted(each.past))
    ]
    with connection.cursor() as cursor:
        rows = ", ".join(["(%s, %s, %s, %s, %s)"] * len(spans))
        cursor.execute(COUNTED.format(spans=rows, moment=moment), values)
        return [count for _, count in cursor.fetchall()]
