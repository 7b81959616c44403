"""How many records came in, day by day or week by week, of each register that is asked for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from django.db import connection

from bridgehead.queries.services import Service

Step = Literal["days", "weeks"]
STEPS: Mapping[Step, tuple[int, int]] = {"days": (28, 1), "weeks": (12, 7)}
"""How many steps are told, and of how many days each; the last one ends with today."""

COUNTED = """
WITH span(place, matter, register, since, past) AS (VALUES {spans})
SELECT place, (
  SELECT COUNT(*) FROM ledger_record r
  WHERE r.matter = span.matter AND r.register = span.register
    AND r.submitted_at >= span.since AND r.submitted_at < span.past
) FROM span ORDER BY place
"""
"""A range of the index for each step: no row is read, and a register more is no statement more."""


@dataclass(frozen=True, slots=True)
class Trend:
    """The first day of each step, and how many came in by the registers, in the order that was asked for."""

    days: tuple[date, ...]
    counts: Mapping[tuple[str, str], tuple[int, ...]]


def trend(services: Sequence[Service], at: datetime, step: Step) -> Trend:
    """Days are those of each rulebook's zone; the names of the steps those of the first."""
    if not services:
        return Trend((), {})
    count, length = STEPS[step]
    rows = [row for each in services for row in _spans(each, at, count, length)]
    with connection.cursor() as cursor:
        spans = ", ".join(["(%s, %s, %s, %s, %s)"] * len(rows))
        cursor.execute(
            COUNTED.format(spans=spans), [value for place, row in enumerate(rows) for value in (place, *row)]
        )
        found = [counted for _, counted in cursor.fetchall()]
    keys = [(each.matter, each.register.name) for each in services]
    counts = {key: tuple(found[n * count : (n + 1) * count]) for n, key in enumerate(keys)}
    return Trend(tuple(_firsts(_today(services[0], at), count, length)), counts)


def _spans(service: Service, at: datetime, count: int, length: int) -> Iterable[tuple[Any, ...]]:
    zone, moment = service.rulebook.about.zone, connection.ops.adapt_datetimefield_value
    for first in _firsts(_today(service, at), count, length):
        since, past = (datetime.combine(day, time(), zone) for day in (first, first + timedelta(days=length)))
        yield service.matter, service.register.name, moment(since), moment(past)


def _firsts(today: date, count: int, length: int) -> Iterable[date]:
    return (today + timedelta(days=1 - length * (count - n)) for n in range(count))


def _today(service: Service, at: datetime) -> date:
    return at.astimezone(service.rulebook.about.zone).date()
