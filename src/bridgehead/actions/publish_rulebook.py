"""Put a rulebook in force: it is stored by its hash, and decides what is done from then on."""

from datetime import datetime
from pathlib import Path

from bridgehead import catalog
from bridgehead.ledger import models
from bridgehead.ledger.append import unit
from bridgehead.rulebook import packed
from bridgehead.rulebook.load import load


def publish_rulebook(folder: Path, matter: str, at: datetime) -> str:
    """The hash of the rulebook; nothing is done where it is in force. Raises BridgeheadError where it has mistakes."""
    load(folder, catalog.KINDS)
    files = packed.pack(folder)
    name = packed.name(files)
    with unit():
        newest = models.Rulebook.objects.filter(matter=matter).order_by("-at").first()
        if newest is None or newest.hash != name:
            models.Rulebook.objects.create(hash=name, matter=matter, at=at, files=files)
    return name
