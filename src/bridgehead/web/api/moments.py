"""Moments and days over the interface: a moment is in UTC everywhere, however it was kept."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator
from pydantic_core import PydanticCustomError

DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
WRITTEN_DAY, WRITTEN_MOMENT = re.compile(DAY), re.compile(f"{DAY}[T ].+", re.DOTALL)


def _in_utc(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC)
    except OverflowError as error:  # the first or last day that there is, in another zone
        raise PydanticCustomError("datetime_object_invalid", "a moment that UTC has") from error


def _moment(given: object) -> object:
    """A number is none, though it could be taken for seconds since 1970."""
    if isinstance(given, str) and not WRITTEN_MOMENT.fullmatch(given):
        raise PydanticCustomError("datetime_parsing", "a moment as it is written")
    return given


def _day(given: object) -> object:
    if not (isinstance(given, date) or (isinstance(given, str) and WRITTEN_DAY.fullmatch(given))):
        raise PydanticCustomError("date_parsing", "a day as it is written")
    return given


Moment = Annotated[datetime, AfterValidator(_in_utc)]
Asked = Annotated[AwareDatetime, BeforeValidator(_moment), AfterValidator(_in_utc)]
"""The same as a program names it, which has to say its zone."""
Day = Annotated[date, BeforeValidator(_day)]
"""A day as a program names it."""
