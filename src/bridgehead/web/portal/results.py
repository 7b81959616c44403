"""Who has a place: the published places of an award, and an objection while they are shown, to one of them or, for
whoever filed a claim, to having none.
"""

import hashlib
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bridgehead.actions.award_record import Step
from bridgehead.actions.object import object_to
from bridgehead.actions.once import Answer, once
from bridgehead.ledger import models
from bridgehead.primitives.actor import PUBLIC
from bridgehead.primitives.errors import BridgeheadError
from bridgehead.primitives.moment import now
from bridgehead.primitives.words import Phrase
from bridgehead.queries.awarded import find, shown
from bridgehead.queries.records import by_code
from bridgehead.web.faces.in_force import award_of
from bridgehead.web.faces.refused import said_no

NO_CLAIM = Phrase("没有同时符合这个受理号和查询码的记录。", "There is no record with this number and this code.")


def results(request: HttpRequest, matter: str, name: str) -> HttpResponse:
    """The places, and after a form was sent whether the objection came in; 404 where nothing is published."""
    rulebook, award = award_of(matter, name)
    about: dict[str, object] = {"matter": matter, "rulebook": rulebook, "award": award, "zone": rulebook.about.zone}
    status = 200
    if request.method == "POST":
        try:
            _object(request, matter, name)
            about["objected"] = True
        except BridgeheadError as error:
            status = 409
            about |= {"refused": [said_no(each) for each in error.mistakes], "reason": request.POST.get("reason", "")}
        except models.Record.DoesNotExist:
            status, typed = 404, request.POST
            about |= {"refused": [(NO_CLAIM, "")], "own_number": typed.get("number"), "own_reason": typed.get("reason")}
    try:
        found = shown(find(matter, name))
    except models.Record.DoesNotExist:
        return render(request, "portal/results_to_come.html", about, status=404)
    may_object = found.stage == "published" and found.until is not None and now() <= found.until
    turn = {prize: at for at, prize in enumerate(award.prizes)}
    stands = sorted(found.places, key=lambda each: (turn.get(each["prize"], len(turn)), each["place"] or 0))
    places = [(each, award.prizes.get(each["prize"])) for each in stands]
    about |= {"shown": found, "places": places, "may_object": may_object, "key": secrets.token_urlsafe(24)}
    about["currency"] = award.currency or rulebook.about.currency
    return render(request, "portal/results.html", about, status=status)


def _object(request: HttpRequest, matter: str, name: str) -> None:
    number, reason = request.POST.get("number", "").strip(), request.POST.get("reason", "")
    digest = hashlib.sha256(repr((request.path, number, reason)).encode()).digest()
    own = by_code(number, request.POST["code"].strip()) if "code" in request.POST else None

    def do() -> Answer:
        return {"version": object_to(Step(matter, name, PUBLIC, now()), number, reason, own).version}

    once(request.POST.get("key", ""), digest, do, now())
