"""How many records came in, day by day or week by week, of each register that is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from bridgehead.queries.services import Service
from bridgehead.queries.spans import Span, counted

Step = Literal["days", "weeks"]
STEPS: Mapping[Step, tuple[int, int]] = {"days": (28, 1), "weeks": (12, 7)}
"""How many steps are told, and of how many days each; the last one ends with today."""


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
    found = counted("submitted_at", [span for each in services for span in _spans(each, at, count, length)])
    keys = [(each.matter, each.register.name) for each in services]
    counts = {key: tuple(found[n * count : (n + 1) * count]) for n, key in enumerate(keys)}
    return Trend(tuple(_firsts(_today(services[0], at), count, length)), counts)


def _spans(service: Service, at: datetime, count: int, length: int) -> Iterator[Span]:
    zone = service.rulebook.about.zone
    for first in _firsts(_today(service, at), count, length):
        since, past = (datetime.combine(day, time(), zone) for day in (first, first + timedelta(days=length)))
        yield Span(service.matter, service.register.name, since, past)


def _firsts(today: date, count: int, length: int) -> Iterator[date]:
    return (today + timedelta(days=1 - length * (count - n)) for n in range(count))


def _today(service: Service, at: datetime) -> date:
    return at.astimezone(service.rulebook.about.zone).date()
