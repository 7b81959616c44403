"""The deadline of a record: it begins when the record comes into a stage, stands still, goes on, and is lengthened.

A clock stands in the state of a record as JSON, and is changed by events alone. It goes on, and does not begin anew,
where a record comes back into the stage from which it went to one that stops the clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Self

from bridgehead.instruments.register.stages import Stage
from bridgehead.primitives.deadline import Deadline, Office, Suspension, Term, deadline, reached, used


@dataclass(frozen=True, slots=True)
class Clock:
    """A term that runs in a stage since a moment, the moments in which it stood still, and since when it does now."""

    stage: str
    since: datetime
    within: Term
    extended: int = 0
    suspended: tuple[Suspension, ...] = ()
    stopped: datetime | None = None

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """A clock from the state of a record."""
        pauses = tuple(Suspension(_moment(since), _moment(until)) for since, until in kept["suspended"])
        stopped = _moment(kept["stopped"]) if kept["stopped"] else None
        term = Term.read(kept["within"])
        return cls(kept["stage"], _moment(kept["since"]), term, kept["extended"], pauses, stopped)

    def kept(self) -> dict[str, Any]:
        """The same as JSON."""
        return {
            "stage": self.stage,
            "since": _written(self.since),
            "within": str(self.within),
            "extended": self.extended,
            "suspended": [[_written(each.since), _written(each.until)] for each in self.suspended],
            "stopped": _written(self.stopped) if self.stopped else None,
        }

    def end(self, office: Office) -> Deadline | None:
        """When the term ends; None while it stands still. Raises UnknownYear."""
        return None if self.stopped else deadline(self.since, self.within, office, self.suspended)

    def warning(self, share: Decimal, office: Office) -> datetime | None:
        """The moment at which so much of the term is used; None while it stands still. Raises UnknownYear."""
        return None if self.stopped else reached(self.since, share, self.within, office, self.suspended)

    def share_used(self, at: datetime, office: Office) -> float:
        """How much of the term is used at a moment; 1 when it ends. Raises UnknownYear."""
        pauses = (
            (*self.suspended, Suspension(self.stopped, at)) if self.stopped and self.stopped < at else self.suspended
        )
        return float(used(self.since, at, self.within, office, pauses))


def entered(clock: Clock | None, name: str, stage: Stage, at: datetime) -> Clock | None:
    """The clock of a record that comes into a stage: stopped, gone on, begun anew, or none."""
    if stage.stops_the_clock:
        return replace(clock, stopped=clock.stopped or at) if clock else None
    if clock and clock.stopped and clock.stage == name:
        return replace(clock, stopped=None, suspended=(*clock.suspended, Suspension(clock.stopped, at)))
    return Clock(name, at, stage.due.within) if stage.due else None


def extended(clock: Clock, by: Term) -> Clock:
    """The clock with its term lengthened; both terms count in one unit."""
    return replace(clock, within=Term(clock.within.amount + by.amount, by.unit), extended=clock.extended + 1)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
