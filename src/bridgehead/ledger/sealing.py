"""The sealer: gives events that have none yet their positions, and closes them with a seal."""

from datetime import datetime

from django.db import connection

from bridgehead.ledger import chain, models
from bridgehead.ledger.append import unit

EVENTS_A_SEAL = 100_000
"""So many at most, that a seal takes bounded memory."""

LEAVES = """
INSERT INTO ledger_leaf (position, event, hash)
SELECT %s + ROW_NUMBER() OVER (ORDER BY id), id, hash FROM ledger_event WHERE id > %s AND id <= %s
"""
"""The database copies the hashes: all writers wait for it."""


def seal(at: datetime) -> chain.Seal | None:
    """Seal what stands unsealed, up to EVENTS_A_SEAL events; None where nothing does."""
    with unit(alone=True):
        last = models.Seal.objects.order_by("-number").first()
        first = last.first + last.count if last else 0
        newest = models.Leaf.objects.filter(position=first - 1).values_list("event", flat=True).first() or 0
        unsealed = models.Event.objects.filter(pk__gt=newest).order_by("pk").values_list("pk", "hash")
        found = [(event, bytes(link)) for event, link in unsealed[:EVENTS_A_SEAL]]
        if not found:
            return None
        made = chain.Seal(
            last.number + 1 if last else 1,
            first,
            len(found),
            at,
            chain.root([link for _, link in found]),
            as_chain(last).hash if last else chain.START,
        )
        with connection.cursor() as cursor:
            cursor.execute(LEAVES, [first - 1, newest, found[-1][0]])
        models.Seal.objects.create(
            number=made.number, first=first, count=len(found), at=at, root=made.root, previous=made.previous
        )
    return made


def seal_all(at: datetime) -> None:
    """Seal all that stands unsealed, by as many seals as it takes."""
    while seal(at) is not None:
        pass


def as_chain(seal: models.Seal) -> chain.Seal:
    return chain.Seal(seal.number, seal.first, seal.count, seal.at, bytes(seal.root), bytes(seal.previous))
