"""Whether the ledger under test fits, with all that stands beside its events: the drill of many tests."""

from pathlib import Path

from django.conf import settings

from bridgehead.instruments.register.state import fold
from bridgehead.ledger.beside import AtHand
from bridgehead.ledger.findings import NOTES
from bridgehead.ledger.read import Database
from bridgehead.ledger.verify import Tally, verify


def misfits(*, unnamed_files: bool = False) -> list[str]:
    """What does not fit, without notes; of files that no record has only where asked, since tests share one home."""
    at_hand = AtHand(Path(settings.HOME), settings.MASTER_KEY)
    found = verify(Database(), fold, Tally(), at_hand=at_hand)
    return [str(each) for each in found if each.code not in NOTES or (unnamed_files and each.code == "LG117")]
