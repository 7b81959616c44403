"""The moment, which is passed in: rule code never asks for the time."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""What tells the moment, in UTC."""


def now() -> datetime:
    """The moment on the machine's clock."""
    return datetime.now(UTC)
