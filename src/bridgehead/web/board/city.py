"""One page for the city: what waits and is late, money and places, what came in, and the latest seal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bridgehead.primitives.moment import now
from bridgehead.queries.city import latest_seal, standing
from bridgehead.queries.services import services


def city(request: HttpRequest) -> HttpResponse:
    at, offered = now(), services()
    registers = standing(offered, at)
    sums = {name: sum(getattr(each, name) for each in registers) for name in ("running", "late", "today", "week")}
    paying = [
        (offer.award.currency or each.rulebook.about.currency, offer)
        for each in offered
        for offer in each.offers
        if offer.money_left is not None
    ]
    placed = [(each, offer) for each in offered for offer in each.offers if any(p.places for p in offer.prizes)]
    shown = {"registers": registers, "sums": sums, "paying": paying, "placed": placed, "seal": latest_seal()}
    return render(request, "board/city.html", {**shown, "at": at})
