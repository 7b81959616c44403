"""Limits of a rotation, each with its source, and which of them are in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Quantity(StrEnum):
    """What a limit bounds; its unit in SI is in brackets."""

    TURNING_SPEED = "turning speed"  # rad/s
    TIP_SPEED = "tip speed"  # m/s
    TIP_ACCELERATION = "tip acceleration"  # m/s²
    ECCENTRICITY = "eccentricity"  # m
    RESERVE = "reserve of traction"  # times the static resistance; at least
    MARGIN = "margin to the end of the window"  # s; at least


AT_LEAST = frozenset({Quantity.RESERVE, Quantity.MARGIN})


@dataclass(frozen=True, slots=True)
class Limit:
    """`seen` is false of one whose source nobody has seen on paper; one that is not in force is only shown."""

    name: str
    of: Quantity
    bound: float
    in_force: bool = True
    seen: bool = False

    def kept_by(self, value: float) -> bool:
        """A billionth beyond is rounding."""
        slack = max(abs(self.bound), 1e-3) * 1e-9
        return value >= self.bound - slack if self.of in AT_LEAST else value <= self.bound + slack


@dataclass(frozen=True, slots=True)
class Judged:
    """A value beside a limit."""

    limit: Limit
    value: float

    @property
    def kept(self) -> bool:
        return self.limit.kept_by(self.value)

    @property
    def breaks(self) -> bool:
        """Whether a plan is refused for it."""
        return self.limit.in_force and not self.kept


def of(limits: Iterable[Limit], quantity: Quantity) -> tuple[Limit, ...]:
    return tuple(limit for limit in limits if limit.of is quantity)


def active(limits: Iterable[Limit]) -> Limit | None:
    """Of limits of one quantity, the strictest that is in force."""
    bound = [limit for limit in limits if limit.in_force]
    if not bound:
        return None
    return (
        max(bound, key=lambda limit: limit.bound)
        if bound[0].of in AT_LEAST
        else min(bound, key=lambda limit: limit.bound)
    )
