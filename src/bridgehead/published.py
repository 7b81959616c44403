"""The rulebooks that the ledger holds: the one in force for a matter, now or at a moment, and any by its hash."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db import connection
from django.db.models import Max

from bridgehead import catalog
from bridgehead.instruments.register import Register, may_hold
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake, nearest
from bridgehead.rulebook import packed
from bridgehead.rulebook.load import load
from bridgehead.rulebook.rulebook import Rulebook

IN_FORCE = "SELECT rulebook_id FROM ledger_enactment WHERE matter = %s ORDER BY n DESC LIMIT 1"
"""Asked at every turn, and so without what the ORM takes to make it."""


def current(matter: str) -> tuple[str, Rulebook]:
    """The hash and the rulebook of a matter as it is in force now; raises BridgeheadError with RG001."""
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE, [matter])
        found = cursor.fetchone()
    if found is None:
        raise BridgeheadError([_unknown(matter)])
    return found[0], by_hash(found[0])


def in_force(matter: str, at: datetime) -> tuple[str, Rulebook]:
    """The same as it was in force at a moment; what was before all enactments goes by the first of them."""
    enacted = models.Enactment.objects.filter(matter=matter)
    found = enacted.filter(since__lte=at).order_by("-n").first() or enacted.order_by("n").first()
    if found is None:
        raise BridgeheadError([_unknown(matter)])
    return found.rulebook_id, by_hash(found.rulebook_id)


def enactments() -> dict[str, int]:
    """How often a rulebook has come into force, by matter: the number of the enactment that holds now."""
    return dict(models.Enactment.objects.values_list("matter").annotate(Max("n")))


def by_hash(name: str) -> Rulebook:
    """A rulebook as it was published; raises models.Rulebook.DoesNotExist. Of several who ask at once one reads it."""
    with _reading:
        return _by_hash(name)


def kept() -> Path:
    """The folder in which the service keeps the rulebooks that it has read from the ledger."""
    return Path(settings.HOME) / "rulebooks"


_reading = Lock()


@lru_cache(maxsize=64)
def _by_hash(name: str) -> Rulebook:
    beneath = kept()
    beneath.mkdir(exist_ok=True)
    return load(packed.unpack(bytes(models.Rulebook.objects.get(hash=name).files), beneath), catalog.KINDS)


def register_in(rulebook: Rulebook, name: str) -> Register:
    """A register by its name. Raises BridgeheadError with RG002."""
    part = rulebook.instruments.get(("register", name))
    if isinstance(part, Register):
        return part
    known = sorted(known for kind, known in rulebook.instruments if kind == "register")
    raise BridgeheadError(
        [Mistake("RG002", f"no register «{name}»", None, f"one of {', '.join(known)}", nearest(name, known))]
    )


def kept_from(record: models.Record, actor: Actor) -> bool:
    """Whether a record complains about a unit of an actor, who then neither sees it nor learns of it."""
    register = current(record.matter)[1].instruments.get(("register", record.register))
    assert isinstance(register, Register)
    return any(not may_hold(register, record.state["fields"], unit) for unit in actor.units)


def matters() -> list[str]:
    """The names of all matters, in order."""
    return sorted(enactments())


def _unknown(matter: str) -> Mistake:
    known = matters()
    expected = f"one of {', '.join(known)}" if known else "a matter whose rulebook was published"
    return Mistake("RG001", f"no matter «{matter}»", None, expected, nearest(matter, known))
