"""Awards: where each stands, and the steps from a settlement to its payment, each for whom the table of access says."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from bridgehead import published
from bridgehead.access import may
from bridgehead.actions import award_record
from bridgehead.actions.award_record import Step
from bridgehead.actions.confirm import confirm
from bridgehead.actions.object import decide_objection
from bridgehead.actions.pay import pay
from bridgehead.actions.publish import publish
from bridgehead.actions.revoke import revoke
from bridgehead.actions.settle import settle
from bridgehead.instruments.award.ledgered import AWARDS
from bridgehead.instruments.award.schema import Award
from bridgehead.ledger import models
from bridgehead.primitives.actor import Actor
from bridgehead.primitives.deadline import Term
from bridgehead.primitives.errors import BridgeheadError, Mistake
from bridgehead.primitives.moment import now
from bridgehead.primitives.words import Phrase
from bridgehead.queries.awarded import awarded
from bridgehead.rulebook.rulebook import Rulebook
from bridgehead.web.desk.signed_in import staff
from bridgehead.web.desk.what_if import suggested
from bridgehead.web.faces.in_force import award_of, rulebook_of
from bridgehead.web.faces.refused import said_no

STAGES: Mapping[str, Phrase] = {
    "": Phrase(zh="未测算", en="not settled yet"),
    "previewed": Phrase(zh="已测算，待确认", en="previewed, to be confirmed"),
    "confirmed": Phrase(zh="已确认，待公示", en="confirmed, to be published"),
    "published": Phrase(zh="公示中", en="published"),
    "paid": Phrase(zh="已支付", en="paid"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """An award in the list; `left` is None where it has no budget."""

    matter: str
    award: Award
    stage: Phrase
    currency: str
    places: int
    spent: Decimal
    left: Decimal | None


@staff()
@require_safe
def awards(request: HttpRequest, actor: Actor) -> HttpResponse:
    found = [
        (matter, rulebook, part)
        for matter in published.matters()
        for rulebook in (published.current(matter)[1],)
        for part in rulebook.instruments.values()
        if isinstance(part, Award)
    ]
    named = {"matter__in": {matter for matter, *_ in found}, "number__in": {part.name for *_, part in found}}
    kept = models.Record.objects.filter(register=AWARDS, **named)  # by their names, so that no index is left out
    records = {(each.matter, each.number): each for each in kept}
    lines = [_line(matter, rulebook, part, records.get((matter, part.name))) for matter, rulebook, part in found]
    return render(request, "desk/awards.html", {"lines": lines})


@staff()
@require_safe
def award(request: HttpRequest, actor: Actor, matter: str, name: str) -> HttpResponse:
    return _page(request, actor, matter, name)


@staff()
@require_POST
def act(request: HttpRequest, actor: Actor, what: str, matter: str, name: str) -> HttpResponse:
    """Do a step, and show the award; or show it with why not, and with what was typed."""
    _found(matter, name)
    if what not in STEPS:
        raise Http404
    step = Step(matter, name, actor, now())
    try:
        held = award_record.seen(matter, name)
        if held is not None:
            award_record.require_version(held, _whole(request.POST, "version"))
        STEPS[what](step, request.POST)
    except BridgeheadError as error:
        return _page(request, actor, matter, name, [said_no(each) for each in error.mistakes], what)
    return redirect("desk-award", matter, name)


@staff("pay")
@require_safe
def payment(request: HttpRequest, actor: Actor, matter: str, name: str) -> HttpResponse:
    """The payment file that was made last, as it was made."""
    held = award_record.seen(matter, name)
    if held is None or "payment" not in held.state:
        raise Http404
    file = Path(settings.HOME) / "payments" / f"{name}-{held.state['run']}.csv"
    content = file.read_bytes() if file.is_file() else b""
    if hashlib.sha256(content).hexdigest() != held.state["payment"]["file"]:
        raise Http404
    answer = HttpResponse(content, content_type="text/csv")
    answer["Content-Disposition"] = f'attachment; filename="{file.name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _line(matter: str, rulebook: Rulebook, part: Award, record: models.Record | None) -> Line:
    state = record.state if record else {}
    places = state.get("places", ())
    spent = sum((Decimal(each["amount"]) for each in places), Decimal(0))
    left = part.budget.total - spent if part.budget else None
    stage = STAGES[state.get("stage", "")]
    return Line(matter, part, stage, rulebook.about.currency, len(places), spent, left)


def _found(matter: str, name: str) -> tuple[str, Rulebook, Award]:
    by, _ = rulebook_of(matter)
    return by, *award_of(matter, name)


def _page(
    request: HttpRequest,
    actor: Actor,
    matter: str,
    name: str,
    refused: list[tuple[Phrase, str]] | None = None,
    tried: str = "",
) -> HttpResponse:
    by, rulebook, part = _found(matter, name)
    held, at = award_record.seen(matter, name), now()
    stands = awarded(held, at) if held is not None else None
    about = {
        "matter": matter,
        "rulebook": rulebook,
        "hash": by,
        "award": part,
        "line": _line(matter, rulebook, part, held),
        "currency": rulebook.about.currency,
        "zone": rulebook.about.zone,
        "stands": stands,
        "today": at.astimezone(rulebook.about.zone).date(),
        "refused": refused,
        "tried": tried,
        "typed": request.POST,
        "change": _change(stands.preview, stands.places) if stands and stands.preview else None,
        "what_if": suggested(rulebook, part),
        "payment": bool(held and "payment" in held.state) and may(actor, "pay"),
        "may": {what: may(actor, what) for what in ("settle", "confirm", "revoke", "pay")},
    }
    return render(request, "desk/award.html", about, status=409 if refused else 200)


def _change(preview: Mapping[str, Any], places: tuple[Mapping[str, Any], ...]) -> dict[str, Any]:
    """What the preview adds to the places that stand, and takes of them."""
    before, after = ({each["number"]: each for each in some} for some in (places, preview["places"]))
    money = [sum((Decimal(each["amount"]) for each in some.values()), Decimal(0)) for some in (before, after)]
    return {"more": len({*after} - {*before}), "fewer": len({*before} - {*after}), "money": money[1] - money[0]}


def _whole(typed: QueryDict, name: str) -> int:
    value = typed.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1


def _settle(step: Step, typed: QueryDict) -> None:
    try:
        on = date.fromisoformat(typed.get("on", ""))
    except ValueError as none:
        raise BridgeheadError([Mistake("RG010", "no day", None, "a day, such as 2023-10-16")]) from none
    settle(step, on)


def _confirm(step: Step, typed: QueryDict) -> None:
    confirm(step, _whole(typed, "version"))


def _publish(step: Step, typed: QueryDict) -> None:
    publish(step, Term.read(f"{_whole(typed, 'days')} working days"))


def _decide(step: Step, typed: QueryDict) -> None:
    upheld = typed.get("upheld") == "yes"
    decide_objection(step, _whole(typed, "index"), typed.get("reason", ""), upheld=upheld)


def _pay(step: Step, typed: QueryDict) -> None:
    pay(step)


def _revoke(step: Step, typed: QueryDict) -> None:
    revoke(step, typed.get("number", "").strip(), typed.get("reason", ""))


STEPS: Mapping[str, Callable[[Step, QueryDict], None]] = {
    "settle": _settle,
    "confirm": _confirm,
    "publish": _publish,
    "decide": _decide,
    "pay": _pay,
    "revoke": _revoke,
}
