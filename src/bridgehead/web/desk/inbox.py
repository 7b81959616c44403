"""The inbox: what is open in every register, the next deadline first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bridgehead import published
from bridgehead.instruments.register import Register
from bridgehead.primitives.actor import Actor
from bridgehead.queries.listing import listed
from bridgehead.web.desk.signed_in import staff


@staff()
def inbox(request: HttpRequest, actor: Actor) -> HttpResponse:
    found = [
        (matter, register, listed(matter, register.name, actor, order="due"))
        for matter in published.matters()
        for register in published.current(matter)[1].instruments.values()
        if isinstance(register, Register)
    ]
    return render(request, "desk/inbox.html", {"registers": found})
