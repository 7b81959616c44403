"""Operations that run live: the list of runs, the console of one, its stream, what is done in it, and its replay."""

import json
import time
from collections.abc import Iterator, Mapping
from math import degrees
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from bridgehead.access import may
from bridgehead.actions.act_on import Act, act_on
from bridgehead.actions.run_record import Run as Step
from bridgehead.instruments.operation.formulas import FIGURES
from bridgehead.instruments.operation.ledgered import IN_PHASES
from bridgehead.instruments.operation.wording import COMMANDS, PHASES
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.moment import by_machine, now
from bridgehead.queries.run import Run, run, runs
from bridgehead.queries.run_drawing import axis
from bridgehead.queries.run_samples import planned, samples
from bridgehead.web.desk import viewers
from bridgehead.web.desk.signed_in import staff
from bridgehead.web.faces.templatetags.said import in_words
from bridgehead.web.headers import showing

BETWEEN = 0.2
"""Seconds between two events of a stream."""
LASTS = 600.0
"""Seconds after which a stream ends, and the page asks for it anew."""
POINTS = 600


@staff("see operations")
@require_safe
def operations(request: HttpRequest, actor: Actor) -> HttpResponse:
    lines = [(each, PHASES[each.stage]) for each in runs(actor)]
    return render(request, "desk/operations.html", {"lines": lines})


@staff("see operations")
@require_safe
def console(request: HttpRequest, actor: Actor, matter: str, number: str) -> HttpResponse:
    found = _run(matter, number, actor)
    return _page(request, found, {"replayed": "replay" in request.GET, **_log(found, actor)})


def _page(request: HttpRequest, found: Run, told: Mapping[str, Any]) -> HttpResponse:
    shown = {"run": found, "about": _about(found), "figures": _figures(found), **told}
    answer = render(request, "desk/console.html", shown)
    cameras = [source for each in found.live.cameras.values() if (source := each.source)]
    if cameras:
        answer["Content-Security-Policy"] = showing(cameras)
    return answer


@staff("see operations")
@require_safe
def log(request: HttpRequest, actor: Actor, matter: str, number: str) -> HttpResponse:
    """Phases, commands, alarms and what was done: the part of the console that people act in."""
    return render(request, "desk/console_log.html", _log(_run(matter, number, actor), actor))


@staff("see operations")
@require_safe
def stream(request: HttpRequest, actor: Actor, matter: str, number: str) -> HttpResponseBase:
    """What the run shows, five times a second, with its age; it is told as often when nothing is new."""
    found = _run(matter, number, actor)
    if not viewers.places.acquire(blocking=False):
        refused = HttpResponse(status=503)
        refused["Retry-After"] = "5"
        return refused
    answer = StreamingHttpResponse(_events(found), content_type="text/event-stream")
    answer["Cache-Control"] = "no-store"
    answer["Content-Encoding"] = "identity"  # what is packed waits until there is enough of it
    answer["X-Accel-Buffering"] = "no"
    return answer


def _events(found: Run) -> Iterator[str]:
    try:
        end = time.monotonic() + LASTS
        while time.monotonic() < end:
            told = found.shown
            age = by_machine().timestamp() - told.written if told else None
            of_ledger = {"age": age, "version": _version(found)}
            yield f"data: {json.dumps({**of_ledger, **(told.told if told else {})}, ensure_ascii=False)}\n\n"
            time.sleep(BETWEEN)
    finally:
        viewers.places.release()


def _version(found: Run) -> int:
    """How many events the run has, by which a page knows that its lists are old."""
    return int(models.Record.objects.values_list("version", flat=True).get(pk=found.record.pk))


@staff("see operations")
@require_safe
def replay(request: HttpRequest, actor: Actor, matter: str, number: str) -> HttpResponse:
    """The recording, also while it is written, in as many steps as a slider has."""
    found = _run(matter, number, actor)
    return JsonResponse({**samples(found, POINTS), "alarms": found.record.state.get("alarms", {})})


@staff("see operations")
@require_POST
def act(request: HttpRequest, actor: Actor, matter: str, number: str) -> HttpResponse:
    """Do what was asked, and show the console; or the part of it, where a script asks for that."""
    found, mistakes = _run(matter, number, actor), list[Mistake]()
    given = {name: str(request.POST.get(name, "")) for name in ("verb", "of")}
    try:
        act_on(Step(matter, number, actor, now()), Act(**given))
    except BridgeheadError as error:
        mistakes = [*error.mistakes]
    if not mistakes and "HX-Request" not in request.headers:
        return redirect("desk-console", matter, number)
    found = _run(matter, number, actor)
    told = {**_log(found, actor), "mistakes": mistakes}
    if "HX-Request" in request.headers:
        return render(request, "desk/console_log.html", told)
    return _page(request, found, told)


def _run(matter: str, number: str, actor: Actor) -> Run:
    try:
        return run(matter, number, actor)
    except models.Record.DoesNotExist:
        raise Http404 from None


def _log(found: Run, actor: Actor) -> dict[str, Any]:
    rights = ("command an operation", "sign a check", "acknowledge an alarm", "close a run")
    commands = [(name, said) for name, said in COMMANDS.items() if found.stage in IN_PHASES[name]]
    phases = [
        (name, PHASES[name], [(f"{name}/{each}", found.live.phases[name].checks[each].label) for each in missing])  # type: ignore[index]
        for name, missing in found.phases()
    ]
    return {
        "run": found,
        "stage": PHASES[found.stage],
        "phases": phases,
        "commands": commands,
        "alarms": found.alarms(),
        "log": [*found.log()][::-1][:100],
        "zone": found.rulebook.about.zone,
        "may": {name.replace(" ", "_"): may(actor, name) for name in rights},
    }


def _figures(found: Run) -> list[tuple[str, object, str]]:
    """What is shown as numbers beside the drawings: figures of the plan, and what is derived."""
    derived = [(name, each.label, each.unit) for name, each in found.live.derived.items()]
    return [*((name, said, unit) for name, (said, unit) in FIGURES.items()), *derived]


def _about(found: Run) -> str:
    """What the drawings need: the bridge to scale, its course, and the words of alarms."""
    course, railway = found.course, found.live.railway
    channels = {
        name: {"of": each.of, "unit": each.unit, "label": in_words(each.label), "range": [*map(float, each.range)]}
        for name, each in found.live.channels.items()
    }
    about = {
        "axis": axis(found),
        "begins": degrees(course.begins),
        "ends": degrees(course.ends),
        "radius": course.plan.bridge.tip,
        "railway": [railway.away.value, degrees(railway.bearing.value)] if railway else None,
        "planned": planned(found, 200),
        "speed": degrees(course.plan.course.speed) * 60,
        "gap": course.plan.bridge.feet.gap * 1000,
        "started": found.record.state.get("started"),
        "zone": found.rulebook.about.zone.key,
        "channels": channels,
        "alarms": {f"alarm/{name}": in_words(each.label) for name, each in found.live.alarms.items()},
    }
    return json.dumps(about, ensure_ascii=False)
