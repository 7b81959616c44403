"""A moment over the interface: in UTC everywhere, however it was kept."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator

Moment = Annotated[datetime, AfterValidator(lambda at: at.astimezone(UTC))]
