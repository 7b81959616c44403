"""The inbox: what waits for whoever is signed in, the nearest deadline first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bridgehead.access import may
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.moment import now
from bridgehead.queries import inbox as waiting
from bridgehead.web.accounts import saved
from bridgehead.web.desk.registers import registers
from bridgehead.web.desk.signed_in import staff

WANTED: tuple[waiting.Wanted, ...] = ("late", "today", "all")


@staff("see awards")
def inbox(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who sees no records, but pays, is led to the awards."""
    if not may(actor, "see records"):
        return redirect("desk-awards")
    asked = request.GET.get("show")
    wanted: waiting.Wanted = next((each for each in WANTED if each == asked), "all")
    found = waiting.inbox(actor, now(), wanted)
    about: dict[str, object] = {
        "inbox": found,
        "wanted": wanted,
        "registers": registers(),
        "supervises": may(actor, "see counts"),
    }
    about["views"] = saved.of(request)
    return render(request, "desk/inbox.html", about)
