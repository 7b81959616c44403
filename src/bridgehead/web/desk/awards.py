"""The awards of every matter: where each stands, what is decided of its budget, and what is left."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bridgehead import published
from bridgehead.instruments.award.ledgered import AWARDS, outside
from bridgehead.instruments.award.schema import Award
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.words import Phrase
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.web.desk.signed_in import staff
from bridgehead.web.faces.verbs import STANDS


@dataclass(frozen=True, slots=True)
class Line:
    """An award in the list; `left` is None where it has no budget. What is `outside` was paid for places that were
    revoked, and is not back.
    """

    matter: str
    award: Award
    stage: Phrase
    currency: str
    places: int
    spent: Decimal
    left: Decimal | None
    outside: Decimal


@staff("see awards")
@require_safe
def awards(request: HttpRequest, actor: Actor) -> HttpResponse:
    found = [
        (matter, rulebook, part)
        for matter in published.matters()
        for rulebook in (published.current(matter)[1],)
        for part in rulebook.instruments.values()
        if isinstance(part, Award)
    ]
    named = {"matter__in": {matter for matter, *_ in found}, "number__in": {part.name for *_, part in found}}
    kept = models.Record.objects.filter(register=AWARDS, **named)  # by their names, so that no index is left out
    records = {(each.matter, each.number): each for each in kept}
    lines = [line_of(matter, rulebook, part, records.get((matter, part.name))) for matter, rulebook, part in found]
    return render(request, "desk/awards.html", {"lines": lines})


def line_of(matter: str, rulebook: Rulebook, part: Award, record: models.Record | None) -> Line:
    state = record.state if record else {}
    places = state.get("places", ())
    spent = sum((Decimal(each["amount"]) for each in places), Decimal(0))
    gone = outside(state)
    left = part.budget.total - spent - gone if part.budget else None
    stage = STANDS[state.get("stage", "")]
    return Line(matter, part, stage, rulebook.about.currency, len(places), spent, left, gone)
