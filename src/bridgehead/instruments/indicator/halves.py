"""How far a target is reached at a day, and how much of its time is gone: `both past half`, where both have passed.

Time goes by months, and within a month by days: half of a year is gone when June is. What is reached is counted as the
cases stand, and never later than the day by which both are to be past their part.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from bridgehead.instruments.indicator.cases import Cases
from bridgehead.instruments.indicator.counted import Sums, share
from bridgehead.instruments.indicator.counts import CountedTarget, Counts


@dataclass(frozen=True, slots=True)
class Reached:
    """What of a task was reached on a day, with the part of its time that was gone when the day was over."""

    name: str
    target: CountedTarget
    day: date
    gone: Fraction
    sums: Sums

    @property
    def done(self) -> Fraction | None:
        return share(self.sums)

    @property
    def both_past(self) -> bool | None:
        """None where nothing is said of how far both are to be, or no case is to be done."""
        wanted = self.target.both_past
        if wanted is None or self.done is None:
            return None
        return self.gone >= Fraction(wanted.time) and self.done >= Fraction(wanted.task)


def reached(counts: Counts, cases: Cases) -> tuple[Reached, ...]:
    """Each target as the cases stand at the moment at which they are counted."""
    return tuple(_reached(name, each, counts, cases) for name, each in counts.targets.items())


def _reached(name: str, target: CountedTarget, counts: Counts, cases: Cases) -> Reached:
    last = (target.in_ or target.for_).ends
    day = min(cases.at.date(), last)
    at = min(cases.at, datetime.combine(last + timedelta(days=1), time()))
    moment = cases.columns[counts.month_of]
    begins = datetime.combine(target.for_.begins, time())
    within = replace(cases, at=at).some(moment >= begins, moment <= at)
    held = within.truth(target.to)
    plan = within.rows.aggregate(of=within.summed(target.of, held), to=within.rows.count(where=held))
    (row,) = within.asked(plan).to_pylist()
    return Reached(name, target, day, target.for_.gone(day), Sums(Decimal(row["of"] or 0), int(row["to"] or 0)))
