"""How the records of a register stand, county by county or by another of its choices."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bridgehead.primitives.moment import now
from bridgehead.queries.public_records import LISTED
from bridgehead.queries.standing_by import fields_by, standing_by
from bridgehead.web.faces.in_force import register_of


@require_safe
def standing(request: HttpRequest, matter: str, name: str) -> HttpResponse:
    """404 where the register tells nothing of where its records stand, or has no such field for all to see."""
    rulebook, register = register_of(matter, name)
    fields = fields_by(register)
    if not fields or not {*register.public} >= LISTED:
        raise Http404
    by = request.GET.get("by", fields[0])
    if by not in fields:
        raise Http404
    lines = standing_by(matter, rulebook, register, by, now())
    about = {"matter": matter, "rulebook": rulebook, "register": register, "by": by, "lines": lines}
    about["fields"] = [(each, register.table.labels[each]) for each in fields]
    return render(request, "portal/standing.html", about | {"label": register.table.labels[by]})
