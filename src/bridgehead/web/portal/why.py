"""Why a claim was decided as it was: for whoever filed it, and of a place that is shown for everybody."""

import secrets
from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bridgehead import published
from bridgehead.instruments.award.schema import Award
from bridgehead.ledger import models
from bridgehead.primitives.moment import now
from bridgehead.queries import records
from bridgehead.queries.awarded import find, shown
from bridgehead.queries.why import Why, why, why_published, would_have
from bridgehead.web.faces.in_force import award_of


def of_place(request: HttpRequest, matter: str, name: str, number: str) -> HttpResponse:
    """Of a place in the results; 404 of any other number, so that nobody learns who filed and got nothing."""
    award_of(matter, name)
    try:
        return _page(request, matter, name, why_published(matter, name, number))
    except models.Record.DoesNotExist as absent:
        raise Http404 from absent


def of_claim(request: HttpRequest) -> HttpResponse:
    """Of a claim by its number and code, which are sent as a form and stand in no address."""
    if request.method != "POST":
        return redirect("track")
    number, code = request.POST.get("number", "").strip(), request.POST.get("code", "").strip()
    try:
        record = records.by_code(number, code)
        award = request.POST.get("award", "")
        told = why(record.matter, award, record.number)
        then = would_have(record.matter, award, record.number) if told.changes and "then" in request.POST else ()
        answer = _page(request, record.matter, award, told, {"code": code, "then": then})
    except models.Record.DoesNotExist as absent:
        raise Http404 from absent
    answer["Cache-Control"] = "no-store"
    return answer


def _page(
    request: HttpRequest, matter: str, name: str, told: Why, more: Mapping[str, object] | None = None
) -> HttpResponse:
    rulebook = published.by_hash(told.rulebook)
    award = rulebook.instruments["award", name]
    assert isinstance(award, Award)
    until = shown(find(matter, name)).until
    left = until - now() if until is not None and now() <= until else None
    about = {"matter": matter, "rulebook": rulebook, "award": award, "why": told, "left": left}
    about["by"] = told.rulebook if published.current(matter)[0] != told.rulebook else ""
    about["key"] = secrets.token_urlsafe(24)
    about["currency"] = award.currency or rulebook.about.currency
    return render(request, "portal/why.html", {**about, **(more or {})})
