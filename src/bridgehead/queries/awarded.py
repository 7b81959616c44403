"""Where does an award stand, and what is still to come back of what was paid for places that were revoked?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bridgehead.instruments.award.ledgered import AWARDS, asked_back, came_back, outside
from bridgehead.ledger import models


@dataclass(frozen=True, slots=True)
class Repaid:
    amount: Decimal
    on: date


@dataclass(frozen=True, slots=True)
class Recovery:
    """A demand, by its place among those of the award: `left` is what has not come back, `overdue` whether it should
    have. `provisional` is a deadline that a calendar may still move; `withdrawn` is why nothing more of it is to come.
    """

    index: int
    number: str
    amount: Decimal
    left: Decimal
    reason: str
    at: datetime
    until: datetime
    provisional: bool
    overdue: bool
    back: tuple[Repaid, ...]
    withdrawn: str | None


@dataclass(frozen=True, slots=True)
class Payment:
    """The payment file that was made last; `on` is None for one that was made before its day was kept."""

    total: Decimal
    on: date | None


@dataclass(frozen=True, slots=True)
class Awarded:
    """An award after all that was done. Of a revocation `paid` says whether the place had been paid by then."""

    version: int
    stage: str
    preview: Mapping[str, Any] | None
    places: tuple[Mapping[str, Any], ...]
    until: datetime | None
    objections: tuple[Mapping[str, Any], ...]
    paid: tuple[str, ...]
    payment: Payment | None
    revocations: tuple[Mapping[str, Any], ...]
    reinstatements: tuple[Mapping[str, Any], ...]
    recoveries: tuple[Recovery, ...]
    outside: Decimal


def find(matter: str, award: str) -> models.Record:
    """The record of an award; raises Record.DoesNotExist where nothing was settled yet."""
    return models.Record.objects.get(matter=matter, register=AWARDS, number=award)


def awarded(record: models.Record, at: datetime) -> Awarded:
    """How the record of an award stands at a moment."""
    state = record.state
    demands = enumerate(state.get("recoveries", ()))
    return Awarded(
        record.version,
        state["stage"],
        state.get("preview"),
        tuple(state.get("places", ())),
        datetime.fromisoformat(state["until"]) if state.get("until") else None,
        tuple(state.get("objections", ())),
        tuple(state.get("paid", ())),
        _payment(state["payment"]) if "payment" in state else None,
        tuple(state.get("revocations", ())),
        tuple(state.get("reinstatements", ())),
        tuple(_recovery(index, each, at) for index, each in demands),
        outside(state),
    )


def _payment(kept: Mapping[str, str]) -> Payment:
    return Payment(Decimal(kept["total"]), date.fromisoformat(kept["on"]) if "on" in kept else None)


def _recovery(index: int, kept: Mapping[str, Any], at: datetime) -> Recovery:
    until, left = datetime.fromisoformat(kept["until"]), asked_back(kept) - came_back(kept)
    return Recovery(
        index,
        kept["number"],
        Decimal(kept["amount"]),
        left,
        kept["reason"],
        datetime.fromisoformat(kept["at"]),
        until,
        kept["provisional"],
        left > 0 and at > until,
        tuple(Repaid(Decimal(each["amount"]), date.fromisoformat(each["on"])) for each in kept["back"]),
        kept["withdrawn"]["reason"] if "withdrawn" in kept else None,
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """What everybody sees of an award: the places that were published and stand, and the numbers of those revoked."""

    stage: str
    places: tuple[Mapping[str, Any], ...]
    until: datetime | None
    revoked: tuple[str, ...]


def shown(record: models.Record) -> Shown:
    """What has been published of an award, also while a new settlement is prepared; raises Record.DoesNotExist where
    nothing was yet.
    """
    state = record.state
    if "until" not in state:
        raise models.Record.DoesNotExist
    numbers = _published(state)
    revoked = tuple(each for each in state.get("revoked", ()) if each in numbers)
    return Shown(state["stage"], shown_places(state), datetime.fromisoformat(state["until"]), revoked)


def shown_places(state: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The places that everybody may see, by the state of an award; none where none was published yet."""
    numbers = _published(state) if "until" in state else set()
    return tuple(each for each in state.get("places", ()) if each["number"] in numbers)


def _published(state: Mapping[str, Any]) -> set[str]:
    return {*state.get("published", (each["number"] for each in state["places"]))}
