"""A moment over the interface: in UTC everywhere, however it was kept."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime


def _in_utc(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC)
    except OverflowError as error:  # the first or last day that there is, in another zone
        raise ValueError("a moment that UTC has") from error


Moment = Annotated[datetime, AfterValidator(_in_utc)]
Asked = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""The same as a program names it, which has to say its zone."""
