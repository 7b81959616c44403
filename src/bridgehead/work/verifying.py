"""Verify the whole ledger by and by, and keep what came out: in a process of its own, so that no request waits."""

import logging
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings

from bridgehead.actions.keep_verification import MOST_KEPT, keep_verification
from bridgehead.ledger.beside import AtHand
from bridgehead.ledger.findings import WAITS
from bridgehead.ledger.read import snapshot
from bridgehead.primitives.errors import Mistake
from bridgehead.queries.verified import Verified, verified
from bridgehead.work.apart import apart

log = logging.getLogger(__name__)


def verify_all(at: datetime) -> None:
    """What does not fit is told in the log too, by its codes. Raises nothing where the process dies."""
    try:
        found, told = apart(_verified)
    except EOFError:
        log.warning("the ledger was not verified: the process that did so ended before")
        return
    if found.misfits:
        log.error("the ledger does not fit: %s", " ".join(sorted({each.code for each in told})))
    keep_verification(found.tally, found.misfits, told, at)


def _verified() -> tuple[Verified, list[Mistake]]:
    """In the other process; what else the machine has to do comes first. The note of what waits is kept,
    however much does not fit.
    """
    os.nice(10)
    found, home = Verified(), Path(settings.HOME)
    with snapshot() as ledger:
        all_told = verified(ledger, home, found, at_hand=AtHand(home, settings.MASTER_KEY))
        told = [each for n, each in enumerate(all_told) if n < MOST_KEPT or each.code == WAITS]
    return found, sorted(told, key=lambda each: each.code != WAITS)
