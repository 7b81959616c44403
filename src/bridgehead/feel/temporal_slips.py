"""What is wrong in a text that has the form of a moment and is none."""

from zoneinfo import available_timezones

from bridgehead.feel import temporal, temporal_text
from bridgehead.primitives.errors import nearest

_NUMBERS = frozenset(("year", "month", "day", "hour", "minute", "second"))


def slip(text: str) -> tuple[str, str | None] | None:
    """What was expected instead of the part that is wrong, and the nearest right thing; None where no part is."""
    parts = temporal_text.parts(text)
    if parts is None:
        is_small = text.endswith("z") and temporal_text.parts(f"{text[:-1]}Z") is not None
        return ("«Z» for Greenwich, a capital letter", f"{text[:-1]}Z") if is_small else None
    if (name := parts.get("zone")) and temporal.zone(name) is None:
        return f"a zone of the IANA database, which «{name}» is not", nearest(name, sorted(available_timezones()))
    number = {unit: int(part or 0) for unit, part in parts.items() if unit in _NUMBERS}
    if "month" in number:
        expected = day(number["year"], number["month"], number["day"])
        if expected is not None:
            return expected, None
    if "hour" in number:
        expected = clock(number["hour"], number["minute"], number["second"])
        return (expected or "an offset of at most 18 hours, with minutes and seconds below 60", None)
    return None


def day(year: int, month: int, day: int) -> str | None:
    """What was expected instead of a month or day that there is not."""
    if not 1 <= month <= 12:
        return "a month from 1 to 12"
    days = temporal.days_in_month(year, month)
    sign = "-" if year < 0 else ""
    return None if 1 <= day <= days else f"a day from 1 to {days}: {sign}{abs(year):04}-{month:02} has {days} days"


def clock(hour: int, minute: int, second: int) -> str | None:
    """What was expected instead of an hour, minute or second that no clock shows."""
    if not 0 <= hour < 24:
        return "an hour from 0 to 23"
    if not 0 <= minute < 60:
        return "minutes from 0 to 59"
    return None if 0 <= second < 60 else "seconds below 60"
