"""Office hours: the periods of a working day in which its clock runs."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from bridgehead.primitives.errors import BridgeheadError, Mistake

MINUTE = 60_000_000
"""Times of day and lengths are counted in microseconds, which are exact."""
DAY = 24 * 60 * MINUTE

EXPECTED = "periods in their order, as in 8:00-12:00, 14:30-18:00"

_PERIOD = re.compile(r"(\d{1,2}):(\d\d)\s*[-–—~至]\s*(\d{1,2}):(\d\d)", re.ASCII)


@dataclass(frozen=True)
class Hours:
    """The periods of a day by their first and last moment, in microseconds since midnight: in order, and apart.

    Raises BridgeheadError with CA003 where they are not.
    """

    periods: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        moments = [moment for period in self.periods for moment in period]
        apart = all(earlier < later for earlier, later in pairwise(moments))
        if not (moments and apart and moments[0] >= 0 and moments[-1] <= DAY):
            raise BridgeheadError([Mistake("CA003", f"the office hours «{self}»", None, EXPECTED)])

    @classmethod
    def read(cls, text: str) -> "Hours":
        """Hours as they are written: `8:00-18:00`, or `8:00-12:00, 14:30-18:00`. Raises BridgeheadError with CA003."""
        found = [_PERIOD.fullmatch(part.strip()) for part in re.split("[,，、;；]", text.replace("：", ":"))]
        times = [[int(number) for number in period.groups()] for period in found if period]
        if len(times) < len(found) or any(minute > 59 for time in times for minute in time[1::2]):
            raise BridgeheadError([Mistake("CA003", f"the office hours «{text}»", None, EXPECTED)])
        return cls(tuple(((60 * a + b) * MINUTE, (60 * c + d) * MINUTE) for a, b, c, d in times))

    @cached_property
    def length(self) -> int:
        """The working time of a day, in microseconds."""
        return sum(closes - opens for opens, closes in self.periods)

    @property
    def opening(self) -> int:
        """When the first period begins, in microseconds since midnight."""
        return self.periods[0][0]

    @property
    def closing(self) -> int:
        """When the last period ends, in microseconds since midnight."""
        return self.periods[-1][1]

    def open_from(self, moment: int) -> int | None:
        """A time of day itself within a period, ends included; else when the next one begins, None after them."""
        return next((max(moment, opens) for opens, closes in self.periods if moment <= closes), None)

    def worked(self, moment: int) -> int:
        """How much of the working time has passed at a time of day."""
        passed = 0
        for opens, closes in self.periods:
            if moment <= opens:
                break
            passed += min(moment, closes) - opens
        return passed

    def reached(self, worked: int) -> int:
        """The earliest time of day at which so much of the working time, more than none of it, has passed."""
        for opens, closes in self.periods:
            if worked <= closes - opens:
                return opens + worked
            worked -= closes - opens
        raise ValueError("more than the working time of a day")

    def __str__(self) -> str:
        return ", ".join(f"{_written(opens)}-{_written(closes)}" for opens, closes in self.periods)


def _written(moment: int) -> str:
    hour, minute = divmod(moment // MINUTE, 60)
    return f"{hour}:{minute:02}"


WHOLE_DAY = Hours(((0, DAY),))
"""Around the clock: the hours where none are said."""
