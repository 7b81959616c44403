"""Keep what a verification of the whole ledger said, so that the board can tell it."""

from datetime import datetime

from bridgehead.ledger import models
from bridgehead.ledger.append import unit
from bridgehead.ledger.verify import Tally


def keep_verification(tally: Tally, mistakes: int, at: datetime) -> models.Verification:
    with unit():
        return models.Verification.objects.create(at=at, events=tally.events, seals=tally.seals, mistakes=mistakes)
