"""What became of a record: for whoever has its number and its code."""

from collections.abc import Iterator
from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bridgehead import published
from bridgehead.instruments.award.schema import Award
from bridgehead.instruments.register import Register
from bridgehead.ledger import models
from bridgehead.queries import records
from bridgehead.queries.why import Why, why
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.web.faces.verbs import told


def track(request: HttpRequest) -> HttpResponse:
    """The question for both, or the record. The code stands in no address, so that no log and no history has it."""
    if request.method != "POST":
        return render(request, "portal/track.html", {"number": request.GET.get("number", "")})
    number, code = request.POST.get("number", "").strip(), request.POST.get("code", "").strip()
    try:
        record = records.by_code(number, code)
    except models.Record.DoesNotExist:
        return render(request, "portal/track.html", {"number": number, "unknown": True}, status=404)
    _, rulebook = published.current(record.matter)
    register = rulebook.instruments["register", record.register]
    assert isinstance(register, Register)
    stage = register.stages.get(record.stage)
    about = {"record": record, "rulebook": rulebook, "register": register, "stage": stage, "zone": rulebook.about.zone}
    about |= {"steps": [told(each) for each in records.steps(record)], "decisions": list(_decisions(rulebook, record))}
    answer = render(request, "portal/record.html", {**about, "code": code})
    answer["Cache-Control"] = "no-store"
    return answer


def _decisions(rulebook: Rulebook, record: models.Record) -> Iterator[tuple[Award, Why]]:
    """What was decided on it and shown to everybody, by each award that it is a claim of."""
    for part in rulebook.instruments.values():
        if isinstance(part, Award) and part.claims == record.register:
            with suppress(models.Record.DoesNotExist):
                yield part, why(record.matter, part.name, record.number)
