"""A decision is a value that carries its reasons."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """What became of a claim."""

    GRANTED = "granted"
    EXHAUSTED = "exhausted"  # meets every condition; quota or money is gone
    COUNTED = "counted"  # part of a sum that another claim completes
    REFUSED = "refused"
    UNDETERMINED = "undetermined"  # a needed field is missing


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the condition, the value seen and needed, the distance between them, and the clause that says so.

    `holds` is True, False, or None where the value that it needs is missing. Where it was no condition that decided,
    but places, money or another claim, `because` says which, and `reference` names that claim.
    """

    condition: str | None
    holds: bool | None
    seen: Any
    needed: str | None
    distance: Decimal | int | timedelta | None
    clause: str | None
    zh: str
    en: str
    because: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision on one claim. `amount` is exact, in units of the award's currency; `place` counts from 1."""

    number: str
    outcome: Outcome
    prize: str | None = None
    place: int | None = None
    amount: Decimal = Decimal(0)
    provisional: bool = False
    reasons: tuple[Reason, ...] = field(default=())
