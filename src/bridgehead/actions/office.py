"""By which calendar deadlines run."""

from bridgehead.primitives.deadline import Office
from bridgehead.primitives.hours import WHOLE_DAY, Hours
from bridgehead.rulebook.rulebook import Rulebook


def going_on(rulebook: Rulebook, hours: Hours = WHOLE_DAY) -> Office:
    """The calendar of a rulebook, which goes on by plain weekdays where no year is known: deadlines there are
    provisional, and are moved when the year is published. Raises BridgeheadError with CA107 where there is none.
    """
    found = rulebook.office(hours)
    return Office(found.calendar.provisional, found.zone, found.hours)
