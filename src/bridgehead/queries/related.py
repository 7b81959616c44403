"""Which records have to do with one: joined with it, made of it, or perhaps about the same."""

from dataclasses import dataclass

from django.db.models import Count, Q

from bridgehead import published
from bridgehead.access import require
from bridgehead.instruments.register.found_by import LIKE, SAME
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor
from bridgehead.queries.listing import visible

MARKS = 2
"""How many marks of eight two texts share that are taken for similar."""
MOST = 20


@dataclass(frozen=True, slots=True)
class Related:
    """Numbers of records. Those of `same` agree in what the register says makes two the same; those of `similar` have a
    text like this one's, the most similar first. What is kept from the actor is not named.
    """

    merged_into: str | None
    joined: tuple[str, ...]
    split_from: str | None
    split: tuple[str, ...]
    same: tuple[str, ...]
    similar: tuple[str, ...]


def related(record: models.Record, actor: Actor) -> Related:
    """Raises BridgeheadError with AC001, and Record.DoesNotExist where the record is kept from the actor."""
    require(actor, "see records")
    if published.kept_from(record, actor):
        raise models.Record.DoesNotExist
    state = record.state
    digests = models.BlindIndex.objects.filter(record=record, field__in=(SAME, LIKE)).values_list("digest", flat=True)
    others = models.BlindIndex.objects.filter(digest__in=list(digests)).exclude(record=record)
    shared = others.values("record").annotate(same=Count("pk", filter=Q(field=SAME)), like=Count("pk"))
    likely = shared.filter(Q(same__gt=0) | Q(like__gte=MARKS)).order_by("-same", "-like", "record")[:MOST]
    found = {each["record"]: bool(each["same"]) for each in likely}
    shown = visible(models.Record.objects.filter(pk__in=found), record.matter, record.register, actor)
    numbers = dict(shown.values_list("pk", "number"))
    into, joined = state.get("merged into"), state.get("joined", ())
    whole, split = state.get("split from"), state.get("split", ())
    named = models.Record.objects.filter(
        matter=record.matter, register=record.register, number__in=[*filter(None, (into, whole)), *joined, *split]
    )
    known = {*visible(named, record.matter, record.register, actor).values_list("number", flat=True)}
    return Related(
        into if into in known else None,
        tuple(number for number in joined if number in known),
        whole if whole in known else None,
        tuple(number for number in split if number in known),
        same=tuple(numbers[pk] for pk, same in found.items() if same and pk in numbers),
        similar=tuple(numbers[pk] for pk, same in found.items() if not same and pk in numbers),
    )
