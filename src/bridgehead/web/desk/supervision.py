"""Supervision: what is late, whose it is, and since when; each line opens its records."""

from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bridgehead.instruments.register import Stage
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.moment import now
from bridgehead.primitives.words import Phrase
from bridgehead.queries.late import Late, late, near
from bridgehead.queries.time_left import late_by
from bridgehead.web.desk.signed_in import staff


@staff("see counts")
def supervision(request: HttpRequest, actor: Actor) -> HttpResponse:
    at = now()
    found = late(actor, at)
    rows = [(each, *_standing(each, at), _filters(each)) for each in found]
    warned = [(each, each.register.stages.get(each.stage), _filters(each, late=False)) for each in near(actor, at)]
    about = {"rows": rows, "warned": warned, "count": sum(each.count for each in found)}
    return render(request, "desk/supervision.html", about)


def _standing(each: Late, at: datetime) -> tuple[Stage | None, Phrase]:
    """The stage, and by how much the first record in it is late."""
    stage = each.register.stages.get(each.stage)
    return stage, late_by(each.since, each.rulebook, stage, at)


def _filters(each: Late, *, late: bool = True) -> str:
    unit = {"unit": each.unit.slug} if each.unit else {}
    alone = {"overdue": "yes"} if late else {}
    return urlencode({"stage": each.stage, **unit, **alone, "order": "due"})
