"""Supervision: what is late, whose it is, and since when; each line opens its records."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bridgehead.primitives.actor import Actor
from bridgehead.primitives.moment import now
from bridgehead.queries.late import Late, late, near
from bridgehead.web.desk.signed_in import staff


@staff("see counts")
def supervision(request: HttpRequest, actor: Actor) -> HttpResponse:
    at = now()
    found = late(actor, at)
    rows = [(each, each.register.stages.get(each.stage), at - each.since, _filters(each)) for each in found]
    warned = [(each, each.register.stages.get(each.stage), _filters(each, late=False)) for each in near(actor, at)]
    about = {"rows": rows, "warned": warned, "count": sum(each.count for each in found)}
    return render(request, "desk/supervision.html", about)


def _filters(each: Late, *, late: bool = True) -> str:
    unit = {"unit": each.unit.slug} if each.unit else {}
    alone = {"overdue": "yes"} if late else {}
    return urlencode({"stage": each.stage, **unit, **alone, "order": "due"})
