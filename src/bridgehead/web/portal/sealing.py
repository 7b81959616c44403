"""The seals of the ledger, and how anybody verifies with one that nothing was changed since."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bridgehead.ledger import models
from bridgehead.ledger.sealing import as_chain

LATEST = 10


@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    """The latest, and any by its number, to be held against one that was printed."""
    newest = [as_chain(each) for each in models.Seal.objects.order_by("-number")[:LATEST]]
    number = request.GET.get("number", "").strip()
    asked = (
        models.Seal.objects.filter(number=int(number)).first()
        if number.isascii() and number.isdigit() and len(number) < 18
        else None
    )
    about = {"seals": newest, "latest": newest[0] if newest else None, "number": number}
    return render(request, "portal/seals.html", {**about, "asked": as_chain(asked) if asked else None})
