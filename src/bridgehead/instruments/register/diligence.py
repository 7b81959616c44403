"""When somebody who is made up does something to a record next: in time for the most part, late at times, and once in
a while only when it had been forgotten. All of it in office hours.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from math import isqrt
from random import Random

from bridgehead.primitives.deadline import Office, Term, Unit, deadline, working_time
from bridgehead.primitives.hours import MINUTE

FORGOTTEN_FOR = (15, 40)
"""Working days past its deadline after which something that was forgotten is found."""
LATE_BY = 5
"""At most so many working days late is what was not forgotten."""


@dataclass(frozen=True, slots=True)
class Diligence:
    """Of all deadlines the share that is missed and the share that is forgotten, by an office and its hours."""

    late: Decimal
    forgotten: Decimal
    office: Office
    chance: Random

    def next(self, at: datetime, days: tuple[int, int], due: datetime | None) -> datetime:
        """After working days between two numbers, and not when the deadline is over, unless it is missed."""
        a_day = self.office.hours.length // MINUTE
        minutes = self.chance.randint(days[0] * a_day, days[1] * a_day) + self.chance.randint(3, a_day // 2)
        if due is not None:
            left = max(0, int(working_time(at, due, self.office).total_seconds() / 60))
            luck = self.chance.random()
            if luck < self.forgotten:
                minutes = left + self.chance.randint(*(days * a_day for days in FORGOTTEN_FOR))
            elif luck < self.forgotten + self.late:
                minutes = left + self.chance.randint(1, LATE_BY * a_day)
            elif 1 < left <= minutes:
                minutes = max(1, isqrt(self.chance.randint(0, (left - 1) ** 2)))  # rather near its end
        return deadline(at, Term(max(1, minutes), Unit.WORKING_MINUTES), self.office).at
