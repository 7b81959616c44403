"""What the last verification of the whole ledger told: each finding by its code, in the words of `verify`."""

from datetime import UTC

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bridgehead.ledger.findings import WAITS
from bridgehead.primitives.actor import Actor
from bridgehead.queries.city import last_verification
from bridgehead.web.desk.signed_in import staff
from bridgehead.web.faces.findings import kind_of


@staff("see what does not fit")
def ledger(request: HttpRequest, actor: Actor) -> HttpResponse:
    kept = last_verification()
    rows = [(each["code"], kind_of(each["code"]), each["found"]) for each in kept.told] if kept else []
    waits = any(code == WAITS for code, _, _ in rows)
    return render(request, "desk/ledger.html", {"verification": kept, "rows": rows, "waits": waits, "zone": UTC})
