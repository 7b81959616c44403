"""Put a rulebook in force: it is stored by its hash, and decides what is done from then on, until the next one does."""

from datetime import datetime
from pathlib import Path

from bridgehead import catalog
from bridgehead.ledger import models
from bridgehead.ledger.append import unit
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.rulebook import packed
from bridgehead.rulebook.load import load


def publish_rulebook(folder: Path, matter: str, at: datetime) -> str:
    """The hash of the rulebook; nothing is done where it is in force. Raises BridgeheadError where it has mistakes, and
    with AC029 where another one is in force since then or later: of a moment the first decides; with AC030 where it is
    that of another matter.
    """
    load(folder, catalog.KINDS)
    files = packed.pack(folder)
    name = packed.name(files)
    with unit(alone=True):
        last = models.Enactment.objects.filter(matter=matter).order_by("-n").first()
        if last is None or last.rulebook_id != name:
            if last is not None and at <= last.since:
                raise BridgeheadError([_taken(last)])
            stored, _ = models.Rulebook.objects.get_or_create(hash=name, defaults={"matter": matter, "files": files})
            if stored.matter != matter:
                found = f"the rulebook of {matter} is to the letter that of {stored.matter}"
                raise BridgeheadError([Mistake("AC030", found, None, "a rulebook of its own, or one folder of it")])
            models.Enactment.objects.create(matter=matter, n=last.n + 1 if last else 1, since=at, rulebook_id=name)
    return name


def _taken(last: models.Enactment) -> Mistake:
    found = f"another rulebook of {last.matter} is in force since {last.since:%Y-%m-%d %H:%M:%S} UTC"
    return Mistake("AC029", found, None, "a moment after it")
