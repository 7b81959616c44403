"""What every page tells of a demonstration: its day, and that its data are made up."""

from datetime import date

from django.http import HttpRequest

from bridgehead.primitives import moment


def demonstration(request: HttpRequest) -> dict[str, date | None]:
    """For every template, as `demonstration_day`: the day on a clock that was moved, else None."""
    return {"demonstration_day": None if moment.moved() is None else moment.now().date()}
