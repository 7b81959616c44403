"""What became of a record: for whoever has its number and its code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bridgehead import published
from bridgehead.instruments.register import Register
from bridgehead.ledger import models
from bridgehead.queries import records
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
    return render(request, "portal/record.html", {**about, "steps": [told(each) for each in records.steps(record)]})
