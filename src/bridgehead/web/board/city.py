"""One page for the city: what waits and is late, money and places, what came in, and the latest seal."""

from collections.abc import Iterator
from datetime import UTC
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from bridgehead import published
from bridgehead.access import may
from bridgehead.primitives.moment import now
from bridgehead.queries.city import last_verification, latest_seal
from bridgehead.queries.rotations import rotations
from bridgehead.queries.services import services
from bridgehead.queries.trend import Step
from bridgehead.web.accounts import tokens
from bridgehead.web.board.opens import Opens
from bridgehead.web.board.tiles import Board, Matter, drawn

SUMS = ("running", "late", "today", "week")


def city(request: HttpRequest) -> HttpResponse:
    actor = tokens.whoever(request)
    step: Step = "weeks" if request.GET.get("by") == "weeks" else "days"
    board = Board(tuple(sorted(services(now()), key=lambda each: each.matter)), now(), Opens(actor), step)
    matters = [(each.rulebook, each.name, [*drawn(board, each)]) for each in _matters(board)]
    sums = {name: sum(getattr(each, name) for each in board.standings.values()) for name in SUMS}
    late_opens = reverse("desk-supervision") if may(actor, "see counts") else "#matters"
    shown: dict[str, object] = {
        "matters": [each for each in matters if each[-1]],
        "sums": sums,
        "late_opens": late_opens,
    }
    shown |= {"kept": board.kept.all, "seal": latest_seal(), "verification": last_verification()}
    shown |= {"zone": board.offered[0].rulebook.about.zone if board.offered else UTC}
    return render(request, "board/city.html", {**shown, "at": board.at, "step": step, "large": "large" in request.GET})


def _matters(board: Board) -> Iterator[Matter]:
    offered = {name: tuple(some) for name, some in groupby(board.offered, key=lambda each: each.matter)}
    for name in sorted(published.matters()):
        _, rulebook = published.current(name)
        yield Matter(name, rulebook, offered.get(name, ()), rotations(name, rulebook))
