"""The proof that a record's events stand under seals: enough to recompute it without the database."""

from typing import Any

from bridgehead.ledger import chain, models
from bridgehead.ledger.sealing import as_chain


def proof(record: models.Record) -> dict[str, Any]:
    """Each event with its bytes, the hash before it, and the path from its hash to the root of its seal; the seals.

    An event that is not sealed yet has no path. What is personal in the bytes stays sealed.
    """
    seals: dict[int, chain.Seal] = {}
    steps, previous = [], chain.START
    for event in record.events.order_by("n"):
        step: dict[str, Any] = {"n": event.n, "body": bytes(event.body).decode(), "previous": previous.hex()}
        previous = bytes(event.hash)
        position = models.Leaf.objects.filter(event=event.pk).values_list("position", flat=True).first()
        if position is not None:
            seal = as_chain(models.Seal.objects.filter(first__lte=position).order_by("-first")[0])
            seals[seal.number] = seal
            step |= {"seal": seal.number, "path": [[side, each.hex()] for side, each in _path(seal, position)]}
        steps.append(step)
    return {"record": record.number, "events": steps, "seals": [_written(seal) for seal in seals.values()]}


def _path(seal: chain.Seal, position: int) -> tuple[tuple[str, bytes], ...]:
    within = models.Leaf.objects.filter(position__gte=seal.first, position__lt=seal.first + seal.count)
    leaves = [bytes(each) for each in within.order_by("position").values_list("hash", flat=True)]
    return chain.path(leaves, position - seal.first)


def _written(seal: chain.Seal) -> dict[str, Any]:
    return {
        "number": seal.number,
        "first": seal.first,
        "count": seal.count,
        "at": seal.at.isoformat(),
        "root": seal.root.hex(),
        "previous": seal.previous.hex(),
        "line": seal.line,
    }
