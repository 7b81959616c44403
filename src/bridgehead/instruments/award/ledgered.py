"""How an award stands in the ledger: one record for all its settlements, and tables that they read and decided."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from bridgehead.instruments.award.allocation.paid import Confirmed
from bridgehead.instruments.award.schema import Award

AWARDS = "awards"
"""The register, of every matter, in which its awards stand by their names."""

RECORD, VERSION = "@record", "@version"
"""Beside the columns of a claim that was read: the record that it is, and the number of its last event."""

STANDING = "awards"
"""Beside a copy of claims: how each of their awards stood, by its name."""

Standing = Mapping[str, Any]
"""The `places` of an award that are confirmed and stand, as events carry them, and the numbers of those `revoked`, of
those `freed` since the last confirmation and of those `paid`; none where none ever was.
"""

STANDS = ("places", "revoked", "freed", "paid")
"""What a standing tells."""

TABLES = "settlements"
"""The folder of the tables that settlements read and decided, each by the hash of its bytes."""


PAYMENTS = "payments"
"""The folder of payment files, beneath it one of each matter."""


def payment_files(home: Path, matter: str, award: str, run: int) -> tuple[Path, Path]:
    """Where the file of a run stands, beneath its matter; and where such files stood before matters had folders."""
    beneath, name = home / PAYMENTS, f"{award}-{run}.csv"
    return beneath / matter / name, beneath / name


def asked_back(recovery: Mapping[str, Any]) -> Decimal:
    """What a demand, as an event carries it, asks back; of one that was withdrawn, what had come back by then."""
    return came_back(recovery) if recovery.get("withdrawn") else Decimal(recovery["amount"])


def came_back(recovery: Mapping[str, Any]) -> Decimal:
    """What has come back of it."""
    return sum((Decimal(each["amount"]) for each in recovery["back"]), Decimal("0.00"))


def outside(state: Mapping[str, Any]) -> Decimal:
    """What was paid for places that were revoked since, and has not come back: it is gone until it does."""
    lost = (Decimal(each["amount"]) for each in state.get("revocations", ()) if each["paid"])
    return sum(lost, Decimal(0)) - sum(map(came_back, state.get("recoveries", ())), Decimal(0))


def stay(award: Award, state: Mapping[str, Any]) -> tuple[Confirmed, ...]:
    """The confirmed places that the next settlement leaves as they are: all; but where a rank was freed, those alone
    that were paid, since all others move up.
    """
    standing = state.get("places", ())
    if state.get("freed") and any(prize.rank for prize in award.prizes.values()):
        paid = {*state.get("paid", ())}
        standing = [each for each in standing if each["number"] in paid]
    return places(standing)


def places(kept: Iterable[Mapping[str, Any]]) -> tuple[Confirmed, ...]:
    """Confirmed places as events carry them."""
    return tuple(
        Confirmed(
            each["number"],
            each["prize"],
            each["place"],
            Decimal(each["amount"]),
            date.fromisoformat(each["on"]) if each["on"] else None,
        )
        for each in kept
    )
