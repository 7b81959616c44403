"""The moment, which is passed in: rule code never asks for the time.

A demonstration may have a clock of its own: the machine's, moved by what a file in its home says. The file is read each
time, so that the service, its background and commands agree while it is moved.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

Clock = Callable[[], datetime]
"""What tells the moment, in UTC."""
FILE = "clock"
"""The file in a home that says by how many seconds its clock is moved; without it the clock is the machine's."""


def by_machine() -> datetime:
    """The moment on the machine's clock: for keys and the background, whatever the day of a demonstration."""
    return datetime.now(UTC)


_home: Path | None = None


def keep_by(home: Path | None) -> None:
    """Let this process go by the clock of a home."""
    global _home
    _home = home


def moved() -> timedelta | None:
    """By how much the clock of the process is moved; None where it is the machine's."""
    try:
        return timedelta(seconds=float((_home / FILE).read_text())) if _home else None
    except FileNotFoundError:
        return None


def now() -> datetime:
    """The moment on the clock by which this process goes: the machine's, but for a demonstration."""
    return by_machine() + (moved() or timedelta())
