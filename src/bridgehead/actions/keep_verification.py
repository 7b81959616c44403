"""Keep what a verification of the whole ledger said, so that pages and programs can tell it."""

from collections.abc import Sequence
from datetime import datetime

from bridgehead.ledger import models
from bridgehead.ledger.append import unit
from bridgehead.ledger.verify import Tally
from bridgehead.primitives.errors import Mistake

MOST_KEPT = 100
"""Findings that are kept; how many there were is kept beside them."""


def keep_verification(tally: Tally, mistakes: int, told: Sequence[Mistake], at: datetime) -> models.Verification:
    kept = [{"code": each.code, "found": each.message} for each in told[:MOST_KEPT]]
    counted = {"events": tally.events, "seals": tally.seals, "mistakes": mistakes}
    with unit():
        return models.Verification.objects.create(at=at, told=kept, **counted)
