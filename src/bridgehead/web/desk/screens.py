"""Screens at the desk: files of zones and of projects are handed in, looked at with their verdicts and mistakes, and
only then put on record.

What was looked at goes with the form that puts it on record, signed, so that nothing is kept in between.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from bridgehead import published
from bridgehead.actions.screen import Outcome, Step, outcome, screen, too_large
from bridgehead.instruments.screen import Screen
from bridgehead.instruments.screen.ledgered import MOST_BYTES
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.moment import now
from bridgehead.primitives.words import Phrase
from bridgehead.queries.screened import last_screening
from bridgehead.web.desk.signed_in import staff
from bridgehead.web.faces.in_force import rulebook_of
from bridgehead.web.faces.screened import shown

FILES: Mapping[str, Phrase] = {"zones": Phrase("范围", "Zones"), "projects": Phrase("项目", "Projects")}
SIGNED_FOR = "a screening that was looked at"
WITH_THE_FORM = 4096
"""Bytes of a form beside the files that it brings back."""
MOST_MISTAKES = 100

Handed = Mapping[str, bytes]
"""The files that were handed in, by their names in `FILES`."""


@staff("screen projects")
@require_safe
def choose(request: HttpRequest, actor: Actor) -> HttpResponse:
    found = [
        (matter, rulebook, part, last_screening(matter, part.name))
        for matter in published.matters()
        for rulebook in (published.current(matter)[1],)
        for part in rulebook.of(Screen).values()
    ]
    return render(request, "desk/screens.html", {"screens": found})


@staff("screen projects")
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, actor: Actor, matter: str, name: str) -> HttpResponse:
    """The form for the files; what is sent is looked at, and what was looked at is put on record."""
    _, rulebook = rulebook_of(matter)
    part = rulebook.of(Screen).get(name)
    if part is None:
        raise Http404
    about = {"matter": matter, "rulebook": rulebook, "screen": part, "last": last_screening(matter, name)}
    about |= {"files": FILES.items(), "kinds": part.zones.values(), "most": MOST_BYTES}
    mistakes: tuple[Mistake, ...] = ()
    if request.method == "POST":
        step = Step(matter, name, actor, now())
        try:
            handed = _handed(request)
            if mark := request.POST.get("mark"):
                mistakes = _refusal(step, handed, mark)
                if not mistakes:
                    return redirect("screening", matter, name)
            found = outcome(step, handed.get("projects"), handed.get("zones"))
            mistakes += found.mistakes
            about |= _said(found, handed)
        except BridgeheadError as error:
            mistakes += error.mistakes
    about |= _wrong(mistakes)
    return render(request, "desk/screen.html", about, status=400 if mistakes else 200)


def _refusal(step: Step, handed: Handed, mark: str) -> tuple[Mistake, ...]:
    """Why what was looked at is not put on record; nothing where it is."""
    try:
        screen(step, handed.get("projects"), handed.get("zones"), mark)
    except BridgeheadError as error:
        return error.mistakes
    return ()


def _handed(request: HttpRequest) -> Handed:
    """The files that came, or that the form brings back. Raises BridgeheadError with AC112, and AC042 for a form that
    this service did not sign.
    """
    if (signed := request.POST.get("looked at")) is not None:
        try:
            texts: Mapping[str, str] = signing.loads(signed, salt=SIGNED_FOR)
        except signing.BadSignature as why:
            raise BridgeheadError(
                [Mistake("AC042", "a form of another time", None, "the files handed in anew")]
            ) from why
        return {name: text.encode() for name, text in texts.items()}
    files = {name: each for name in FILES if isinstance(each := request.FILES.get(name), UploadedFile)}
    size = sum(each.size or 0 for each in files.values())
    if size > MOST_BYTES:
        raise too_large(size)
    return {name: each.read() for name, each in files.items()}


def _said(found: Outcome, handed: Handed) -> Mapping[str, object]:
    """What it comes to and, where it may be put on record, what the form for that brings back. Raises BridgeheadError
    with AC112 where that is more than a form may.
    """
    kinds = Counter(plot.kind for plot in found.zones.plots)
    zones = [(zone.title, kinds[kind]) for kind, zone in found.screen.zones.items()]
    signed = signing.dumps({name: found.data[name] for name in handed}, salt=SIGNED_FOR, compress=True)
    if len(signed) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE - WITH_THE_FORM:
        raise too_large(len(signed))
    return {"found": found, "zones": zones, "signed": signed, **shown(found.projects, found.screen)}


def _wrong(mistakes: Sequence[Mistake]) -> Mapping[str, object]:
    """Each mistake with the file that it is about, as many as anybody reads."""
    told = [(FILES.get(each.place.file) if each.place else None, each) for each in mistakes[:MOST_MISTAKES]]
    return {"mistakes": told, "more": max(0, len(mistakes) - MOST_MISTAKES)}
